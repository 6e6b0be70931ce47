import DidYouMean

/// Why a command line can't be understood. The message is one line; `hint` is another.
public enum UsageError: Error, Hashable, Sendable {
  case unknownCommand(String, in: String, suggestion: String?, known: [String])
  case missingCommand(in: String, known: [String])
  case unknownOption(String, command: String, suggestion: String?)
  case missingValue(option: String, placeholder: String, expected: String, command: String)
  case unexpectedValue(flag: String, value: String, command: String)
  case invalidValue(parameter: String, value: String, expected: String, command: String)
  case repeatedOption(String, command: String)
  case missingArgument(String, command: String)
  case unexpectedArgument(String, command: String)
  /// What was given doesn't go together; why, and what does.
  case conflict(String, command: String)

  /// Where the user finds what is possible.
  public var hint: String { "Try '\(command) --help'." }

  private var command: String {
    switch self {
    case .unknownCommand(_, let command, _, _), .missingCommand(let command, _),
      .unknownOption(_, let command, _), .missingValue(_, _, _, let command),
      .unexpectedValue(_, _, let command), .invalidValue(_, _, _, let command),
      .repeatedOption(_, let command), .missingArgument(_, let command),
      .unexpectedArgument(_, let command), .conflict(_, let command):
      command
    }
  }
}

extension UsageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCommand(let name, _, let suggestion, let known):
      "unknown command '\(Wording.printable(name))'; "
        + (suggestion.map { "did you mean '\($0)'?" }
          ?? "expected \(Wording.alternatives(known))")
    case .missingCommand(let group, let known):
      "'\(group)' needs a command: \(Wording.alternatives(known))"
    case .unknownOption(let name, let command, let suggestion):
      "unknown option '\(Wording.printable(name))' for '\(command)'"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .missingValue(let option, let placeholder, let expected, _):
      "option '\(option)' needs a value \(placeholder): \(expected)"
    case .unexpectedValue(let flag, let value, _):
      "option '\(flag)' takes no value, but was given '\(Wording.printable(value))'"
    case .invalidValue(let parameter, let value, let expected, _):
      "'\(Wording.printable(value))' is no value for \(parameter); expected \(expected)"
    case .repeatedOption(let option, _): "option '\(option)' is given more than once"
    case .missingArgument(let name, let command): "'\(command)' needs the argument \(name)"
    case .unexpectedArgument(let text, let command):
      "unexpected argument '\(Wording.printable(text))' for '\(command)'"
    case .conflict(let problem, _): problem
    }
  }
}
