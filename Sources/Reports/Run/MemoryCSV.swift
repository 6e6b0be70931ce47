import Analysis

extension RunReport {
  /// One row for each tensor and each layer's weights: where it lay, when, and its traffic.
  ///
  /// The bytes read and written add up to those of the run over DRAM and the host link.
  public func memoryCSV() -> [UInt8] {
    var csv = CSVText(columns: [
      "tensor", "kind", "place", "address", "bytes", "start_cycle", "end_cycle",
      "layers_passed_by", "read_bytes", "written_bytes",
    ])
    let memory = MemoryAnalysis(run.simulation)
    for tensor in memory.tensors { append(tensor, to: &csv) }
    for (layer, traffic) in memory.weightTraffic.enumerated() where traffic.count > 0 {
      appendWeights(of: layer, traffic: traffic.count, to: &csv)
    }
    return csv.bytes
  }

  private func append(_ tensor: TensorUse, to csv: inout CSVText) {
    csv.append(run.network.layers[tensor.layer].name)
    csv.append("activations")
    csv.append(tensor.place.rawValue)
    if let address = tensor.address { csv.append(address) } else { csv.append("") }
    csv.append(tensor.bytes.count)
    csv.append(tensor.life.lowerBound)
    csv.append(tensor.life.upperBound)
    csv.append(tensor.layersPassedBy)
    csv.append(tensor.read.count)
    csv.append(tensor.written.count)
    csv.endRow()
  }

  private func appendWeights(of layer: Int, traffic: Int, to csv: inout CSVText) {
    csv.append(run.network.layers[layer].name)
    csv.append("weights")
    csv.append(TensorUse.Place.dram.rawValue)
    csv.append("")
    csv.append(run.network.counts(of: layer).weights * run.simulation.elementBytes)
    for _ in 0..<3 { csv.append("") }
    csv.append(traffic)
    csv.append(0)
    csv.endRow()
  }
}
