/// A figure set by the user: `memory.dram.bandwidth=68GB/s`.
struct Override {
  let path: String
  let value: String
  /// As typed.
  let text: String

  init(_ text: String) throws(ProfileError) {
    guard text.utf8.count <= 256, let sign = text.firstIndex(of: "=") else {
      throw .malformedOverride(text)
    }
    path = text[..<sign].trimmed
    value = text[text.index(after: sign)...].trimmed
    self.text = text
    guard !path.isEmpty, !value.isEmpty else { throw .malformedOverride(text) }
  }

  /// The figure that it makes of the document's one; a bare number keeps that one's unit.
  func figure(replacing old: RawFigure?) -> RawFigure {
    let provenance = Provenance.override(text)
    let digits = value.prefix(numberLength)
    guard let number = Double(digits), number.isFinite else {
      return RawFigure(
        value: .word(value), unit: nil, provenance: provenance, place: .override(text))
    }
    let unit = value.dropFirst(digits.count).trimmed
    return RawFigure(
      value: .number(number, literal: String(digits)), unit: unit.isEmpty ? old?.unit : unit,
      provenance: provenance, place: .override(text))
  }

  /// How many characters the number takes with which the value begins: sign, digits, point, exponent.
  private var numberLength: Int {
    let text = Array(value.utf8)
    var end = text.first == UInt8(ascii: "-") ? 1 : 0
    end = text.endOfDigits(from: end)
    if end < text.count, text[end] == UInt8(ascii: ".") { end = text.endOfDigits(from: end + 1) }
    if end > 0, end < text.count, text[end] | 0x20 == UInt8(ascii: "e") {
      let hasSign = end + 1 < text.count && [UInt8(ascii: "-"), 0x2B].contains(text[end + 1])
      let exponent = end + (hasSign ? 2 : 1)
      let after = text.endOfDigits(from: exponent)
      if after > exponent { end = after }
    }
    return end
  }
}

extension [UInt8] {
  fileprivate func endOfDigits(from start: Int) -> Int {
    self[start...].firstIndex { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? endIndex
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let body = drop(while: \.isWhitespace)
    guard let last = body.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(body[...last])
  }
}
