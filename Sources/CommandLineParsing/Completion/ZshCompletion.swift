/// A completion script for zsh: one function a command, made of `_arguments` specifications.
struct ZshCompletion {
  let root: CommandPath

  var script: String {
    let functions = root.all.map(function).joined(separator: "\n")
    return """
      #compdef \(root.words)
      # Completion of \(root.words) for zsh. To use it:  source <(\(root.words) completions zsh)
      \(functions)
      if [[ $funcstack[1] == \(root.identifier) ]]; then \(root.identifier) "$@"
      else compdef \(root.identifier) \(root.words)
      fi

      """
  }

  private func function(of path: CommandPath) -> String {
    let command = path.last
    let specifications =
      command.options.map(option)
      + (command.subcommands.isEmpty ? command.arguments.map(argument) : [])
    let body = specifications.map { " \\\n    " + $0 }.joined()
    guard !command.subcommands.isEmpty else {
      return "\(path.identifier)() {\n  _arguments -s\(body)\n}"
    }
    return """
      \(path.identifier)() {
        local line state
        _arguments -C\(body) \\
          '1:command:->command' '*::argument:->argument'
        case $state in
          command)
            local -a commands=(\(descriptions(of: command)))
            _describe command commands ;;
          argument)
            case $line[1] in
      \(dispatches(of: path))
            esac ;;
        esac
      }
      """
  }

  private func descriptions(of command: Command) -> String {
    command.subcommands.map { quoted("\($0.name):\($0.summary)") }.joined(separator: " ")
  }

  private func dispatches(of path: CommandPath) -> String {
    path.last.subcommands
      .map { "        \($0.name)) \(path.appending($0).identifier) ;;" }
      .joined(separator: "\n")
  }

  /// `'*--set=[Help.]:PATH=VALUE:action'`; a star allows repetition, and an option that was given
  /// in one spelling isn't offered in the other.
  private func option(_ option: Parameter) -> String {
    let value = option.kind == .flag ? "" : ":\(escaped(option.placeholder)):\(action(option))"
    return option.spellings.map { spelling in
      let isLong = spelling.hasPrefix("--")
      let sign = option.kind == .flag ? "" : isLong ? "=" : "+"
      let isRepeatable = option.isRepeatable && option.kind == .option
      let prefix = isRepeatable ? "*" : "(\(option.spellings.joined(separator: " ")))"
      return quoted("\(prefix)\(spelling)\(sign)[\(escaped(option.help))]\(value)")
    }.joined(separator: " ")
  }

  private func argument(_ argument: Parameter) -> String {
    let star = argument.isRepeatable ? "*" : ""
    return quoted("\(star):\(escaped(argument.placeholder)):\(action(argument))")
  }

  private func action(_ parameter: Parameter) -> String {
    var actions: [String] = []
    switch parameter.completion.words {
    case .none: break
    case .fixed(let words): actions.append("compadd -- \(words.joined(separator: " "))")
    case .printed(let arguments):
      let command = root.root.shellCommand(printing: arguments)
      actions.append("compadd -- ${(f)\"$(\(command))\"}")
    }
    switch parameter.completion.paths {
    case .none: break
    case .files: actions.append("_files")
    case .folders: actions.append("_files -/")
    }
    return actions.isEmpty ? " " : "{\(actions.joined(separator: "; "))}"
  }

  /// Brackets and colons end a specification's parts.
  private func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}
