/// An option with a value: `--batch 4` or `--batch=4`.
public struct Option<Value: Sendable>: Sendable {
  /// Without the dashes.
  public let name: String
  /// The one-letter form, `-o`, if there is one.
  public let short: Character?
  public let type: ValueType<Value>
  public let help: String
  /// Whether the option may be given several times.
  public let isRepeatable: Bool

  public init(
    _ name: String, short: Character? = nil, _ type: ValueType<Value>, isRepeatable: Bool = false,
    help: String
  ) {
    self.name = name
    self.short = short
    self.type = type
    self.isRepeatable = isRepeatable
    self.help = help
  }
}

/// An option without a value: `--json`.
public struct Flag: Sendable {
  /// Without the dashes.
  public let name: String
  public let short: Character?
  public let help: String

  public init(_ name: String, short: Character? = nil, help: String) {
    self.name = name
    self.short = short
    self.help = help
  }
}

/// A value that is told apart by its place alone, such as the network in `run PROFILE NETWORK`.
public struct Argument<Value: Sendable>: Sendable {
  public let type: ValueType<Value>
  public let help: String
  /// Whether the argument takes every value from its place on; only the last may.
  public let isRepeatable: Bool
  /// Whether the argument may be left out; then so may all that follow it.
  public let isOptional: Bool

  public init(
    _ type: ValueType<Value>, isRepeatable: Bool = false, isOptional: Bool = false, help: String
  ) {
    self.type = type
    self.isRepeatable = isRepeatable
    self.isOptional = isOptional
    self.help = help
  }
}

/// What a command may list among its parameters: `Option`, `Flag` and `Argument`.
public protocol Declaration: Sendable {
  var parameter: Parameter { get }
}

extension Option: Declaration {
  public var parameter: Parameter {
    Parameter(
      kind: .option, label: "--" + name, short: short, placeholder: type.placeholder, help: help,
      isRepeatable: isRepeatable, isOptional: true, expected: type.expected,
      completion: type.completion, accepts: { type.read($0) != nil })
  }
}

extension Flag: Declaration {
  public var parameter: Parameter {
    Parameter(
      kind: .flag, label: "--" + name, short: short, placeholder: "", help: help,
      isRepeatable: true, isOptional: true, expected: "no value", completion: .nothing,
      accepts: { _ in false })
  }
}

extension Argument: Declaration {
  public var parameter: Parameter {
    Parameter(
      kind: .argument, label: type.placeholder, short: nil, placeholder: type.placeholder,
      help: help, isRepeatable: isRepeatable, isOptional: isOptional, expected: type.expected,
      completion: type.completion, accepts: { type.read($0) != nil })
  }
}
