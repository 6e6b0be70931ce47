import Testing

@testable import Reports

@Suite("Charts of any size")
struct ChartLayoutTests {
  private func drawings(seed: UInt64) -> [Drawing] {
    var charts = RandomCharts(seed: seed)
    return [
      charts.bottlenecks().drawing(), charts.timeline().drawing(), charts.loads().drawing(),
      charts.roofline().drawing(), charts.memory().drawing(), charts.traffic().drawing(),
    ]
  }

  @Test("no label touches another or leaves the picture", arguments: 0..<60)
  func labels(seed: UInt64) {
    for drawing in drawings(seed: seed) {
      let page = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
      let labels = drawing.labels.filter { !$0.text.isEmpty }
      for (index, label) in labels.enumerated() {
        #expect(page.contains(label.bounds), "\(label.text) leaves \(drawing.title)")
        for other in labels[..<index] where label.bounds.overlaps(other.bounds) {
          Issue.record("\(label) and \(other) overlap")
        }
      }
    }
  }

  @Test("the file is well-formed XML, whatever the names", arguments: 0..<20)
  func wellFormed(seed: UInt64) throws {
    for drawing in drawings(seed: seed) {
      let xml = try WellFormedXML(drawing.svg())
      #expect(xml.elements.prefix(4) == ["svg", "title", "desc", "style"])
      let marks = drawing.labels.count
      #expect(xml.elements.count { $0 == "text" } == marks)
    }
  }

  @Test("the same data gives the same bytes", arguments: 0..<3)
  func deterministic(seed: UInt64) {
    #expect(drawings(seed: seed).map { $0.svg() } == drawings(seed: seed).map { $0.svg() })
  }

  @Test("charts of nothing are still pictures")
  func empty() throws {
    let bottlenecks = BottleneckChart(subject: "", causes: [], bars: [])
    let timeline = TimelineChart(subject: "", duration: 0, stages: [], lanes: [])
    let roofline = RooflineChart(subject: "", peak: 0, bandwidth: 0, dots: [])
    let memory = MemoryChart(subject: "", duration: 0, stages: [], kinds: [], memories: [])
    let traffic = TrafficChart(subject: "", kinds: [], layers: [], lanes: [])
    let loads = LoadChart(networks: [])
    for chart: any Chart in [bottlenecks, timeline, roofline, memory, traffic, loads] {
      #expect(chart.drawing().height > 0)
      _ = try WellFormedXML(chart.svg())
    }
  }
}
