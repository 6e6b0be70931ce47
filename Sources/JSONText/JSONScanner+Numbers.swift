extension JSONScanner {
  /// Reads a number; the cursor stands on its sign or first digit.
  mutating func number() throws(JSONError) -> JSONNumber {
    let start = position
    let literal = numberText()
    guard isWellFormed(literal) else { throw failure(.malformedNumber(literal), at: start) }
    guard let value = Double(literal), value.isFinite, value != 0 || !hasNonzeroDigit(literal)
    else {
      throw failure(.numberOutOfRange(literal), at: start)
    }
    return JSONNumber(literal: literal, value: value)
  }

  /// Everything up to the next delimiter, so that `1.2.3` is one mistake and not two.
  private mutating func numberText() -> String {
    let rest = bytes[index...]
    let end =
      rest.firstIndex { byte in
        byte <= UInt8(ascii: " ") || byte >= 0x7F || byte == UInt8(ascii: ",")
          || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: "\"")
      } ?? rest.endIndex
    defer { index = end }
    return String(decoding: bytes[index..<end], as: UTF8.self)
  }

  /// Whether a text follows `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  private func isWellFormed(_ literal: String) -> Bool {
    var rest = Array(literal.utf8)[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = rest.takeDigits()
    guard whole.count == 1 || (whole.count > 1 && whole.first != UInt8(ascii: "0")) else {
      return false
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard !rest.takeDigits().isEmpty else { return false }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest.removeFirst()
      }
      guard !rest.takeDigits().isEmpty else { return false }
    }
    return rest.isEmpty
  }

  /// Tells a number that is too small for a double from a written zero.
  private func hasNonzeroDigit(_ literal: String) -> Bool {
    literal.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      .contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate mutating func takeDigits() -> ArraySlice<UInt8> {
    let digits = prefix(while: \.isDigit)
    removeFirst(digits.count)
    return digits
  }
}
