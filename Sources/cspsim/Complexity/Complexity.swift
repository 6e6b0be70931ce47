import LayerGraph
import ModelZoo
import Reports

/// The work and data of networks side by side, for one image.
struct Complexity {
  let loads: [NetworkLoad]
  let dense: DenseTraffic

  init(networks: [Network]) {
    loads = networks.map(NetworkLoad.init)
    dense = DenseTraffic(networks: networks)
  }

  /// One network a row.
  var table: TerminalTable {
    var table = TerminalTable([
      .init("network", minimumWidth: 12, importance: 9),
      .init("input", .right, importance: 4),
      .init("parameters", .right, importance: 7),
      .init("MACs", .right, importance: 5),
      .init("BFLOPs", .right, importance: 8),
      .init("largest layer", .right, importance: 8),
      .init("in", minimumWidth: 8, importance: 1),
      .init("CIO", .right, importance: 6),
      .init("traffic", .right, importance: 2),
      .init("peak", .right, importance: 3),
    ])
    for load in loads { table.append(cells(load)) }
    return table
  }

  /// What the columns of `table` mean, for below it.
  static let legend = """
    BFLOPs: convolutions. CIO: elements in and out of convolution and pooling. Traffic: elements \
    that every layer reads and writes. Peak: elements alive at once.

    """

  var svg: [UInt8] {
    LoadChart(networks: loads.map { LoadChart.Network($0.network) }).svg()
  }

  /// One layer a row, the networks one after the other.
  var layersCSV: [UInt8] {
    var csv = CSVText(columns: [
      "network", "layer", "operation", "stage", "block", "output_channels", "output_height",
      "output_width", "macs", "bflops", "weights", "parameters", "input_elements",
      "output_elements",
    ])
    for network in loads.map(\.network) {
      for index in network.layers.indices { append(index, of: network, to: &csv) }
    }
    return csv.bytes
  }

  private func append(_ index: Int, of network: Network, to csv: inout CSVText) {
    let layer = network.layers[index]
    let counts = network.counts(of: index)
    for text in [network.name, layer.name, layer.operation.name, layer.stage, layer.block] {
      csv.append(text)
    }
    for extent in [layer.output.channels, layer.output.height, layer.output.width] {
      csv.append(extent)
    }
    csv.append(counts.macs)
    csv.append(2 * Double(counts.macs) / 1e9)
    csv.append(counts.weights)
    csv.append(counts.parameters)
    csv.append(network.inputShapes(of: index).reduce(0) { $0 + $1.elements })
    csv.append(layer.output.elements)
    csv.endRow()
  }

  private func cells(_ load: NetworkLoad) -> [String] {
    let network = load.network
    return [
      network.name, "\(network.input.height)×\(network.input.width)",
      NumberText.grouped(load.counts.parameters), NumberText.grouped(load.counts.macs),
      NumberText.fixed(load.bflops.convolution, decimals: 3),
      NumberText.fixed(load.largestBFLOPs, decimals: 5), network.layers[load.largest].name,
      NumberText.grouped(network.convolutionalInputOutput),
      NumberText.grouped(network.activationTraffic), NumberText.grouped(load.peakElements),
    ]
  }
}
