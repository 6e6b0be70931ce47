import Testing

@testable import Reports

@Suite("What charts show")
struct ChartGeometryTests {
  /// Boxes of an ink, at any depth.
  private func boxes(_ marks: [Mark], _ ink: Ink) -> [Box] {
    marks.flatMap { mark -> [Box] in
      switch mark {
      case .box(let box, fill: ink, opacity: 1): [box]
      case .group(let marks, _, _): boxes(marks, ink)
      default: []
      }
    }
  }

  private let causes = [
    BottleneckChart.Cause(name: "useful MACs", ink: .green),
    BottleneckChart.Cause(name: "weight stall", ink: .blue),
  ]

  private func chart(_ order: BottleneckChart.Order) -> BottleneckChart {
    BottleneckChart(
      subject: "two layers", causes: causes,
      bars: [
        .init(name: "first", stage: "stem", verdict: "compute-bound", times: [1, 0]),
        .init(name: "second", stage: "head", verdict: "", times: [1, 2]),
      ], order: order)
  }

  @Test("bars are as high as times are long, and stack in the order of causes")
  func stacking() throws {
    let drawing = chart(.execution).drawing()
    let green = boxes(drawing.marks, .green)
    let blue = boxes(drawing.marks, .blue)
    // Two bars, the whole run's column, and its legend's square.
    try #require(green.count == 4 && blue.count == 3)
    #expect(abs(green[0].height - green[1].height) < 1e-9)
    #expect(abs(blue[0].height - 2 * green[1].height) < 1e-9)
    #expect(abs(blue[0].bottom - green[1].y) < 1e-9)
    #expect(green[0].x < green[1].x)
    #expect(abs(blue[1].height - green[2].height) < 1e-9)
  }

  @Test("the longest layer comes first when asked")
  func sorting() throws {
    let drawing = chart(.time).drawing()
    let green = boxes(drawing.marks, .green)
    let blue = boxes(drawing.marks, .blue)
    #expect(blue[0].x == green[0].x)
    #expect(drawing.labels.map(\.text).contains("second"))
  }

  @Test("neighbours are joined where there is no room for each, and nothing is lost")
  func joining() {
    let many = BottleneckChart(
      subject: "", causes: causes,
      bars: (0..<1000).map { .init(name: "\($0)", stage: "", verdict: "", times: [1, Double($0)]) })
    let bars = BottleneckBar.bars(of: many, atMost: 300)
    #expect(bars.count == 250)
    #expect(bars[0].name == "0 to 3")
    let layers = bars.reduce(0) { $0 + $1.count }
    let time = bars.reduce(0) { $0 + $1.total }
    #expect(layers == 1000)
    #expect(time == 500_500)
  }

  @Test("a lane's steps are as high as its samples, cut at what is possible")
  func lanes() throws {
    let chart = TimelineChart(
      subject: "", duration: 1, stages: [],
      lanes: [
        .init(name: "array", measure: "", ceiling: "", samples: [0, 0.5, 1, 2], ink: .green)
      ])
    let steps = chart.drawing().marks.compactMap { mark -> Steps? in
      if case .steps(let steps, fill: .green, _) = mark { steps } else { nil }
    }
    let lane = try #require(steps.first)
    let full = lane.base - lane.tops[2]
    let shares: [Double] = lane.tops.map { (lane.base - $0) / full }
    #expect(shares == [0, 0.5, 1, 1])
  }

  @Test("the dashed line of a load chart is at its highest bar, which its label names")
  func peak() throws {
    let network = LoadChart.Network(
      name: "net", bars: [.init(name: "a", bflops: 0.25), .init(name: "b", bflops: 0.75)])
    let drawing = LoadChart(networks: [network]).drawing()
    let dashed = drawing.marks.compactMap { mark -> Double? in
      if case .line(let from, _, let stroke) = mark, stroke.isDashed { from.y } else { nil }
    }
    #expect(dashed == [boxes(drawing.marks, .blue).map(\.y).min()])
    #expect(drawing.labels.map(\.text).contains("at most 0.75 BFLOPs, 1.5× the mean"))
    #expect(drawing.description == "net: 1 BFLOPs, at most 0.75 in layer b.")
  }

  /// Two layers at one level: the second moves twice as much, half of it again.
  private var traffic: TrafficChart {
    TrafficChart(
      subject: "two layers",
      kinds: [.init(name: "weights", ink: .blue), .init(name: "inputs", ink: .sky)],
      layers: [
        .init(name: "a.first", stage: "a", macs: 300), .init(name: "b", stage: "b", macs: 0),
      ],
      lanes: [.init(name: "DRAM", bytes: [[100, 0], [100, 100]], once: [100, 100])])
  }

