/// A completion script for bash 3.2 and later, without the bash-completion package.
struct BashCompletion {
  let root: CommandPath

  var script: String {
    """
    # Completion of \(root.words) for bash. To use it:  source <(\(root.words) completions bash)
    \(root.identifier)() {
      local IFS=$'\\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
      local path=\(root.words) position=0 index
      # bash splits '--option=value' at the sign into three words.
      if [[ $current == = ]]; then current=
      elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for ((index = 1; index < COMP_CWORD; index++)); do
        case "$path ${COMP_WORDS[index]}" in
    \(lines(descents))
    \(lines(skips))
          *' -'*|*' =') ;;
          *) ((position++)) ;;
        esac
      done
      COMPREPLY=()
      case "$path $previous" in
    \(lines(optionValues))
      esac
      if [[ $current == -* ]]; then
        case "$path" in
    \(lines(optionNames))
        esac
        return
      fi
      case "$path $position" in
    \(lines(positions))
      esac
    }
    complete -F \(root.identifier) \(root.words)

    """
  }

  private func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") }

  private var descents: [String] {
    let patterns = root.all.dropFirst().map { "'\($0.words)'" }
    return ["      \(patterns.joined(separator: "|"))) path=\"$path ${COMP_WORDS[index]}\" ;;"]
  }

  private var skips: [String] {
    let patterns = root.all.flatMap(\.optionsWithValue).map { "'\($0)'" }
    guard !patterns.isEmpty else { return [] }
    return [
      "      \(patterns.joined(separator: "|")))",
      "        [[ ${COMP_WORDS[index+1]} == = ]] && ((index++))",
      "        ((index++));;",
    ]
  }

  private var optionValues: [String] {
    root.all.flatMap { path in
      path.last.options.filter { $0.kind == .option }.map { option in
        let patterns = option.spellings.map { "'\(path.words) \($0)'" }.joined(separator: "|")
        return "    \(patterns)) \(offer(option.completion))return ;;"
      }
    }
  }

  private var optionNames: [String] {
    root.all.map { path in
      let names = path.last.options.map(\.label)
      return "      '\(path.words)') \(offer(Completion(words: .fixed(names))));;"
    }
  }

  private var positions: [String] {
    root.all.flatMap { path -> [String] in
      let command = path.last
      guard command.subcommands.isEmpty else {
        let names = Completion(words: .fixed(command.subcommands.map(\.name)))
        return ["    '\(path.words) 0') \(offer(names));;"]
      }
      return command.arguments.enumerated().map { index, argument in
        let pattern = argument.isRepeatable ? "'\(path.words) '*" : "'\(path.words) \(index)'"
        return "    \(pattern)) \(offer(argument.completion));;"
      }
    }
  }

  /// Commands that add words and paths to the reply.
  private func offer(_ completion: Completion) -> String {
    (offer(completion.words) + offer(completion.paths)).map { $0 + "; " }.joined()
  }

  private func offer(_ words: Completion.Words) -> [String] {
    let list: String
    switch words {
    case .none: return []
    case .fixed(let fixed): list = "$'\(fixed.joined(separator: "\\n"))'"
    case .printed(let arguments): list = "\"$(\(shellCommand(arguments)))\""
    }
    return ["COMPREPLY+=($(compgen -W \(list) -- \"$current\"))"]
  }

  /// Paths are completed as file names, where bash is new enough to know `compopt`.
  private func offer(_ paths: Completion.Paths) -> [String] {
    let action: String
    switch paths {
    case .none: return []
    case .files: action = "-f"
    case .folders: action = "-d"
    }
    return [
      "COMPREPLY+=($(compgen \(action) -- \"$current\"))", "compopt -o filenames 2>/dev/null",
    ]
  }

  private func shellCommand(_ arguments: [String]) -> String {
    root.root.shellCommand(printing: arguments)
  }
}
