import Analysis
import JSONText

extension RunReport {
  /// Each layer's energy by cause; `nil` without energy figures.
  public func energyChart() -> BottleneckChart? {
    guard let energy = run.energy else { return nil }
    var chart = BottleneckChart(
      subject: "\(subject): \(NumberText.si(energy.total.total, unit: "J"))",
      causes: EnergyCause.allCases.map { BottleneckChart.Cause(name: $0.name, ink: $0.ink) },
      bars: busyLayers.map { layer in
        let node = run.network.layers[layer.index]
        return BottleneckChart.Bar(
          name: node.name, stage: node.stage, verdict: "",
          times: EnergyCause.allCases.map { energy.layers[layer.index][$0] })
      },
      findings: unknownEnergy.map { [$0] } ?? [])
    chart.unit = .joules
    return chart
  }

  /// The energy in a line or two for the terminal.
  func energyLines() -> [String] {
    guard let energy = run.energy else { return [] }
    let image = energy.total.total / Double(run.network.batch)
    let power = run.seconds > 0 ? energy.total.chip / run.seconds : 0
    let causes = EnergyCause.allCases.filter { energy.total[$0] > 0 }
      .sorted { (energy.total[$1], $0.rawValue) < (energy.total[$0], $1.rawValue) }
      .map { "\($0.name) \(NumberText.percent(energy.total[$0] / energy.total.total))" }
    return [
      "  energy   \(NumberText.si(image, unit: "J")) an image, "
        + "\(NumberText.si(power, unit: "W")) on chip: \(causes.joined(separator: ", "))"
    ] + (unknownEnergy.map { ["           \($0)"] } ?? [])
  }

  /// What the totals leave out.
  private var unknownEnergy: String? {
    guard let unknown = run.energy?.unknown, !unknown.isEmpty else { return nil }
    return "Left out, as \(run.profile.name) gives no figure: "
      + unknown.map(\.name).joined(separator: ", ") + "."
  }

  /// Joules by cause; null where the profile gives no figure.
  func energyJSON(_ use: EnergyUse) -> JSONOutput {
    let unknown = run.energy?.unknown ?? []
    return .object(
      [JSONOutput.Member("total", .number(use.total))]
        + EnergyCause.allCases.map { cause in
          JSONOutput.Member(
            cause.key, unknown.contains(cause) ? .null : .number(use[cause]))
        })
  }
}

extension EnergyCause {
  /// The cause's colour in every chart.
  var ink: Ink {
    switch self {
    case .products: .green
    case .elements: .mint
    case .buffer: .violet
    case .dram: .blue
    case .host: .pink
    case .idle: .grey
    }
  }
}
