/// A command of the program: either one that does something, or a group of commands.
///
/// The same value drives parsing, `--help` and shell completion, so that they can't disagree.
///
///     let batch = Option("batch", .integer(in: 1...1024), help: "Images processed together.")
///     let show = Command(name: "show", summary: "Show a network.", parameters: [batch]) {
///       print($0.value(of: batch) ?? 1)
///     }
public struct Command: Sendable {
  public typealias Action = @Sendable (ParsedArguments) throws -> Void

  public let name: String
  /// One sentence, for lists of commands and the head of the help.
  public let summary: String
  /// Paragraphs that the help prints after the summary.
  public let discussion: [String]
  public let examples: [Example]
  public let subcommands: [Command]
  /// What the command does with its arguments; a group has none.
  public let action: Action?
  let parameters: [Parameter]

  /// A command that does something; with subcommands it takes options but no arguments.
  public init(
    name: String, summary: String, discussion: [String] = [], parameters: [any Declaration],
    examples: [Example] = [], subcommands: [Command] = [], action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters.map(\.parameter) + [.help]
    self.examples = examples
    self.subcommands = subcommands
    self.action = action
  }

  /// A group of commands.
  public init(
    name: String, summary: String, discussion: [String] = [], examples: [Example] = [],
    subcommands: [Command], isProgram: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.parameters = (isProgram ? [.version] : []) + [.help]
    self.examples = examples
    self.subcommands = subcommands
    self.action = nil
  }

  var arguments: [Parameter] { parameters.filter { $0.kind == .argument } }
  var options: [Parameter] { parameters.filter { $0.kind != .argument } }

  func option(spelt spelling: String) -> Parameter? {
    options.first { $0.spellings.contains(spelling) }
  }

  func subcommand(named name: String) -> Command? {
    subcommands.first { $0.name == name }
  }
}

/// A line that a user can copy, and what it is good for.
public struct Example: Hashable, Sendable {
  public let line: String
  public let purpose: String

  public init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

/// The commands from the program down to one of its commands.
public struct CommandPath: Sendable {
  public let root: Command
  let descent: [Command]

  init(root: Command, descent: [Command] = []) {
    self.root = root
    self.descent = descent
  }

  /// The command that the path leads to.
  public var last: Command { descent.last ?? root }

  /// As it is typed: `cspsim networks show`.
  public var words: String { ([root] + descent).map(\.name).joined(separator: " ") }

  /// Where the user finds what the command takes.
  public var hint: String { "Try '\(words) --help'." }

  func appending(_ command: Command) -> CommandPath {
    CommandPath(root: root, descent: descent + [command])
  }

  /// This path and every path below it, parents first.
  var all: [CommandPath] {
    [self] + last.subcommands.flatMap { appending($0).all }
  }
}
