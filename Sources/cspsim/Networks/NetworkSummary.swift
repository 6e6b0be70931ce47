import LayerGraph
import ModelZoo
import Reports

/// What a network amounts to, below the table of its layers.
struct NetworkSummary {
  let network: Network
  /// The network's place in the catalogue, if it has one.
  let entry: CatalogueEntry?

  /// - Throws: `ZooError` if a published version of the network can't be made.
  var text: String {
    get throws { try Terminal.current.text(counts) + origin }
  }

  private var counts: TerminalTable {
    let counts = network.counts
    let bflops = BFLOPs(counts)
    var table = TerminalTable([.init(network.name), .init("", minimumWidth: 20)])
    table.append(["input", "\(network.input), batch \(network.batch)"])
    table.append(["layers", "\(network.layers.count)"])
    table.append(["weights", "\(NumberText.grouped(counts.weights)) (convolution and linear)"])
    table.append(["parameters", "\(NumberText.grouped(counts.parameters)) (all that are trained)"])
    table.append(["MACs", "\(NumberText.grouped(counts.macs)) an image"])
    table.append(["BFLOPs", "\(bflops.convolution) in convolutions"])
    table.append(["", "\(bflops.convolutionAndMaximum) with max-pooling"])
    table.append(["", "\(bflops.total) with max-pooling and shortcuts"])
    table.append([
      "CIO",
      "\(NumberText.grouped(network.convolutionalInputOutput)) elements in and out of convolution "
        + "and pooling",
    ])
    return table
  }

  private var origin: String {
    get throws {
      guard let entry else { return "" }
      guard network.name == entry.name else {
        return
          "\nNot a published network: \(entry.title), split by the cross-stage-partial transform.\n"
          + "\(entry.title): \(entry.summary)\nSource: \(entry.source)\n"
      }
      let about = "\n\(entry.title): \(entry.summary)\nSource: \(entry.source)\n"
      let checks = try entry.checks()
      guard !checks.isEmpty else { return about }
      return about + "\n" + Terminal.current.text(PublishedFigures(checks: checks).table)
    }
  }
}
