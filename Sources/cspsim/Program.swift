import CommandLineParsing

/// The program's commands, from which its parsing, help and completion follow.
enum Program {
  static let version = "0.1.0"

  static let command: Command = Command(
    name: "cspsim", summary: "Find where a CNN wastes a chip, and what would help.",
    examples: [
      Example("cspsim run tpu-v1 cspdarknet53", "Where does CSPDarknet-53 stall on a TPU v1?"),
      Example("cspsim networks show cspdarknet53", "The layers of a network, with their counts."),
    ],
    subcommands: [
      RunCommand.command, CompareCommand.command, SweepCommand.command, ExplainCommand.command,
      VerifyCommand.command, MeasureCommand.command, ComplexityCommand.command,
      ValidateCommand.command, CalibrateCommand.command, NetworksCommand.command,
      ProfilesCommand.command, ExportCommand.command, CompletionsCommand.command,
    ], isProgram: true)
}
