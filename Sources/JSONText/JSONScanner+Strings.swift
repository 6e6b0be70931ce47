extension JSONScanner {
  /// Reads a string; the cursor stands on its opening quote.
  mutating func string() throws(JSONError) -> String {
    let start = position
    index += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let result = String(validating: text, as: UTF8.self) else {
          throw failure(.invalidUTF8, at: start)
        }
        return result
      case UInt8(ascii: "\\"): text.append(contentsOf: Array(String(try escape()).utf8))
      case 0..<0x20: throw failure(.controlCharacter(byte))
      default:
        if byte & 0xC0 == 0x80 { continuationBytes += 1 }
        text.append(byte)
        index += 1
      }
    }
    throw failure(.unexpectedEnd(expected: "a closing quote for the string"), at: start)
  }

  /// Reads an escape; the cursor stands on its backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    index += 1
    guard let byte = current else {
      throw failure(.unexpectedEnd(expected: "an escape and a closing quote"))
    }
    guard byte != UInt8(ascii: "u") else { return try unicodeEscape(at: start) }
    let meanings: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let meaning = meanings[byte] else {
      let shown = String(decoding: bytes[index...].prefix(4), as: UTF8.self).prefix(1)
      throw failure(.unknownEscape("\\" + shown), at: start)
    }
    index += 1
    return meaning
  }

  /// Reads `uXXXX`, or two of them when they make a surrogate pair.
  private mutating func unicodeEscape(at start: SourcePosition) throws(JSONError) -> Unicode.Scalar
  {
    let high = try hexadecimal(at: start)
    if let scalar = Unicode.Scalar(high.unit) { return scalar }
    guard UTF16.isLeadSurrogate(high.unit), skip("\\"), current == UInt8(ascii: "u") else {
      throw failure(.loneSurrogate("\\u" + high.text), at: start)
    }
    let low = try hexadecimal(at: start)
    guard UTF16.isTrailSurrogate(low.unit) else {
      throw failure(.loneSurrogate("\\u" + high.text), at: start)
    }
    return UTF16.decode(UTF16.EncodedScalar([high.unit, low.unit]))
  }

  /// Reads the four digits after `u`, on which the cursor stands.
  private mutating func hexadecimal(
    at start: SourcePosition
  ) throws(JSONError) -> (unit: UInt16, text: String) {
    let digits = bytes[(index + 1)...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, digits.allSatisfy(\.isHexadecimal), let unit = UInt16(text, radix: 16)
    else { throw failure(.unknownEscape("\\u" + text), at: start) }
    index += 5
    return (unit, text)
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}
