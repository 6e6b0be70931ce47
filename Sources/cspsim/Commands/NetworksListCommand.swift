import CommandLineParsing
import ModelZoo
import Reports

/// `cspsim networks list`
enum NetworksListCommand {
  private static let names = Flag("names", help: "Print only the names, one a line.")

  static let command: Command = Command(
    name: "list", summary: "List the networks that have a name.",
    discussion: [
      """
      The cross-stage-partial transform applies to each plain network that takes --fusion: \
      'resnet34 --fusion csp' is ResNet-34 split by the rule alone, every stage as wide as before, \
      under the name resnet34-csp-0.5. A network named csp… is as its authors have it, exceptions \
      to the rule included.
      """
    ],
    parameters: [names],
    examples: [
      Example("cspsim networks list", "Every network, with the options it takes."),
      Example(
        "cspsim networks show resnet34 --fusion csp --split-ratio 0.25",
        "A plain network, with a quarter of each stage's channels led past its blocks."),
    ]
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
