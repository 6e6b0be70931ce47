/// A value to be written as JSON; objects keep the order in which their members are given.
///
///     let summary: JSONOutput = ["name": "resnet50", "cycles": .integer(cycles.count)]
///     let text = try summary.text(layout: .pretty)
public enum JSONOutput: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// Written as the shortest text that reads back to the same double; must be finite.
  case number(Double)
  case string(String)
  case array([JSONOutput])
  case object([Member])

  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONOutput

    public init(_ key: String, _ value: JSONOutput) {
      self.key = key
      self.value = value
    }
  }

  public enum Layout: Hashable, Sendable {
    /// One line without spaces.
    case compact
    /// One item a line, indented by two spaces, with a line end after the last.
    case pretty
  }
}

/// Why a value can't be written as JSON.
public enum JSONOutputError: Error, Hashable, Sendable, CustomStringConvertible {
  case notFinite(Double, path: JSONPath)
  case duplicateKey(String, path: JSONPath)

  public var description: String {
    switch self {
    case .notFinite(let value, let path):
      "\(path): \(value) has no place in JSON; expected a finite number"
    case .duplicateKey(let key, let path):
      "\(path): key \(Excerpt(key)) given twice; expected each once"
    }
  }
}

extension JSONOutput: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(dictionaryLiteral elements: (String, JSONOutput)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  public init(arrayLiteral elements: JSONOutput...) { self = .array(elements) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(nilLiteral: ()) { self = .null }
}
