import DidYouMean

/// What a command line asks for.
public enum Invocation: Sendable {
  case run(Command.Action, ParsedArguments)
  case help(CommandPath)
  case version
}

extension Command {
  /// Understands the words after the program's name.
  ///
  /// Options may stand anywhere after their command; after `--` every word is an argument.
  ///
  /// - Throws: `UsageError` for the first word that can't be understood.
  public func parse(_ words: [String]) throws(UsageError) -> Invocation {
    var parser = Parser(program: self, words: words)
    return try parser.parse()
  }
}

/// One pass over the words of a command line.
struct Parser {
  private var words: ArraySlice<String>
  private var arguments: ParsedArguments
  private var pending: ArraySlice<Parameter>

  init(program: Command, words: [String]) {
    self.words = words[...]
    self.arguments = ParsedArguments(path: CommandPath(root: program))
    self.pending = program.arguments[...]
  }

  private var path: CommandPath { arguments.path }
  private var command: Command { path.last }

  mutating func parse() throws(UsageError) -> Invocation {
    if words.isEmpty { return .help(path) }
    var onlyArguments = false
    while let word = words.popFirst() {
      if onlyArguments || !word.hasPrefix("-") || word == "-" {
        try take(word)
      } else if word == "--" {
        onlyArguments = true
      } else if let outcome = try takeOption(word) {
        return outcome
      }
    }
    return try finished()
  }

  private func finished() throws(UsageError) -> Invocation {
    guard let action = command.action else {
      throw .missingCommand(in: path.words, known: command.subcommands.map(\.name))
    }
    if let missing = pending.first, !missing.isOptional, !arguments.has(missing) {
      throw .missingArgument(missing.label, command: path.words)
    }
    return .run(action, arguments)
  }

  /// A word without a dash names a command of a group, or else is the next argument; a group that
  /// takes arguments itself gets the words that name no command of it.
  private mutating func take(_ word: String) throws(UsageError) {
    let isCommand = command.arguments.isEmpty || command.subcommand(named: word) != nil
    guard command.subcommands.isEmpty || !isCommand else { return try descend(to: word) }
    guard let parameter = pending.first else {
      throw .unexpectedArgument(word, command: path.words)
    }
    try append(word, for: parameter)
    if !parameter.isRepeatable { pending.removeFirst() }
  }

  private mutating func descend(to name: String) throws(UsageError) {
    guard let next = command.subcommand(named: name) else {
      let known = command.subcommands.map(\.name)
      throw .unknownCommand(
        name, in: path.words, suggestion: Suggestion.closest(to: name, among: known), known: known)
    }
    arguments = ParsedArguments(path: path.appending(next))
    pending = next.arguments[...]
  }

  /// `--name`, `--name=value`, `--name value` or `-n value`.
  private mutating func takeOption(_ word: String) throws(UsageError) -> Invocation? {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let spelling = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard let parameter = command.option(spelt: spelling) else {
      throw .unknownOption(spelling, command: path.words, suggestion: suggestion(for: spelling))
    }
    guard parameter.kind == .flag else {
      try takeValue(of: parameter, attached: attached)
      return nil
    }
    if let attached {
      throw .unexpectedValue(flag: parameter.label, value: attached, command: path.words)
    }
    if parameter.label == Parameter.help.label { return .help(path) }
    if parameter.label == Parameter.version.label { return .version }
    arguments.append("", for: parameter)
    return nil
  }

  /// A following word with two dashes is the next option: its value was forgotten.
  private mutating func takeValue(of parameter: Parameter, attached: String?) throws(UsageError) {
    guard parameter.isRepeatable || !arguments.has(parameter) else {
      throw .repeatedOption(parameter.label, command: path.words)
    }
    let follows = words.first.map { !$0.hasPrefix("--") } ?? false
    guard let value = attached ?? (follows ? words.popFirst() : nil) else {
      throw .missingValue(
        option: parameter.label, placeholder: parameter.placeholder, expected: parameter.expected,
        command: path.words)
    }
    try append(value, for: parameter)
  }

  private mutating func append(_ value: String, for parameter: Parameter) throws(UsageError) {
    guard parameter.accepts(value) else {
      throw .invalidValue(
        parameter: parameter.label, value: value, expected: parameter.expected,
        command: path.words)
    }
    arguments.append(value, for: parameter)
  }

  private func suggestion(for spelling: String) -> String? {
    Suggestion.closest(to: spelling, among: command.options.map(\.label))
  }
}
