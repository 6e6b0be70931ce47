import Analysis
import LayerGraph
import Quantities
import Simulation

extension RunReport {
  /// Utilisation over time.
  public func timelineChart() -> TimelineChart {
    let timeline = Timeline(run.simulation, buckets: Self.buckets)
    return TimelineChart(
      subject: detailedSubject, duration: run.seconds, stages: stages,
      lanes: [arrayLane(timeline), vectorLane(timeline), dramLane(timeline)]
        .compactMap { $0 } + scratchpadLane(timeline))
  }

  /// Each layer's time by cause.
  public func bottleneckChart(order: BottleneckChart.Order = .execution) -> BottleneckChart {
    BottleneckChart(
      subject: detailedSubject,
      causes: Cause.allCases.map { BottleneckChart.Cause(name: $0.name, ink: $0.ink) },
      bars: busyLayers.map { layer in
        let node = run.network.layers[layer.index]
        return BottleneckChart.Bar(
          name: node.name, stage: node.stage, verdict: layer.verdict.rawValue,
          times: Cause.allCases.map { seconds(layer.attribution[$0]) })
      },
      order: order, findings: run.bottlenecks.map(\.sentence))
  }

  /// Each layer that computes and moves bytes, against the device's roofs.
  public func rooflineChart() -> RooflineChart {
    RooflineChart(
      subject: detailedSubject,
      peak: 2 * Double(run.simulation.peakMACsPerCycle) * run.clock.value,
      bandwidth: device.dramBandwidth.value,
      dots: busyLayers.enumerated().map { place, layer in
        let total = layer.attribution.total
        let operations = 2 * Double(layer.macs)
        return RooflineChart.Dot(
          name: run.network.layers[layer.index].name,
          intensity: operations / Double(layer.dramRead.count + layer.dramWritten.count),
          rate: operations / seconds(total), share: run.share(total),
          verdict: layer.verdict.rawValue, ink: layer.attribution.largest.ink, layer: place)
      })
  }

  var detailedSubject: String {
    let rate = NumberText.short(run.framesPerSecond)
    let utilisation = NumberText.percent(run.arrayUtilisation)
    return "\(subject): \(NumberText.si(run.seconds, unit: "s")), \(rate) images/s, "
      + "\(utilisation) of the multipliers' peak"
  }

  private func arrayLane(_ timeline: Timeline) -> TimelineChart.Lane {
    let peak = 2 * Double(run.simulation.peakMACsPerCycle) * run.clock.value
    return TimelineChart.Lane(
      name: run.arrays == 1 ? unit : unit + "s", measure: "useful MACs",
      ceiling: NumberText.si(peak, unit: "OP/s"), samples: timeline.array, ink: .green)
  }

  /// What one of the device's units that multiply is called.
  private var unit: String {
    switch device {
    case .systolic: "PE array"
    case .gpu: "multiprocessor"
    case .cpu: "core"
    }
  }

  private func vectorLane(_ timeline: Timeline) -> TimelineChart.Lane? {
    guard case .systolic(let device) = device, let lanes = device.vectorLanes else { return nil }
    return TimelineChart.Lane(
      name: "vector unit", measure: "busy", ceiling: "\(lanes) lanes", samples: timeline.vector,
      ink: .orange)
  }

  private func dramLane(_ timeline: Timeline) -> TimelineChart.Lane? {
    guard device.dramBandwidth.value.isFinite else { return nil }
    return TimelineChart.Lane(
      name: "DRAM bandwidth", measure: "busy",
      ceiling: NumberText.si(device.dramBandwidth.value, unit: "B/s"), samples: timeline.dram,
      ink: .blue)
  }

  /// None where the scratchpad has no limit to be a share of.
  private func scratchpadLane(_ timeline: Timeline) -> [TimelineChart.Lane] {
    guard case .systolic(let device) = device, let capacity = device.scratchpad, capacity.count > 0
    else { return [] }
    return [
      TimelineChart.Lane(
        name: "scratchpad", measure: "bytes taken",
        ceiling: NumberText.memory(bytes: capacity.count),
        samples: timeline.scratchpad.map { $0 / Double(capacity.count) }, ink: .violet)
    ]
  }

  /// When each stage held the arrays: from where the one before ended to its last layer's end.
  var stages: [TimelineChart.Stage] {
    var stages: [TimelineChart.Stage] = []
    var now = 0.0
    for layer in run.layers {
      let name = run.network.layers[layer.index].stage
      let end = now + seconds(layer.attribution.total)
      if stages.last?.name == name {
        stages[stages.count - 1].end = end
      } else if end > now {
        stages.append(TimelineChart.Stage(name: name, start: now, end: end))
      }
      now = end
    }
    return stages
  }
}

extension LoadChart.Network {
  /// The work of a network's convolution and linear layers.
  public init(_ network: Network) {
    self.init(
      name: network.name,
      bars: network.layers.indices.compactMap { index in
        let macs = network.counts(of: index).macs
        guard macs > 0 else { return nil }
        return LoadChart.Bar(
          name: network.layers[index].name, bflops: 2 * Double(macs) / 1e9)
      })
  }
}

extension Cause {
  /// The cause's colour in every chart.
  var ink: Ink {
    switch self {
    case .useful: .green
    case .unusedPEs: .mint
    case .fillDrain: .yellow
    case .weightShift: .violet
    case .weightStall: .blue
    case .inputStall: .sky
    case .outputStall: .pink
    case .vectorWork: .orange
    case .dependencyWait: .vermillion
    case .launch: .brown
    case .idle: .grey
    }
  }
}
