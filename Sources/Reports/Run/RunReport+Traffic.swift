import Analysis
import Quantities

extension RunReport {
  /// What the run moved at each level of the memory hierarchy.
  var traffic: TrafficAnalysis { TrafficAnalysis(run.simulation, device: device) }

  /// Each layer's bytes at each level of the memory hierarchy.
  public func trafficChart() -> TrafficChart {
    let traffic = traffic
    let places = Dictionary(
      uniqueKeysWithValues: busyLayers.enumerated().map { ($0.element.index, $0.offset) })
    let moving = run.network.layers.indices.filter { layer in
      traffic.levels.contains { $0.layers[layer].total > 0 }
    }
    let outside = run.dramTraffic + run.hostTraffic
    return TrafficChart(
      subject: TrafficChart.subject(subject, moved: outside.count, floor: traffic.floor.count),
      kinds: TrafficChart.kinds,
      layers: moving.map { layer in
        let node = run.network.layers[layer]
        return TrafficChart.Layer(
          name: node.name, stage: node.stage, macs: run.layers[layer].macs, place: places[layer])
      },
      lanes: traffic.levels.map { level in
        TrafficChart.Lane(
          name: level.level.name, bytes: moving.map { level.layers[$0].byKind },
          once: level.once.map { once in moving.map { once[$0] } })
      }, findings: traffic.mostMoved.map { sentence(on: $0, of: outside) })
  }

  /// One row for each layer and each level that it moved bytes at.
  ///
  /// The bytes of the levels `dram` and `host` add up to those of the run.
  public func trafficCSV() -> [UInt8] {
    var csv = CSVText(
      columns: ["index", "layer", "stage", "macs", "level"]
        + TrafficKind.allCases.map { $0.key + "_bytes" } + ["total_bytes", "once_bytes"])
    for level in traffic.levels {
      for (layer, bytes) in level.layers.enumerated() where bytes.total > 0 {
        csv.append(layer)
        csv.append(run.network.layers[layer].name)
        csv.append(run.network.layers[layer].stage)
        csv.append(run.layers[layer].macs)
        csv.append(level.level.key)
        for kind in TrafficKind.allCases { csv.append(bytes[kind]) }
        csv.append(bytes.total)
        if let once = level.once { csv.append(once[layer]) } else { csv.append("") }
        csv.endRow()
      }
    }
    return csv.bytes
  }

  /// A tensor's traffic in words.
  func sentence(on tensor: MovedTensor, of outside: Bytes) -> String {
    let name = run.network.layers[tensor.layer].name
    let moves = [("read", tensor.read), ("written", tensor.written)].filter { $0.1 > .zero }
      .map { "\($0.0) \(times(tensor, $0.1))" }
    let share = NumberText.percent(Double(tensor.moved.count) / Double(max(outside.count, 1)))
    return (tensor.isWeights ? "The weights of \(name)" : "The tensor \(name)")
      + ", \(NumberText.memory(bytes: tensor.size.count)): \(moves.joined(separator: " and ")), "
      + "\(share) of what crosses the chip's edge."
  }

  private func times(_ tensor: MovedTensor, _ moved: Bytes) -> String {
    guard moved != tensor.size else { return "once" }
    return NumberText.short(Double(moved.count) / Double(max(tensor.size.count, 1))) + " times"
  }
}

extension TrafficBytes {
  var byKind: [Int] { TrafficKind.allCases.map { self[$0] } }
}

extension TrafficChart {
  /// In the order of `TrafficKind.allCases`.
  static let kinds = TrafficKind.allCases.map { LegendEntry(name: $0.name, ink: $0.ink) }

  /// What ran where, and how what it moved off the chip compares with the least.
  ///
  /// - Parameters:
  ///   - run: what ran where.
  ///   - moved: bytes over DRAM and the host link.
  ///   - floor: the network's weights, inputs and outputs, each once.
  static func subject(_ run: String, moved: Int, floor: Int) -> String {
    let crossing = "\(run): \(NumberText.memory(bytes: moved)) cross the chip's edge"
    let ends = "its weights, input and output (\(NumberText.memory(bytes: floor)))"
    guard floor > 0 else { return crossing }
    let ratio = Double(moved) / Double(floor)
    return ratio < 0.995
      ? "\(crossing), less than \(ends)"
      : "\(crossing), \(NumberText.short(ratio))× \(ends)"
  }
}

extension TrafficKind {
  /// The colour in every chart: that of the stall for the same data.
  var ink: Ink {
    switch self {
    case .weights: .blue
    case .inputs: .sky
    case .outputs: .pink
    case .sums: .orange
    case .operands: .teal
    }
  }
}
