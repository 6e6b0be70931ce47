import CommandLineParsing
import JSONText
import LayerGraph
import Reports

/// `cspsim networks show NETWORK`
enum NetworksShowCommand {
  private static let json = Flag("json", help: "Print JSON, for other programs.")

  static let command: Command = Command(
    name: "show", summary: "Show a network's layers, shapes, MACs and parameters.",
    discussion: ["MACs, parameters and BFLOPs are for one image."],
    parameters: [NetworkChoices.network, json] + NetworkChoices.options,
    examples: [
      Example("cspsim networks show cspdarknet53 --input 416x416", "At another image size."),
      Example("cspsim networks show ./mine.cfg --json", "A network of your own, for a script."),
    ]
  ) { arguments in
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let network = try source.network(NetworkRequest(arguments))
    guard !arguments.has(json) else {
      return try StandardOutput.write(NetworkDocument(network: network).json.text(layout: .pretty))
    }
    let layers = Terminal.current.text(NetworkTable(network: network).table)
    let summary = try NetworkSummary(network: network, entry: source.entry).text
    try StandardOutput.write(layers + "\n" + summary)
  }
}
