import CommandLineParsing

/// A program small enough to read, with one of everything that can be declared.
enum Sample {
  enum Order: String, CaseIterable, Sendable {
    case size
    case name
  }

  static let batch = Option("batch", .integer(in: 1...16), help: "Images processed together.")
  static let ratio = Option(
    "ratio", .number("R", above: 0, below: 1), help: "The share that bypasses.")
  static let order = Option("order", Order.type, help: "How rows are sorted.")
  static let set = Option("set", .text("PATH=VALUE"), isRepeatable: true, help: "Changes a figure.")
  static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where files go.")
  static let quiet = Flag("quiet", short: "q", help: "Prints nothing.")
  static let device = Argument(
    .text("DEVICE", completion: Completion(words: .printed(by: ["devices", "--names"]))),
    help: "A device's name.")
  static let nets = Argument(
    .text("NET", completion: Completion(words: .fixed(["alpha", "beta"]), paths: .files)),
    isRepeatable: true, help: "Networks to run, by name or file.")

  static let topic = Argument(.text("TOPIC"), isOptional: true, help: "What to list.")

  static let run = Command(
    name: "run", summary: "Run networks on a device.",
    discussion: ["Every option has a default; the defaults suit a first look at a network."],
    parameters: [device, nets, batch, ratio, order, set, out, quiet],
    examples: [Example("sample run chip alpha", "One network.")]
  ) { _ in }

  static let list = Command(
    name: "list", summary: "List the devices.", parameters: [topic]
  ) { _ in }

  static let program = Command(
    name: "sample", summary: "Try things out.",
    subcommands: [
      run, Command(name: "devices", summary: "Look at devices.", subcommands: [list]),
    ], isProgram: true)

  /// The arguments of a command line that must be one of `run`.
  static func arguments(_ line: String) throws -> ParsedArguments {
    let invocation = try program.parse(line.split(separator: " ").map(String.init))
    guard case .run(_, let arguments) = invocation else { throw Unexpected(line: line) }
    return arguments
  }

  struct Unexpected: Error { let line: String }
}

extension Sample.Order {
  static let type = ValueType<Sample.Order>.choice("ORDER")
}
