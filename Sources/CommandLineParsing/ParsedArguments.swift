/// The values that a user gave a command, asked for by their declarations.
public struct ParsedArguments: Sendable {
  /// The command that was given.
  public let path: CommandPath
  private var texts: [String: [String]] = [:]

  init(path: CommandPath) { self.path = path }

  mutating func append(_ text: String, for parameter: Parameter) {
    texts[parameter.label, default: []].append(text)
  }

  func has(_ parameter: Parameter) -> Bool { texts[parameter.label] != nil }

  /// Whether a flag, an option or an argument was given.
  public func has(_ declaration: some Declaration) -> Bool { has(declaration.parameter) }

  /// The value of an option, or `nil` if it wasn't given.
  public func value<Value>(of option: Option<Value>) -> Value? {
    values(of: option).last
  }

  /// Every value of a repeatable option, as ordered on the command line.
  public func values<Value>(of option: Option<Value>) -> [Value] {
    (texts[option.parameter.label] ?? []).compactMap(option.type.read)
  }

  /// The value of an argument.
  ///
  /// - Throws: `UsageError.missingArgument`.
  public func value<Value>(of argument: Argument<Value>) throws(UsageError) -> Value {
    guard let value = values(of: argument).first else {
      throw .missingArgument(argument.type.placeholder, command: path.words)
    }
    return value
  }

  /// Every value of a repeatable argument.
  public func values<Value>(of argument: Argument<Value>) -> [Value] {
    (texts[argument.parameter.label] ?? []).compactMap(argument.type.read)
  }
}
