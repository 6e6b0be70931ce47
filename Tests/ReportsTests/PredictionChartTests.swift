import Testing

@testable import Reports

@Suite("Chart of predictions")
struct PredictionChartTests {
  private let chart = PredictionChart(
    subject: "three measurements", groups: [.init(name: "CPU", ink: .blue)],
    dots: [(1e-3, 1.2e-3), (1e-2, 1.3e-2), (0, 1)].map {
      PredictionChart.Dot(
        name: "a network", measuredSeconds: $0.0, predictedSeconds: $0.1, ink: .blue)
    })

  @Test("what has no logarithm has no place, and the band's edge counts as within")
  func band() {
    #expect(chart.dots.count == 2)
    #expect(chart.countWithinBand == 1)
    #expect(chart.drawing().description.contains("1 of 2 predictions lie within 20 %"))
  }

  @Test("every dot has a tooltip with both times")
  func tooltips() {
    let svg = String(decoding: chart.svg(), as: UTF8.self)
    #expect(svg.contains("a network: 13 ms predicted, 10 ms measured"))
  }
}
