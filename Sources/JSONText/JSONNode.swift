/// A value being read as something: it knows its file, place and path, so that each error can name them.
public struct JSONNode: Hashable, Sendable {
  public let value: JSONValue
  public let path: JSONPath
  public let file: String

  /// An error about this value.
  public func failure(_ problem: JSONError.Problem) -> JSONError {
    JSONError(file: file, position: value.position, path: path, problem: problem)
  }

  public var isNull: Bool { value.content == .null }

  public func string() throws(JSONError) -> String {
    guard case .string(let text) = value.content else { throw mismatch("a string") }
    return text
  }

  public func boolean() throws(JSONError) -> Bool {
    guard case .boolean(let flag) = value.content else { throw mismatch("true or false") }
    return flag
  }

  public func number() throws(JSONError) -> Double { try literal("a number").value }

  /// A number inside bounds.
  public func number(in bounds: ClosedRange<Double>) throws(JSONError) -> Double {
    let number = try literal("a number")
    guard bounds.contains(number.value) else {
      let expected = "\(bounds.lowerBound) to \(bounds.upperBound)"
      throw failure(.outOfRange(number.literal, expected: expected))
    }
    return number.value
  }

  /// A whole number inside bounds; `1.0` and `1e3` are refused.
  public func integer(in bounds: ClosedRange<Int>) throws(JSONError) -> Int {
    let number = try literal("a whole number")
    let expected = "\(bounds.lowerBound) to \(bounds.upperBound)"
    guard let integer = number.integer else {
      let isWhole = number.literal.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") }
      throw failure(
        isWhole
          ? .outOfRange(number.literal, expected: expected) : .notInteger(number.literal))
    }
    guard bounds.contains(integer) else {
      throw failure(.outOfRange(number.literal, expected: expected))
    }
    return integer
  }

  public func array() throws(JSONError) -> [JSONNode] {
    guard case .array(let elements) = value.content else { throw mismatch("an array") }
    return elements.enumerated().map { index, element in
      JSONNode(value: element, path: path.appending(index: index), file: file)
    }
  }

  public func object() throws(JSONError) -> JSONObject {
    guard case .object(let members) = value.content else { throw mismatch("an object") }
    return JSONObject(node: self, members: members)
  }

  private func literal(_ expected: String) throws(JSONError) -> JSONNumber {
    guard case .number(let number) = value.content else { throw mismatch(expected) }
    return number
  }

  private func mismatch(_ expected: String) -> JSONError {
    failure(.wrongKind(found: value.content.kind, expected: expected))
  }
}
