/// A value as it stands in a JSON text, with the place where it begins.
public struct JSONValue: Hashable, Sendable {
  public indirect enum Content: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
  }

  public let position: SourcePosition
  public let content: Content
}

/// A key and its value; an object keeps its members in the order of the text.
public struct JSONMember: Hashable, Sendable {
  public let key: String
  public let keyPosition: SourcePosition
  public let value: JSONValue
}

/// A number both as it was written and as the nearest double, which is finite.
public struct JSONNumber: Hashable, Sendable {
  public let literal: String
  public let value: Double

  /// The number when it was written as a whole number without point or exponent and fits; else `nil`.
  public var integer: Int? { Int(literal) }
}

extension JSONValue.Content {
  /// What the value is, with its article, for messages: `a string`.
  public var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
