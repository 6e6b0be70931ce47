import LayerGraph
import Reports

/// A network's layers as a table for the terminal; counts are for one image.
struct NetworkTable {
  let network: Network

  var table: TerminalTable {
    var table = TerminalTable([
      .init("layer", minimumWidth: 12, importance: 9, cut: .inside),
      .init("stage", minimumWidth: 5, importance: 1),
      .init("operation", minimumWidth: 8, importance: 7),
      .init("window", importance: 4),
      .init("activation", importance: 2),
      .init("output", .right, importance: 5),
      .init("MACs", .right, importance: 8),
      .init("parameters", .right, importance: 6),
    ])
    for index in network.layers.indices { table.append(cells(index)) }
    let counts = network.counts
    table.appendFooter(["total", "", "", "", "", "", "\(counts.macs)", "\(counts.parameters)"])
    return table
  }

  private func cells(_ index: Int) -> [String] {
    let layer = network.layers[index]
    let counts = network.counts(of: index)
    return [
      layer.name, layer.stage, layer.operation.name, layer.operation.detail,
      layer.activation == .linear ? "" : layer.activation.name, "\(layer.output)",
      counts.macs == 0 ? "" : "\(counts.macs)",
      counts.parameters == 0 ? "" : "\(counts.parameters)",
    ]
  }
}
