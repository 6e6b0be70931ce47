extension JSONScanner {
  private static let startOfValue = "a value"

  mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    let start = position
    guard let byte = current else {
      throw failure(.unexpectedEnd(expected: Self.startOfValue))
    }
    let content: JSONValue.Content =
      switch byte {
      case UInt8(ascii: "{"): .object(try members(depth: depth + 1))
      case UInt8(ascii: "["): .array(try elements(depth: depth + 1))
      case UInt8(ascii: "\""): .string(try string())
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try number())
      default: try word()
      }
    return JSONValue(position: start, content: content)
  }

  private mutating func word() throws(JSONError) -> JSONValue.Content {
    let words: [(text: StaticString, content: JSONValue.Content)] = [
      ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
    ]
    for (text, content) in words where isAt(text) {
      index += text.utf8CodeUnitCount
      return content
    }
    throw unexpected(expecting: Self.startOfValue)
  }

  private func isAt(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    try enter(depth)
    var elements: [JSONValue] = []
    skipSpace()
    if skip("]") { return elements }
    while true {
      elements.append(try value(depth: depth))
      if try endOfItem(closing: "]") { return elements }
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONMember] {
    try enter(depth)
    var members: [JSONMember] = []
    var lines: [String: Int] = [:]
    skipSpace()
    if skip("}") { return members }
    while true {
      let member = try member(depth: depth)
      if let line = lines.updateValue(member.keyPosition.line, forKey: member.key) {
        throw failure(.duplicateKey(member.key, firstLine: line), at: member.keyPosition)
      }
      members.append(member)
      if try endOfItem(closing: "}") { return members }
    }
  }

  private mutating func member(depth: Int) throws(JSONError) -> JSONMember {
    let keyPosition = position
    guard current == UInt8(ascii: "\"") else { throw unexpected(expecting: "a key in quotes") }
    let key = try string()
    skipSpace()
    guard skip(":") else { throw unexpected(expecting: "\":\"") }
    skipSpace()
    return JSONMember(key: key, keyPosition: keyPosition, value: try value(depth: depth))
  }

  private mutating func enter(_ depth: Int) throws(JSONError) {
    guard depth <= JSONDocument.depthLimit else {
      throw failure(.tooDeep(limit: JSONDocument.depthLimit))
    }
    index += 1
  }

  /// Passes the closing bracket and returns true, or the comma before another item and returns false.
  private mutating func endOfItem(closing: Unicode.Scalar) throws(JSONError) -> Bool {
    skipSpace()
    if skip(closing) { return true }
    let comma = position
    guard skip(",") else { throw unexpected(expecting: "\",\" or \"\(closing)\"") }
    skipSpace()
    if current == UInt8(ascii: closing) {
      throw failure(.trailingComma(closing: "\"\(closing)\""), at: comma)
    }
    return false
  }
}
