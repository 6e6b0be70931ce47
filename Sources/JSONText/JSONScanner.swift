/// A cursor over the bytes of a JSON text, one method a grammar rule.
///
/// Only white space holds line ends and only strings hold bytes past ASCII, so the line and column are
/// kept up to date there and cost nothing elsewhere.
struct JSONScanner {
  let bytes: [UInt8]
  let file: String
  var index = 0
  private var line = 1
  private var lineStart = 0
  /// UTF-8 continuation bytes passed since the line began: they are no columns of their own.
  var continuationBytes = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  var position: SourcePosition {
    SourcePosition(line: line, column: index - lineStart - continuationBytes + 1)
  }

  /// The byte under the cursor, or `nil` at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func document() throws(JSONError) -> JSONValue {
    guard bytes.count <= JSONDocument.sizeLimit else {
      throw failure(.tooLarge(limit: JSONDocument.sizeLimit))
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw failure(.byteOrderMark) }
    skipSpace()
    let result = try value(depth: 0)
    skipSpace()
    guard current == nil else { throw unexpected(expecting: "the end of the text") }
    return result
  }

  mutating func skipSpace() {
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = index + 1
        continuationBytes = 0
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      index += 1
    }
  }

  /// Passes a byte if it is the one named.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let byte = current, byte == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }
}

// MARK: - Failures

extension JSONScanner {
  func failure(_ problem: JSONError.Problem, at place: SourcePosition? = nil) -> JSONError {
    JSONError(file: file, position: place ?? position, path: .root, problem: problem)
  }

  func unexpected(expecting expected: String) -> JSONError {
    guard current != nil else { return failure(.unexpectedEnd(expected: expected)) }
    return failure(.unexpected(found: foundText, expected: expected))
  }

  /// The word or character under the cursor, for a message.
  private var foundText: String {
    let word = bytes[index...].prefix(Excerpt.limit).prefix { $0.isWordByte }
    let shown = word.isEmpty ? bytes[index...].prefix(4) : word
    let text = String(decoding: shown, as: UTF8.self)
    return "\(Excerpt(word.isEmpty ? String(text.prefix(1)) : text))"
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isWordByte: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || self == UInt8(ascii: "_")
  }
}
