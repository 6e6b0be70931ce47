import Analysis
import Testing

@testable import Reports

@Suite("What charts say")
struct ChartWordingTests {
  private func texts(_ chart: any Chart) -> [String] { chart.drawing().labels.map(\.text) }

  private func bottlenecks(layers: Int) -> BottleneckChart {
    BottleneckChart(
      subject: "", causes: Cause.allCases.map { .init(name: $0.name, ink: .blue) },
      bars: (0..<layers).map {
        .init(name: "\($0)", stage: "", verdict: "", times: Cause.allCases.map { _ in 1 })
      }, findings: ["only one"])
  }

  @Test("the names of all causes have room beside the whole run's column")
  func causes() {
    let texts = texts(bottlenecks(layers: 2))
    for cause in Cause.allCases { #expect(texts.contains(cause.name)) }
  }

  @Test("one layer is not several, and a single sentence is no list")
  func singular() {
    var chart = bottlenecks(layers: 1)
    #expect(texts(chart).contains("1 layer that takes time, in order of execution"))
    #expect(texts(chart).contains("Look here first"))
    #expect(!texts(chart).contains("1."))
    chart.unit = .joules
    #expect(texts(chart).contains("1 layer that takes energy, in order of execution"))
    #expect(texts(chart).contains("Not in these figures"))
    let load = LoadChart(networks: [.init(name: "one", bars: [.init(name: "a", bflops: 1)])])
    #expect(texts(load).contains { $0.hasPrefix("1 layer, ") })
  }

  @Test("few layers are numbered, each", arguments: 1...6)
  func numbers(layers: Int) {
    let bars = (0..<layers).map { LoadChart.Bar(name: "\($0)", bflops: 7.5) }
    let texts = texts(LoadChart(networks: [.init(name: "few", bars: bars)]))
    for number in 1...layers { #expect(texts.contains("\(number)")) }
  }

  private func roofline(_ rates: [Double]) -> RooflineChart {
    RooflineChart(
      subject: "", peak: 100, bandwidth: 1,
      dots: rates.map {
        .init(
          name: "", intensity: 10, rate: $0, share: 0.25, verdict: "bound", ink: .blue, layer: 0)
      })
  }

  @Test("dots above a roof are explained, and so is the time of layers that have no dot")
  func roofs() {
    #expect(roofline([10]).notes.isEmpty)
    #expect(roofline([20]).notes.map { $0.prefix(22) } == ["above the slanted roof"])
    #expect(roofline([20, 200]).notes.count == 2)
    #expect(roofline([200]).notes.map { $0.prefix(14) } == ["above the peak"])
    #expect(texts(roofline([10, 5])).contains("not shown 50 %"))
    #expect(!texts(roofline([1, 2, 3, 4])).contains { $0.hasPrefix("not shown") })
  }

  @Test("causes of one colour have one entry in a comparison's legend")
  func sharedColours() {
    let chart = ComparisonChart(
      causes: [
        .init(name: "fill/drain", ink: .yellow), .init(name: "launch", ink: .brown),
        .init(name: "low occupancy", ink: .yellow),
      ],
      runs: [
        .init(letter: "A", name: "a", times: [1, 2, 0]),
        .init(letter: "B", name: "b", times: [0, 1, 1]),
      ], stages: [])
    let texts = texts(chart)
    #expect(texts.contains("fill/drain or low occupancy"))
    #expect(texts.contains("launch"))
    #expect(!texts.contains("low occupancy"))
  }

  @Test("a traffic chart's heading compares with the least, where some must cross the edge")
  func trafficSubject() {
    let (moved, floor) = (3 << 20, 2 << 20)
    #expect(
      TrafficChart.subject("net on chip", moved: moved, floor: floor)
        == "net on chip: 3 MiB cross the chip's edge, 1.5× its weights, input and output (2 MiB)")
    #expect(
      TrafficChart.subject("net on chip", moved: floor, floor: moved)
        == "net on chip: 2 MiB cross the chip's edge, less than its weights, input and output "
        + "(3 MiB)")
    #expect(TrafficChart.subject("a", moved: 0, floor: 0) == "a: 0 B cross the chip's edge")
  }

  @Test("a level that moves nothing says so, and has no axis")
  func nothing() {
    let chart = TrafficChart(
      subject: "", kinds: [.init(name: "weights", ink: .blue)],
      layers: [.init(name: "a", stage: "", macs: 1)],
      lanes: [.init(name: "DRAM", bytes: [[0]], once: [0])])
    #expect(texts(chart).contains("nothing moves"))
    #expect(texts(chart).contains("0 B"))
    #expect(!texts(chart).contains { $0.hasSuffix(".0 B") })
  }

  @Test("a stage without room is cut to its number, and what isn't a stage is not")
  func stages() {
    func shown(_ name: String) -> [String] {
      let section = StageStrip.Section(name: name, left: 0, right: 40)
      return StageStrip(sections: [section], top: 0, bottom: 9).strip.flatMap(\.labels).map(\.text)
    }
    #expect(shown("stage 12") == ["12"])
    #expect(shown("header 2") != ["2"])
  }
}
