import CommandLineParsing

/// `cspsim completions SHELL`
enum CompletionsCommand {
  private static let shell = Argument(
    ValueType<Shell>.choice("SHELL"), help: "The shell: bash, zsh or fish.")

  static let command: Command = Command(
    name: "completions", summary: "Print a script that completes commands in a shell.",
    discussion: ["Names of networks and profiles are completed too."], parameters: [shell],
    examples: [
      Example("source <(cspsim completions bash)", "Complete in this bash; zsh is alike."),
      Example(
        "cspsim completions fish > ~/.config/fish/completions/cspsim.fish",
        "Complete in every fish from now on."),
    ]
  ) { arguments in
    let shell = try arguments.value(of: shell)
    try StandardOutput.write(shell.completionScript(for: Program.command))
  }
}
