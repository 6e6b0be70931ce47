import CommandLineParsing
import LayerGraph
import ModelZoo

/// The argument and options by which every command is told its network.
enum NetworkChoices {
  static let network = Argument(
    type, help: "A network's name, or a file that describes one.")
  static let networks = Argument(
    type, isRepeatable: true, help: "Networks by name or file.")

  static let input = Option(
    "input", inputType, help: "The image's height and width, such as 416x416 or 416.")
  static let batch = Option(
    "batch", .integer(in: 1...65_536), help: "Images processed together; 1 if not given.")
  static let splitRatio = Option(
    "split-ratio", .number("RATIO", above: 0, below: 1),
    help:
      "The share of a stage's channels that bypasses its blocks; by name or in JSON. It makes a "
      + "plain network a cross-stage-partial one, as --split does.")
  static let fusion = Option(
    "fusion", ValueType<FusionMode>.choice("MODE"),
    help: "How a stage's halves join: none, csp, first or last. Plain networks: none, "
      + "or csp where --split-ratio or --split is given.")
  static let split = Option(
    "split", ValueType<SplitKind>.choice("KIND"),
    help: "How a stage's input is halved: by convolutions or slice.")
  static let growthRate = Option(
    "growth-rate", .integer(in: 2...4096), help: "The channels that a dense layer adds.")
  static let compression = Option(
    "compression", .number("SHARE"),
    help: "The share of channels that a dense network's transitions keep.")
  static let allowsUnsupported = Flag(
    "allow-unsupported", help: "Take an unknown ONNX operator for a pass over its elements.")

  /// All options, for a command's parameters.
  static let options: [any Declaration] = [
    input, batch, splitRatio, fusion, split, growthRate, compression, allowsUnsupported,
  ]

  static let type = ValueType<String>.text(
    "NETWORK", expected: "a network's name or a file",
    completion: Completion(words: .printed(by: ["networks", "list", "--names"]), paths: .files))

  private static let inputType = ValueType<Spatial>(
    placeholder: "SIZE",
    expected: "a height and a width up to \(Limits.extent), such as 416x416, or one for both"
  ) { text in
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1],
      (1...Limits.extent).contains(height), (1...Limits.extent).contains(width)
    else { return nil }
    return Spatial(height: height, width: width)
  }
}
