import CommandLineParsing
import ModelZoo
import Reports

/// `cspsim networks list`
enum NetworksListCommand {
  private static let names = Flag("names", help: "Print only the names, one a line.")

  static let command: Command = Command(
    name: "list", summary: "List the networks that have a name.", parameters: [names]
  ) { arguments in
    guard !arguments.has(names) else {
      return try StandardOutput.write(ModelZoo.names.map { $0 + "\n" }.joined())
    }
    var table = TerminalTable([
      .init("name", importance: 3), .init("input", .right, importance: 1),
      .init("network", minimumWidth: 10, importance: 2),
      .init("options", minimumWidth: 10, importance: 0),
    ])
    for entry in ModelZoo.entries {
      let options = entry.accepts.map { "--\($0.rawValue)" }.joined(separator: " ")
      table.append([
        entry.name, "\(entry.input.height)×\(entry.input.width)", entry.title, options,
      ])
    }
    try StandardOutput.write(Terminal.current.text(table))
  }
}
