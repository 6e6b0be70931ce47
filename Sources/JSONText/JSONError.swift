/// Why a JSON text was refused, and where.
public struct JSONError: Error, Hashable, Sendable {
  /// The display name of the text: a file's path, or words such as `standard input`.
  public let file: String
  public let position: SourcePosition
  /// The path of the value at fault; the root for errors of syntax.
  public let path: JSONPath
  public let problem: Problem

  public init(file: String, position: SourcePosition, path: JSONPath, problem: Problem) {
    self.file = file
    self.position = position
    self.path = path
    self.problem = problem
  }

  public enum Problem: Hashable, Sendable {
    case unexpected(found: String, expected: String)
    case unexpectedEnd(expected: String)
    case invalidUTF8
    case byteOrderMark
    case unknownEscape(String)
    case loneSurrogate(String)
    case controlCharacter(UInt8)
    case malformedNumber(String)
    case numberOutOfRange(String)
    case duplicateKey(String, firstLine: Int)
    case trailingComma(closing: String)
    case tooDeep(limit: Int)
    case tooLarge(limit: Int)

    case wrongKind(found: String, expected: String)
    case notInteger(String)
    case outOfRange(String, expected: String)
    case missingKey(String)
    case unknownKey(String, suggestion: String?, supported: [String])
    /// What a document's own reader found wrong with a value.
    case invalid(what: String, expected: String)
  }
}

extension JSONError: CustomStringConvertible {
  /// `file:line:column: path: what; expected …`
  public var description: String {
    let place = "\(file):\(position.line):\(position.column): "
    return path == .root ? place + problem.description : place + "\(path): \(problem)"
  }
}

extension JSONError.Problem: CustomStringConvertible {
  public var description: String { "\(finding); expected \(expectation)" }

  private var finding: String {
    switch self {
    case .unexpected(let found, _): "found \(found)"
    case .unexpectedEnd: "the text ends too early"
    case .invalidUTF8: "this string is not valid UTF-8"
    case .byteOrderMark: "the text begins with a byte order mark"
    case .unknownEscape(let escape): "unknown escape \(Excerpt(escape))"
    case .loneSurrogate(let escape): "\(escape) is half of a surrogate pair"
    case .controlCharacter(let byte):
      "control character 0x\(String(byte, radix: 16, uppercase: true)) in a string"
    case .malformedNumber(let text): "\(Excerpt(text)) is not a JSON number"
    case .numberOutOfRange(let text): "\(Excerpt(text)) is out of range"
    case .duplicateKey(let key, let line): "duplicate key \(Excerpt(key)), first on line \(line)"
    case .trailingComma(let closing): "comma before \(closing)"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLarge(let limit): "the text is longer than \(limit) bytes"
    case .wrongKind(let found, _): "found \(found)"
    case .notInteger(let text): "\(Excerpt(text)) is not a whole number"
    case .outOfRange(let value, _): "\(value) is out of range"
    case .missingKey(let key): "missing key \(Excerpt(key))"
    case .unknownKey(let key, let suggestion, _):
      "unknown key \(Excerpt(key))" + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
    case .invalid(let what, _): what
    }
  }

  private var expectation: String {
    switch self {
    case .unexpected(_, let expected), .unexpectedEnd(let expected),
      .wrongKind(_, let expected), .outOfRange(_, let expected), .invalid(_, let expected):
      expected
    case .invalidUTF8: "text saved as UTF-8"
    case .byteOrderMark: "UTF-8 without one"
    case .unknownEscape: #"one of \" \\ \/ \b \f \n \r \t \uXXXX"#
    case .loneSurrogate: "a high half followed by a low half"
    case .controlCharacter: "an escape such as \\n or \\u0009"
    case .malformedNumber: "digits such as 34, -1.5 or 2e9"
    case .numberOutOfRange: "a magnitude that a double can hold"
    case .duplicateKey: "each key once"
    case .trailingComma: "another item, or no comma"
    case .tooDeep(let limit), .tooLarge(let limit): "at most \(limit)"
    case .notInteger: "digits only, such as 256"
    case .missingKey(let key): "a member named \"\(key)\""
    case .unknownKey(_, _, let supported): supported.isEmpty ? "no keys" : supported.list
    }
  }
}

extension [String] {
  fileprivate var list: String { count == 1 ? self[0] : "one of " + joined(separator: ", ") }
}
