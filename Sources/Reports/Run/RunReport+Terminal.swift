import Analysis

extension RunReport {
  /// The layers that took time, one a row.
  public func layerTable() -> TerminalTable {
    let beside: [TerminalTable.Column] =
      measured == nil
      ? [] : [.init("measured", .right, importance: 9), .init("error", .right, importance: 9)]
    var table = TerminalTable(
      [
        .init("layer", minimumWidth: 12, importance: 9, cut: .inside),
        .init("operation", minimumWidth: 6, importance: 2),
        .init("output", .right, importance: 3),
        .init("MMACs", .right, importance: 4),
        .init("cycles", .right, importance: 6),
        .init("time", .right, importance: 5),
        .init("share", .right, importance: 8),
        .init("used", .right, importance: 7),
        .init("DRAM", .right, importance: 1),
        .init("bound by", importance: 9),
      ] + beside)
    for layer in busyLayers { table.append(cells(of: layer) + measuredCells(of: layer)) }
    return table
  }

  /// The run in a few lines: time, use, traffic, causes, and what to look at first.
  public func headline() -> String {
    let rate = NumberText.short(run.framesPerSecond)
    let cycles = NumberText.grouped(run.makespan.count)
    let lines =
      [
        "\(subject)",
        "  time     \(NumberText.si(run.seconds, unit: "s")), \(cycles) cycles, \(rate) images/s",
      ] + measuredLines() + [
        "  used     \(NumberText.percent(run.arrayUtilisation)) of the multipliers' peak",
        "  DRAM     \(memory(run.dramRead.count)) read, \(memory(run.dramWritten.count)) written; "
          + "activations peak at \(memory(run.peakActivations.count))",
      ]
    let planner = plannerLines().enumerated().map {
      ($0.offset == 0 ? "  memory   " : "           ") + $0.element
    }
    let findings = run.bottlenecks.enumerated().map { "  \($0.offset + 1). \($0.element.sentence)" }
    return (lines + planner + energyLines() + ["  causes   \(causes)"] + findings).joined(
      separator: "\n") + "\n"
  }

  private var causes: String {
    Cause.allCases.filter { run.attribution[$0] > 0 }
      .sorted { (run.attribution[$1], $0.rawValue) < (run.attribution[$0], $1.rawValue) }
      .map { "\($0.name) \(NumberText.percent(run.share(run.attribution[$0])))" }
      .joined(separator: ", ")
  }

  private func cells(of layer: LayerAnalysis) -> [String] {
    let node = run.network.layers[layer.index]
    let total = layer.attribution.total
    let shape = node.output
    return [
      node.name, node.operation.name, "\(shape.channels)×\(shape.height)×\(shape.width)",
      NumberText.fixed(Double(layer.macs) / 1e6, decimals: 1),
      NumberText.grouped(Int(run.cycles(total) + 0.5)), NumberText.si(seconds(total), unit: "s"),
      NumberText.percent(run.share(total)), NumberText.percent(utilisation(of: layer)),
      memory(layer.dramRead.count + layer.dramWritten.count), layer.verdict.rawValue,
    ]
  }

  private func measuredCells(of layer: LayerAnalysis) -> [String] {
    guard let measured else { return [] }
    return [
      NumberText.si(measured[layer.index], unit: "s"), error(of: layer).map(signed) ?? "–",
    ]
  }

  private func memory(_ bytes: Int) -> String { NumberText.memory(bytes: bytes) }
}
