import Analysis
import JSONText

extension RunReport {
  /// Each fused group beside the same layers one after another; `nil` if none was asked for.
  public func fusionTable() -> TerminalTable? {
    guard let fusion = run.fusion, !fusion.gains.isEmpty else { return nil }
    var table = TerminalTable([
      .init("depth-first", minimumWidth: 20, importance: 9, cut: .inside),
      .init("bands", .right, importance: 6), .init("MMACs", .right, importance: 4),
      .init("again", .right, importance: 7), .init("DRAM", .right, importance: 8),
      .init("layer by layer", .right, importance: 8), .init("time", .right, importance: 5),
      .init("layer by layer", .right, importance: 5),
    ])
    for gain in fusion.gains {
      table.append([
        name(of: gain), "\(gain.group.bands[0].count)",
        NumberText.fixed(Double(gain.macs) / 1e6, decimals: 1),
        "+" + NumberText.percent(Double(gain.recomputedMACs) / Double(max(1, gain.macs))),
        NumberText.memory(bytes: gain.dram.count),
        NumberText.memory(bytes: gain.dramLayerByLayer.count),
        NumberText.si(seconds(gain.arrayCycles), unit: "s"),
        NumberText.si(seconds(gain.arrayCyclesLayerByLayer), unit: "s"),
      ])
    }
    return table
  }

  /// What the whole run gains by it, in a sentence; `nil` if it was not asked for.
  public func fusionSentence() -> String? {
    guard let fusion = run.fusion else { return nil }
    guard !fusion.gains.isEmpty else {
      return "Depth-first, no chain of convolutions makes the run faster: layer by layer it is."
    }
    let before = fusion.makespanLayerByLayer.seconds(at: run.clock)
    return "Depth-first in \(fusion.gains.count) groups: \(NumberText.si(run.seconds, unit: "s")) "
      + "instead of \(NumberText.si(before, unit: "s")), "
      + "\(NumberText.memory(bytes: run.dramTraffic.count)) over DRAM instead of "
      + "\(NumberText.memory(bytes: fusion.dramLayerByLayer.count)), for "
      + "\(NumberText.percent(Double(run.recomputedMACs) / Double(max(1, run.macs)))) more MACs."
  }

  private func name(of gain: FusionGains.Gain) -> String {
    let layers = run.network.layers[gain.group.layers]
    return "\(layers.first?.name ?? "") – \(layers.last?.name ?? "")"
  }

  /// One row for each fused group.
  func fusionCSV() -> [UInt8] {
    var csv = CSVText(columns: [
      "first_layer", "last_layer", "layers", "bands", "macs", "recomputed_macs", "dram_bytes",
      "dram_bytes_layer_by_layer", "time_s", "time_s_layer_by_layer",
    ])
    for gain in run.fusion?.gains ?? [] {
      let layers = run.network.layers[gain.group.layers]
      csv.append(layers.first?.name ?? "")
      csv.append(layers.last?.name ?? "")
      csv.append(layers.count)
      csv.append(gain.group.bands[0].count)
      csv.append(gain.macs)
      csv.append(gain.recomputedMACs)
      csv.append(gain.dram.count)
      csv.append(gain.dramLayerByLayer.count)
      csv.append(seconds(gain.arrayCycles))
      csv.append(seconds(gain.arrayCyclesLayerByLayer))
      csv.endRow()
    }
    return csv.bytes
  }

  /// `null` if running depth-first was not allowed.
  var fusionJSON: JSONOutput {
    guard let fusion = run.fusion else { return .null }
    return [
      "cycles_layer_by_layer": .integer(fusion.makespanLayerByLayer.count),
      "dram_bytes_layer_by_layer": .integer(fusion.dramLayerByLayer.count),
      "recomputed_macs": .integer(run.recomputedMACs),
      "groups": .array(
        fusion.gains.map { gain in
          [
            "layers": .array(
              run.network.layers[gain.group.layers].map { .string($0.name) }),
            "bands": .integer(gain.group.bands[0].count), "macs": .integer(gain.macs),
            "recomputed_macs": .integer(gain.recomputedMACs),
            "dram_bytes": .integer(gain.dram.count),
            "dram_bytes_layer_by_layer": .integer(gain.dramLayerByLayer.count),
            "seconds": .number(seconds(gain.arrayCycles)),
            "seconds_layer_by_layer": .number(seconds(gain.arrayCyclesLayerByLayer)),
          ]
        }),
    ]
  }
}
