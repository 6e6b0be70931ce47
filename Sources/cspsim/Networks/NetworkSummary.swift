import LayerGraph
import ModelZoo
import Reports

/// What a network amounts to, below the table of its layers.
struct NetworkSummary {
  let network: Network
  /// The network's place in the catalogue, if it has one.
  let entry: CatalogueEntry?

  var text: String {
    let counts = network.counts
    let bflops = BFLOPs(counts)
    var table = TerminalTable([.init(network.name), .init("")])
    let rows: [[String]] = [
      ["input", "\(network.input), batch \(network.batch)"],
      ["layers", "\(network.layers.count)"],
      ["weights", "\(counts.weights) (convolution and linear)"],
      ["parameters", "\(counts.parameters) (all that are trained)"],
      ["MACs", "\(counts.macs) an image"],
      [
        "BFLOPs",
        """
        \(bflops.convolution) convolution, \(bflops.convolutionAndMaximum) with max-pooling, \
        \(bflops.total) with shortcuts
        """,
      ],
      [
        "CIO", "\(network.convolutionalInputOutput) elements in and out of convolution and pooling",
      ],
    ]
    for row in rows { table.append(row) }
    return table.text(width: .max, showsColour: false) + origin
  }

  private var origin: String {
    guard let entry else { return "" }
    return "\n\(entry.title): \(entry.summary)\nSource: \(entry.source)\n"
  }
}