  @Test("a traffic chart's bars are as high as bytes are many, with a line at each tensor once")
  func trafficBars() throws {
    let drawing = traffic.drawing()
    // The legend's square, and the bars.
    let blue = boxes(drawing.marks, .blue).dropFirst()
    let sky = boxes(drawing.marks, .sky).dropFirst()
    try #require(blue.count == 2 && sky.count == 1)
    #expect(blue.allSatisfy { abs($0.height - sky[1].height) < 1e-9 })
    #expect(abs(sky[1].bottom - blue[2].y) < 1e-9)
    let lines = drawing.marks.compactMap { mark -> Double? in
      if case .line(let from, _, Stroke(.text, width: 1.5)) = mark { from.y } else { nil }
    }
    // The legend's line comes first.
    #expect(lines.dropFirst().allSatisfy { abs($0 - sky[1].bottom) < 1e-9 })
    #expect(lines.count == 3)
  }

  @Test("a lane says what its bytes hold, how often each moved, and the work that each serves")
  func trafficCaptions() {
    let labels = traffic.drawing().labels.map(\.text)
    #expect(labels.contains("weights 67 %, inputs 33 %, each byte 1.5 times"))
    #expect(labels.contains("300 B, 1 MACs a byte"))
    #expect(labels.contains("a.first"))
  }

  @Test("where layers outnumber pixels, a traffic chart's bars are sums of neighbours")
  func manyLayers() {
    var chart = traffic
    chart.layers = (0..<2000).map { .init(name: "\($0)", stage: "", macs: 1) }
    chart.lanes = [.init(name: "DRAM", bytes: chart.layers.map { _ in [1, 0] }, once: nil)]
    let bars = boxes(chart.drawing().marks, .blue).dropFirst()
    #expect(bars.count == 500)
    #expect(chart.drawing().labels.contains { $0.text.hasSuffix("each bar the sum of up to 4") })
  }

  @Test("a name without room is cut to what follows its stage, and a stage's to its last word")
  func shortNames() {
    #expect(TextMetrics.fittingLayer("stage1.conv1", width: 40, size: 11) == "conv1")
    #expect(TextMetrics.fittingLayer("stage1.block1.conv1", width: 46, size: 11) == "blo…v1")
    #expect(TextMetrics.fittingLayer("stage1.conv1", width: 400, size: 11) == "stage1.conv1")
    let strip = StageStrip(
      sections: [.init(name: "stage 1", left: 0, right: 20)], top: 0, bottom: 9)
    #expect(strip.strip.flatMap(\.labels).map(\.text) == ["1"])
  }

  @Test("where layers outnumber pixels, the largest of neighbours stands for them")
  func manyLoads() {
    let network = LoadChart.Network(
      name: "deep", bars: (0..<5000).map { .init(name: "\($0)", bflops: Double($0 % 10)) })
    let bars = boxes(LoadChart(networks: [network]).drawing().marks, .blue)
    #expect(bars.count < 800)
    #expect(bars.allSatisfy { $0.height > 0 && $0.right <= ChartFrame.width })
  }

  @Test("a drawing as SVG, whole")
  func golden() {
    let drawing = Drawing(
      width: 100, height: 50, title: "A & B", description: "\"C\" < D",
      marks: [
        .box(Box(x: 1, y: 2.005, width: 3, height: 4), fill: .blue, opacity: 0.5),
        .group(
          [.label(Label("<x>", at: Point(5, 6), anchor: .end, isBold: true))], tooltip: "t",
          layer: 3),
        .steps(Steps(left: 0, stepWidth: 10, tops: [5, 5, 7], base: 20), fill: .blue),
        .line(Point(0, 0), Point(9, 9), Stroke(.axis, isDashed: true)),
      ])
    #expect(String(decoding: drawing.svg(), as: UTF8.self) == goldenSVG)
  }

  private let goldenSVG = """
    <svg xmlns="http://www.w3.org/2000/svg" role="img" width="100" height="50" \
    viewBox="0 0 100 50" aria-label="A &amp; B">
    <title>A &amp; B</title>
    <desc>&quot;C&quot; &lt; D</desc>
    <style>text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,"DejaVu Sans",\
    sans-serif}.f-background{fill:#ffffff}.k-axis{stroke:#8a94a0}.f-text{fill:#1b2027}\
    .f-blue{fill:#0072b2}@media(prefers-color-scheme:dark){.f-background{fill:#12161c}\
    .k-axis{stroke:#6d7885}.f-text{fill:#e8edf3}.f-blue{fill:#2f8fd0}}</style>
    <rect x="0" y="0" width="100" height="50" class="f-background"/>
    <rect x="1" y="2.01" width="3" height="4" fill-opacity="0.5" class="f-blue"/>
    <g data-layer="3"><title>t</title>
    <text x="5" y="6" font-size="12" text-anchor="end" font-weight="700" class="f-text">&lt;x&gt;\
    </text>
    </g>
    <path d="M0 20V5H20V7H30V20Z" class="f-blue"/>
    <line x1="0" y1="0" x2="9" y2="9" stroke-width="1" stroke-dasharray="5 4" class="k-axis"/>
    </svg>

    """
}
