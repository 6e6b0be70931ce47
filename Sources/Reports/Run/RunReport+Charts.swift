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
      lanes: lanes.map { $0.drawn(timeline.values($0.column)) })
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

  /// When each stage held the arrays.
  var stages: [TimelineChart.Stage] {
    TimelineChart.Stage.following(
      run.layers.map { (run.network.layers[$0.index].stage, seconds($0.attribution.total)) })
  }
}

extension TimelineChart.Stage {
  /// Stages from where the one before ended to their last layer's end.
  ///
  /// - Parameter layers: each layer's stage and its seconds, in order.
  static func following(_ layers: [(stage: String, seconds: Double)]) -> [TimelineChart.Stage] {
    var stages: [TimelineChart.Stage] = []
    var now = 0.0
    for layer in layers {
      let end = now + layer.seconds
      if stages.last?.name == layer.stage {
        stages[stages.count - 1].end = end
      } else if end > now {
        stages.append(TimelineChart.Stage(name: layer.stage, start: now, end: end))
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
    case .recomputation: .lime
    case .unusedPEs: .mint
    case .fillDrain, .occupancy: .yellow
    case .weightShift, .cacheStall: .violet
    case .bufferStall: .teal
    case .weightStall: .blue
    case .inputStall: .sky
    case .outputStall: .pink
    case .vectorWork: .orange
    case .dependencyWait, .lastWave: .vermillion
    case .launch: .brown
    case .idle: .grey
    }
  }
}
