import Analysis
import LayerGraph

/// Predictions beside what was measured on the device itself.
extension RunReport {
  /// Layers that were predicted and took time, in order.
  private var comparedLayers: [(layer: LayerAnalysis, measured: Double)] {
    guard let measured else { return [] }
    return run.layers.compactMap { layer in
      let seconds = measured[layer.index]
      return layer.attribution.total > 0 && seconds > 0 ? (layer, seconds) : nil
    }
  }

  /// (predicted − measured) / measured of a layer, or `nil` without a measurement.
  func error(of layer: LayerAnalysis) -> Double? {
    guard let seconds = measured?[layer.index], seconds > 0 else { return nil }
    return (self.seconds(layer.attribution.total) - seconds) / seconds
  }

  /// The run's time and the layers' errors, in two lines; empty without a measurement.
  func measuredLines() -> [String] {
    guard let measured else { return [] }
    let total = measured.reduce(0, +)
    let errors = comparedLayers.compactMap { error(of: $0.layer).map(abs) }.sorted()
    guard total > 0, !errors.isEmpty else { return [] }
    let median = (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
    return [
      "  measured \(NumberText.si(total, unit: "s")): predicted "
        + "\(signed((run.seconds - total) / total)); layers off by "
        + "\(NumberText.percent(median)) in the median"
    ]
  }

  func signed(_ share: Double) -> String {
    (share < 0 ? "−" : "+") + NumberText.percent(abs(share))
  }

  /// Each layer's prediction against its measurement.
  func measuredChart() -> PredictionChart {
    PredictionChart(
      subject: "The layers of \(subject)", groups: LayerGroup.allCases.map(\.group),
      dots: comparedLayers.map { layer, measured in
        let node = run.network.layers[layer.index]
        return PredictionChart.Dot(
          name: node.name, measuredSeconds: measured,
          predictedSeconds: seconds(layer.attribution.total),
          ink: LayerGroup(node.operation).group.ink)
      })
  }
}

/// What the chart tells apart by colour.
private enum LayerGroup: CaseIterable {
  case pointwise
  case spatial
  case grouped
  case other

  init(_ operation: Operation) {
    switch operation {
    case .convolution(let convolution) where convolution.groups > 1: self = .grouped
    case .convolution(let convolution) where convolution.window.kernel.area > 1: self = .spatial
    case .convolution, .linear: self = .pointwise
    default: self = .other
    }
  }

  var group: PredictionChart.Group {
    switch self {
    case .pointwise: .init(name: "1×1 convolution, linear", ink: .blue)
    case .spatial: .init(name: "k×k convolution", ink: .orange)
    case .grouped: .init(name: "grouped, depthwise", ink: .sky)
    case .other: .init(name: "everything else", ink: .muted)
    }
  }
}
