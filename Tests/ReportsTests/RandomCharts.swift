@testable import Reports

/// Charts of seeded random data, from one layer to hundreds, with names from short to absurd.
struct RandomCharts {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func bottlenecks() -> BottleneckChart {
    let inks: [Ink] = [.green, .mint, .yellow, .violet, .blue, .sky, .pink, .orange, .brown]
    let layers = layerCount()
    let size = scale()
    return BottleneckChart(
      subject: name(), causes: inks.map { BottleneckChart.Cause(name: name(), ink: $0) },
      bars: (0..<layers).map { index in
        BottleneckChart.Bar(
          name: name(), stage: "stage \(index * 5 / layers)", verdict: "compute-bound",
          times: inks.map { _ in Bool.random(using: &random) ? 0 : size * unit() })
      },
      order: Bool.random(using: &random) ? .time : .execution,
      findings: (0..<Int.random(in: 0...3, using: &random)).map { _ in
        (0..<30).map { _ in name() }.joined(separator: " ")
      })
  }

  mutating func timeline() -> TimelineChart {
    let duration = scale()
    let stages = Int.random(in: 0...40, using: &random)
    return TimelineChart(
      subject: name(), duration: duration,
      stages: (0..<stages).map {
        TimelineChart.Stage(
          name: name(), start: duration * Double($0) / Double(stages),
          end: duration * Double($0 + 1) / Double(stages))
      },
      lanes: (0..<Int.random(in: 1...5, using: &random)).map { _ in
        TimelineChart.Lane(
          name: name(), measure: name(), ceiling: Bool.random(using: &random) ? name() : "",
          samples: (0..<layerCount()).map { _ in unit() }, ink: .blue)
      })
  }

  mutating func memory() -> MemoryChart {
    let duration = scale()
    let inks: [Ink] = [.mint, .orange, .sky]
    let size = Int.random(in: 1...1 << 30, using: &random)
    return MemoryChart(
      subject: name(), duration: duration, stages: [],
      kinds: inks.map { LegendEntry(name: name(), ink: $0) },
      memories: (0..<Int.random(in: 1...2, using: &random)).map { _ in
        MemoryChart.Memory(
          name: "scratchpad", note: name(), capacity: Bool.random(using: &random) ? size : nil,
          tenants: (0..<layerCount()).map { _ in
            let start = duration * unit()
            let address = Int.random(in: 0..<size, using: &random)
            return MemoryChart.Tenant(
              name: name(), kind: Int.random(in: 0..<inks.count, using: &random),
              life: start..<start + (duration - start) * unit(),
              range: address..<address + size / 8, note: name())
          })
      })
  }

  mutating func traffic() -> TrafficChart {
    let inks: [Ink] = [.blue, .sky, .pink]
    let layers = layerCount()
    let size = Int.random(in: 1...1 << 40, using: &random)
    return TrafficChart(
      subject: name(), kinds: inks.map { LegendEntry(name: name(), ink: $0) },
      layers: (0..<layers).map { index in
        TrafficChart.Layer(
          name: name(), stage: "stage \(index * 5 / layers)",
          macs: Int.random(in: 0...size, using: &random), place: index)
      },
      lanes: ["host link", "DRAM", "scratchpad"].map { level in
        let bytes = (0..<layers).map { _ in
          inks.map { _ in
            Bool.random(using: &random) ? 0 : Int.random(in: 0...size, using: &random)
          }
        }
        return TrafficChart.Lane(
          name: level, bytes: bytes,
          once: Bool.random(using: &random) ? nil : bytes.map { $0.reduce(0, +) / 2 })
      }, findings: (0..<Int.random(in: 0...3, using: &random)).map { _ in name() })
  }

  mutating func loads() -> LoadChart {
    LoadChart(
      networks: (0..<Int.random(in: 1...3, using: &random)).map { _ in
        LoadChart.Network(
          name: name(),
          bars: (0..<layerCount()).map { _ in
            LoadChart.Bar(name: name(), bflops: Double.random(in: 0...3, using: &random))
          })
      })
  }

  mutating func roofline() -> RooflineChart {
    let size = scale()
    return RooflineChart(
      subject: name(), peak: 1e12 * size, bandwidth: 1e10 * size,
      dots: (0..<layerCount()).map { _ in
        RooflineChart.Dot(
          name: name(), intensity: 1e9 * scale(), rate: 1e12 * size * unit(), share: unit(),
          verdict: name(), ink: .blue)
      })
  }

  private mutating func unit() -> Double { Double.random(in: 0...1, using: &random) }

  private mutating func layerCount() -> Int {
    [1, 2, 8, 40, 160, 700].randomElement(using: &random) ?? 1
  }

  /// From picoseconds to days.
  private mutating func scale() -> Double {
    var value = unit() + 0.01
    for _ in 0..<Int.random(in: 0...9, using: &random) { value /= 10 }
    return value * (Bool.random(using: &random) ? 1 : 1e5)
  }

  private mutating func name() -> String {
    let pieces = ["conv", "stage1.block2", "<&>\"'", "γ=0.5", "\u{7}", "a", "weight stall", "層"]
    return (0..<Int.random(in: 1...3, using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: ".")
  }
}
