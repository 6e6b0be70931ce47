import Analysis
import LayerGraph

extension RunReport {
  /// One row for each layer: what it is, what it took, and where its time went.
  ///
  /// Cycles are of the device's clock, averaged over its arrays; those of the causes add up to
  /// `cycles`, and those of all layers to the run's.
  public func layersCSV() -> [UInt8] {
    let columns =
      Self.layerColumns + (run.energy == nil ? [] : Self.energyColumns)
      + (measured == nil ? [] : Self.measuredColumns)
    var csv = CSVText(columns: columns, reserving: 160 * (run.layers.count + 2))
    for layer in run.layers { append(layer, to: &csv) }
    return csv.bytes
  }

  static let layerColumns =
    [
      "index", "layer", "operation", "stage", "block", "output_channels", "output_height",
      "output_width", "macs", "weights", "cycles", "time_s", "share",
      "array_utilisation", "verdict", "dram_read_bytes", "dram_write_bytes", "host_bytes",
    ] + Cause.allCases.map { $0.key + "_cycles" }

  /// Beside the columns of every run, if the profile has energy figures; empty where it lacks one.
  static let energyColumns = ["energy_j"] + EnergyCause.allCases.map { $0.key + "_energy_j" }

  /// Beside the columns of every run, if the layers were timed on the device itself.
  static let measuredColumns = ["measured_time_s", "error"]

  private func append(_ layer: LayerAnalysis, to csv: inout CSVText) {
    csv.append(
      run.network.layers[layer.index], counts: run.network.counts(of: layer.index), layer.index,
      run.network.batch)
    appendTimes(of: layer, to: &csv)
    csv.append(layer.dramRead.count)
    csv.append(layer.dramWritten.count)
    csv.append(layer.hostTraffic.count)
    for cause in Cause.allCases { csv.append(run.cycles(layer.attribution[cause])) }
    appendEnergy(of: layer, to: &csv)
    if let measured {
      csv.append(measured[layer.index])
      if let error = error(of: layer) { csv.append(error) } else { csv.append("") }
    }
    csv.endRow()
  }

  private func appendEnergy(of layer: LayerAnalysis, to csv: inout CSVText) {
    guard let energy = run.energy else { return }
    csv.append(energy.layers[layer.index].total)
    for cause in EnergyCause.allCases {
      if energy.unknown.contains(cause) {
        csv.append("")
      } else {
        csv.append(energy.layers[layer.index][cause])
      }
    }
  }

  private func appendTimes(of layer: LayerAnalysis, to csv: inout CSVText) {
    let total = layer.attribution.total
    csv.append(run.cycles(total))
    csv.append(seconds(total))
    csv.append(run.share(total))
    csv.append(utilisation(of: layer))
    csv.append(layer.verdict.rawValue)
  }

  /// The layer's MACs over those that the arrays could have done in its time; of a Winograd kernel,
  /// the fewer ones that it does.
  func utilisation(of layer: LayerAnalysis) -> Double {
    let possible =
      run.cycles(layer.attribution.total) * Double(run.simulation.peakMACsPerCycle)
    let done = Double(layer.macs) * run.simulation.multiplications(of: layer.index)
    return possible > 0 ? done / possible : 0
  }
}
