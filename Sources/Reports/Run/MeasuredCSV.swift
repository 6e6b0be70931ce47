import LayerGraph

/// Layers as measured on a real machine, in the columns of `layers.csv`.
///
/// What a clock can't tell, cycles and causes among it, is left empty; so a measured and a
/// simulated run can be joined by `index`.
public struct MeasuredCSV: Sendable {
  public let network: Network
  /// Seconds for the batch, by layer.
  public let seconds: [Double]

  public init(network: Network, seconds: [Double]) {
    precondition(seconds.count == network.layers.count, "one time for each layer")
    self.network = network
    self.seconds = seconds
  }

  /// Seconds for the batch.
  public var total: Double { seconds.reduce(0, +) }

  public var bytes: [UInt8] {
    let known = 10
    var csv = CSVText(columns: RunReport.layerColumns, reserving: 100 * (seconds.count + 2))
    for index in network.layers.indices {
      csv.append(network.layers[index], counts: network.counts(of: index), index, network.batch)
      csv.append("")
      csv.append(seconds[index])
      csv.append(total > 0 ? seconds[index] / total : 0)
      for _ in (known + 3)..<RunReport.layerColumns.count { csv.append("") }
      csv.endRow()
    }
    return csv.bytes
  }
}

extension CSVText {
  /// What a layer is: the columns that every table of layers begins with.
  mutating func append(
    _ layer: Layer, counts: LayerCounts, _ index: Int, _ batch: Int
  ) {
    append(index)
    append(layer.name)
    append(layer.operation.name)
    append(layer.stage)
    append(layer.block)
    append(layer.output.channels)
    append(layer.output.height)
    append(layer.output.width)
    append(counts.macs * batch)
    append(counts.weights)
  }
}
