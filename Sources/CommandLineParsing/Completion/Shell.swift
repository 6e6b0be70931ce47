/// A shell that completion scripts can be written for.
public enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// The script that completes the commands, options and values of a program.
  public func completionScript(for program: Command) -> String {
    let root = CommandPath(root: program)
    return switch self {
    case .bash: BashCompletion(root: root).script
    case .zsh: ZshCompletion(root: root).script
    case .fish: FishCompletion(root: root).script
    }
  }
}

/// What the scripts have in common.
extension CommandPath {
  /// The path as a shell function's name.
  var identifier: String {
    "_" + words.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  }

  /// Every spelling of the options that take a value, after the path: `cspsim run --out`.
  var optionsWithValue: [String] {
    last.options.filter { $0.kind == .option }
      .flatMap { option in option.spellings.map { "\(words) \($0)" } }
  }
}

extension Command {
  /// A shell command that prints the words of a dynamic completion, one a line.
  func shellCommand(printing arguments: [String]) -> String {
    ([name] + arguments).joined(separator: " ") + " 2>/dev/null"
  }
}
