import CommandLineParsing

/// `cspsim networks …`
enum NetworksCommand {
  static let command: Command = Command(
    name: "networks", summary: "List and show the networks, by name or from a file.",
    examples: [
      Example("cspsim networks list", "Every network that has a name."),
      Example("cspsim networks show ./mine.cfg", "The layers of a network of your own."),
    ],
    subcommands: [
      NetworksListCommand.command, NetworksShowCommand.command, NetworksCheckCommand.command,
      NetworksExportCommand.command,
    ])
}
