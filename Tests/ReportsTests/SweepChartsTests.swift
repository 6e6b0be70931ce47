import Testing

@testable import Reports

@Suite("charts of sweeps") struct SweepChartsTests {
  @Test("an axis names its best value, whichever way is better")
  func axis() {
    var chart = AxisChart(
      axis: "array.rows", objective: "latency (ms)", isLargerBetter: false,
      entries: [("8", 4.0), ("16", 2.5), ("32", 3.0), ("64", nil)].map {
        AxisChart.Entry(value: $0.0, result: $0.1, tooltip: $0.0)
      })
    #expect(chart.summary == "Best at 16 with 2.5.")
    chart.isLargerBetter = true
    #expect(chart.summary == "Best at 8 with 4.")
    let texts = chart.drawing().labels.map(\.text)
    for value in ["8", "16", "32", "64", "array.rows"] { #expect(texts.contains(value)) }
  }

  @Test("a heat map finds the best pair and shows each result in its cell")
  func heatMap() {
    let chart = HeatMapChart(
      rowAxis: "r", columnAxis: "c", rows: ["1", "2"], columns: ["a", "b", "c"],
      objective: "latency (ms)", isLargerBetter: false, results: [9, 8, 7, 3, nil, 5])
    #expect(chart.best == 3)
    #expect(chart.summary == "Best: r 2 with c a, 3.")
    let bold = chart.drawing().labels.filter { $0.isBold && $0.size == 11 }.map(\.text)
    #expect(bold == ["3"])
  }

  @Test("versions are compared within a profile, and the chosen ones counted")
  func versions() {
    let chart = VersionChart(
      axes: ["split-ratio", "fusion"], objective: "latency (ms)", isLargerBetter: false,
      columns: [
        .init(values: ["0.25", "csp"], gigaflops: 0.9, publishedTop1: 71.5),
        .init(values: ["0.5", "last"], gigaflops: 0.7, publishedTop1: nil),
      ],
      rows: [
        .init(profile: "small", results: [20, 10], choice: 1),
        .init(profile: "large", results: [1, 1.25], choice: 1),
        .init(profile: "odd", results: [nil, 3], choice: nil),
      ], weighed: ["latency", "top1"])
    #expect(chart.summary == "Most often split-ratio 0.5, fusion last: on 2 of 2 profiles.")
    let texts = chart.drawing().labels.map(\.text)
    for text in ["20  +100 %", "10  best", "1  best", "1.25  +25 %", "71.5 %", "BFLOPs", "odd"] {
      #expect(texts.contains(text))
    }
  }

  @Test("the most sensitive figure comes first, and what can't be scheduled before all")
  func tornado() {
    let chart = TornadoChart(
      subject: "",
      bars: [
        .init(figure: "lanes", halved: 0.1, doubled: -0.01),
        .init(figure: "clock", halved: 0.9, doubled: -0.45),
        .init(figure: "scratchpad", halved: .infinity, doubled: -0.02),
      ])
    #expect(chart.summary == "Most of all on scratchpad.")
    let names = chart.drawing().labels.filter { $0.anchor == .end }.map(\.text)
    #expect(names == ["scratchpad", "clock", "lanes"])
  }

  @Test("labels of the Pareto front never overlap")
  func pareto() {
    let front = (0..<30).map {
      ParetoChart.Entry(x: Double($0) / 10, y: 30 - Double($0) / 10, label: "point number \($0)")
    }
    let labels = ParetoChart(xTitle: "x", yTitle: "y", others: [], front: front).drawing().labels
      .filter { $0.text.hasPrefix("point") }
    #expect(!labels.isEmpty)
    for (index, label) in labels.enumerated() {
      for other in labels[(index + 1)...] { #expect(!label.bounds.overlaps(other.bounds)) }
    }
  }
}
