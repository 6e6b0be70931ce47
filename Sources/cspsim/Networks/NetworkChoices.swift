import CommandLineParsing
import LayerGraph
import ModelImport
import ModelZoo

/// The argument and options by which every command is told its network.
enum NetworkChoices {
  static let network = Argument(
    networkType, help: "A network's name, or a file that describes one.")
  static let networks = Argument(
    networkType, isRepeatable: true, help: "Networks by name or file.")

  static let input = Option(
    "input", inputType, help: "The image's height and width, such as 416x416 or 416.")
  static let batch = Option(
    "batch", .integer(in: 1...65_536), help: "Images processed together; 1 if not given.")
  static let splitRatio = Option(
    "split-ratio", .number("RATIO", above: 0, below: 1),
    help: "The share of a stage's channels that bypasses its blocks.")
  static let fusion = Option(
    "fusion", ValueType<FusionMode>.choice("MODE"),
    help: "How a stage's halves join: none, csp, first or last.")
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

  private static let networkType = ValueType<String>.text(
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

extension NetworkOptions {
  /// What the command line asks of a network by name.
  init(_ arguments: ParsedArguments) {
    self.init(
      input: arguments.value(of: NetworkChoices.input),
      batch: arguments.value(of: NetworkChoices.batch) ?? 1,
      splitRatio: arguments.value(of: NetworkChoices.splitRatio),
      fusion: arguments.value(of: NetworkChoices.fusion),
      split: arguments.value(of: NetworkChoices.split),
      growthRate: arguments.value(of: NetworkChoices.growthRate),
      compression: arguments.value(of: NetworkChoices.compression))
  }

  /// The first option that only networks by name have.
  var structural: NetworkOption? {
    if splitRatio != nil { return .splitRatio }
    if fusion != nil { return .fusion }
    if split != nil { return .split }
    if growthRate != nil { return .growthRate }
    return compression != nil ? .compression : nil
  }
}
