/// The help of a command, wrapped to a width.
public struct HelpText: Sendable {
  private let path: CommandPath
  private let width: Int

  /// - Parameter width: in columns; at least 40 are used, and at most 100, past which lines are
  ///   hard to read.
  public init(_ path: CommandPath, width: Int) {
    self.path = path
    self.width = min(max(width, 40), 100)
  }

  private var command: Command { path.last }

  /// The whole text, ending in a line break.
  public var text: String {
    let sections: [[String]] =
      [
        wrap("\(path.words): \(command.summary)", indent: 0),
        ["Usage: " + usage],
      ]
      + command.discussion.map { wrap($0, indent: 0) }
      + [
        table("Commands:", command.subcommands.map { ($0.name, $0.summary) }),
        table("Arguments:", command.arguments.map { ($0.label, sentence($0)) }),
        table("Options:", command.options.map { (heading(of: $0), sentence($0)) }),
        exampleLines,
        closing,
      ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var usage: String {
    let arguments = command.arguments.map { argument in
      let label = argument.label + (argument.isRepeatable ? "..." : "")
      return argument.isOptional ? "[\(label)]" : label
    }
    let own = ([path.words] + arguments + ["[options]"]).joined(separator: " ")
    guard !command.subcommands.isEmpty else { return own }
    return "\(path.words) COMMAND" + (command.action == nil ? "" : " or \(own)")
  }

  private var closing: [String] {
    guard !command.subcommands.isEmpty else { return [] }
    return ["See '\(path.words) COMMAND --help' for each command."]
  }

  private func sentence(_ parameter: Parameter) -> String {
    parameter.kind == .option && parameter.isRepeatable
      ? parameter.help + " May be repeated." : parameter.help
  }

  private func heading(of option: Parameter) -> String {
    let dashes = option.short.map { "-\($0), " } ?? "    "
    let value = option.placeholder.isEmpty ? "" : " " + option.placeholder
    return dashes + option.label + value
  }

  private var exampleLines: [String] {
    guard !command.examples.isEmpty else { return [] }
    return ["Examples:"]
      + command.examples.flatMap { ["  " + $0.line] + wrap($0.purpose, indent: 6) }
  }

  /// Two columns; where the first would take more than half of the width, the second starts on a
  /// line of its own.
  private func table(_ title: String, _ rows: [(String, String)]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widest = rows.map(\.0.count).max() ?? 0
    let column = min(widest + 4, width / 2)
    return [title]
      + rows.flatMap { name, explanation -> [String] in
        let lines = wrap(explanation, indent: column)
        let head = "  " + name
        guard head.count + 2 <= column, let first = lines.first else { return [head] + lines }
        let gap = String(repeating: " ", count: column - head.count)
        return [head + gap + first.drop { $0 == " " }] + lines.dropFirst()
      }
  }

  private func wrap(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [margin + line]
  }
}
