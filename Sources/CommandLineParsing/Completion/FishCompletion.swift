/// A completion script for fish: a function that finds the command being typed, then one line for
/// each thing that can follow.
struct FishCompletion {
  let root: CommandPath

  var script: String {
    ([finder, "complete -c \(root.words) -f"] + root.all.flatMap(completions))
      .joined(separator: "\n") + "\n"
  }

  private var finder: String {
    let descents = root.all.dropFirst().map { "'\($0.words)'" }.joined(separator: " ")
    let skips = root.all.flatMap(\.optionsWithValue).map { "'\($0)'" }.joined(separator: " ")
    return """
      # Completion of \(root.words) for fish. To use it:  \(root.words) completions fish | source
      # Succeeds if the command line is at the command $argv[1] and, if asked, past $argv[2] to
      # $argv[3] of its arguments.
      function _\(root.identifier)_at
        set -l path \(root.words)
        set -l position 0
        set -l skips no
        for word in (commandline -opc)[2..-1]
          if test $skips = yes
            set skips no
            continue
          end
          switch "$path $word"
            case \(descents)
              set path "$path $word"
            case \(skips.isEmpty ? "''" : skips)
              set skips yes
            case '* -*'
            case '*'
              set position (math $position + 1)
          end
        end
        test "$path" = "$argv[1]"; or return 1
        test (count $argv) -lt 2; and return 0
        test $position -ge $argv[2] -a $position -le $argv[3]
      end
      """
  }

  private func completions(of path: CommandPath) -> [String] {
    let command = path.last
    return command.subcommands.map { subcommand in
      line(at: path, positions: 0...0, "-a \(subcommand.name) -d \(quoted(subcommand.summary))")
    } + command.options.map { line(at: path, option($0)) }
      + command.arguments.enumerated().map { index, argument in
        let positions = argument.isRepeatable ? index...9999 : index...index
        return line(at: path, positions: positions, offer(argument.completion))
      }
  }

  private func line(
    at path: CommandPath, positions: ClosedRange<Int>? = nil, _ rest: String
  ) -> String {
    let range = positions.map { " \($0.lowerBound) \($0.upperBound)" } ?? ""
    let condition = quoted("_\(root.identifier)_at \"\(path.words)\"\(range)")
    return "complete -c \(root.words) -n \(condition) \(rest)"
  }

  private func option(_ option: Parameter) -> String {
    let short = option.short.map { "-s \($0) " } ?? ""
    let value = option.kind == .flag ? "" : "-x \(offer(option.completion))"
    return "\(short)-l \(option.label.dropFirst(2)) \(value)-d \(quoted(option.help))"
  }

  private func offer(_ completion: Completion) -> String {
    var parts: [String] = []
    switch completion.words {
    case .none: break
    case .fixed(let words): parts.append(words.joined(separator: " "))
    case .printed(let arguments):
      parts.append("(\(root.root.shellCommand(printing: arguments)))")
    }
    switch completion.paths {
    case .none: break
    case .files: parts.append("(__fish_complete_path (commandline -ct))")
    case .folders: parts.append("(__fish_complete_directories (commandline -ct))")
    }
    return parts.isEmpty ? "" : "-a \(quoted(parts.joined(separator: " "))) "
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
