import CommandLineParsing
import JSONText
import LayerGraph
import ModelImport
import Reports

/// `cspsim networks export NETWORK`
enum NetworksExportCommand {
  /// The formats that a network can be written in.
  enum Format: String, CaseIterable {
    case onnx
    /// darknet's.
    case cfg
    /// Graphviz's.
    case dot
    /// That of `networks show --json`.
    case json
  }

  private static let format = Option(
    "format", ValueType<Format>.choice("FORMAT"),
    help: "onnx, darknet's cfg, Graphviz's dot or json as 'networks show'; onnx if not given.")
  private static let out = Option(
    "out", short: "o", .text("FILE", completion: Completion(paths: .files)),
    help: "The file to write; NETWORK.FORMAT if not given.")

  static let command: Command = Command(
    name: "export", summary: "Write a network to a file that other programs read.",
    discussion: [
      """
      An ONNX file has weights that are made up, the same every time, so that it can be executed \
      and measured elsewhere.
      """
    ],
    parameters: [NetworkChoices.network, format, out] + NetworkChoices.options,
    examples: [
      Example(
        "cspsim networks export cspresnet50 --split-ratio 0.25 --out quarter.onnx",
        "A variant of a network, to be run or measured elsewhere."),
      Example(
        "cspsim networks export csppeleenet --format dot --out csppeleenet.dot",
        "A graph for Graphviz to draw."),
    ]
  ) { arguments in
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let network = try source.network(NetworkRequest(arguments))
    let format = arguments.value(of: format) ?? .onnx
    let path = arguments.value(of: out) ?? "\(FileName.safe(network.name)).\(format.rawValue)"
    try AtomicFiles.write([OutputFile(path: path, bytes: bytes(of: network, as: format))])
    try StandardOutput.write("Wrote \(path)\n")
  }

  private static func bytes(of network: Network, as format: Format) throws -> [UInt8] {
    switch format {
    case .onnx: try ONNXExporter.bytes(for: network)
    case .cfg: try Array(DarknetExporter.text(network).utf8)
    case .dot: Array(DotExporter.text(network).utf8)
    case .json: try NetworkDocument(network: network).json.bytes(layout: .pretty)
    }
  }
}
