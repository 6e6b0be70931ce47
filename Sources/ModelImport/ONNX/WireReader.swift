/// The wire types of Protocol Buffers; the groups of its first version are refused.
enum WireType: UInt8 {
  case varint = 0
  case fixed64 = 1
  case bytes = 2
  case fixed32 = 5
}

/// A window that slides over a byte source, so that only the bytes looked at are read.
final class ByteWindow {
  let count: Int
  private let source: any ByteSource
  private var window: [UInt8] = []
  private var start = 0

  /// Enough for hundreds of nodes, little against the weights that are passed over.
  private static let size = 1 << 14

  init(_ source: some ByteSource) {
    self.source = source
    count = source.count
  }

  /// The byte at an offset below `count`.
  func byte(at offset: Int) throws(ONNXProblem) -> UInt8 {
    let index = offset - start
    if window.indices.contains(index) { return window[index] }
    window = try bytes(in: offset..<min(offset + Self.size, count))
    start = offset
    return window[0]
  }

  /// A copy of a range within `0..<count`.
  func bytes(in range: Range<Int>) throws(ONNXProblem) -> [UInt8] {
    guard range.lowerBound < start || range.upperBound > start + window.count else {
      return Array(window[(range.lowerBound - start)..<(range.upperBound - start)])
    }
    guard let bytes = source.bytes(in: range), bytes.count == range.count else {
      throw .unreadable(offset: range.lowerBound)
    }
    return bytes
  }
}

/// Reads the fields of one Protocol Buffers message, never past its end.
///
/// A nested message gets a reader of its own over its range, so nesting costs nothing until it is
/// looked into, and the depth is that of the caller's code, not of the file.
struct WireReader {
  /// A field's number, its wire type and the offset of its key.
  struct Field {
    let number: Int
    let type: WireType
    let offset: Int
  }

  let window: ByteWindow
  private(set) var offset: Int
  let end: Int

  init(_ window: ByteWindow, range: Range<Int>) {
    self.window = window
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The next field, or `nil` at the message's end.
  mutating func next() throws(ONNXProblem) -> Field? {
    guard offset < end else { return nil }
    let start = offset
    let key = try varint()
    guard let type = WireType(rawValue: UInt8(key & 7)), key >> 3 > 0, key >> 3 < 1 << 29 else {
      throw .badKey(offset: start, key: key)
    }
    return Field(number: Int(key >> 3), type: type, offset: start)
  }

  /// A base-128 number of at most 64 bits.
  mutating func varint() throws(ONNXProblem) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard offset < end else { throw .truncated(offset: start, needed: 1, left: 0) }
      let byte = try window.byte(at: offset)
      offset += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw .longNumber(offset: start)
  }

  /// The range of a length-prefixed field, which is passed over.
  mutating func range() throws(ONNXProblem) -> Range<Int> {
    let start = offset
    let length = try varint()
    guard length <= UInt64(end - offset) else {
      throw .truncated(offset: start, needed: length, left: end - offset)
    }
    let range = offset..<(offset + Int(length))
    offset = range.upperBound
    return range
  }

  /// A little-endian 32-bit number.
  mutating func fixed32() throws(ONNXProblem) -> UInt32 {
    let bytes = try take(4)
    return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A little-endian 64-bit number.
  mutating func fixed64() throws(ONNXProblem) -> UInt64 {
    let bytes = try take(8)
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// All bytes from here to the end.
  mutating func rest() throws(ONNXProblem) -> [UInt8] { try take(end - offset) }

  /// Passes over a field's value.
  mutating func skip(_ field: Field) throws(ONNXProblem) {
    switch field.type {
    case .varint: _ = try varint()
    case .fixed64: _ = try take(8)
    case .fixed32: _ = try take(4)
    case .bytes: _ = try range()
    }
  }

  private mutating func take(_ count: Int) throws(ONNXProblem) -> [UInt8] {
    guard count <= end - offset else {
      throw .truncated(offset: offset, needed: UInt64(count), left: end - offset)
    }
    let bytes = try window.bytes(in: offset..<(offset + count))
    offset += count
    return bytes
  }
}

extension WireReader {
  /// The value of a signed integer field.
  mutating func integer(_ field: Field) throws(ONNXProblem) -> Int {
    try expect(field, .varint)
    return Int(Int64(bitPattern: try varint()))
  }

  /// The value of a 32-bit floating-point field.
  mutating func float(_ field: Field) throws(ONNXProblem) -> Float {
    try expect(field, .fixed32)
    return Float(bitPattern: try fixed32())
  }

  /// A reader of the message in a field.
  mutating func message(_ field: Field) throws(ONNXProblem) -> WireReader {
    try expect(field, .bytes)
    return WireReader(window, range: try range())
  }

  /// A name; control characters, which would break a message or a table, become question marks.
  mutating func string(_ field: Field) throws(ONNXProblem) -> String {
    try expect(field, .bytes)
    let range = try range()
    guard range.count <= ONNXLimits.nameBytes else {
      throw .tooMany(what: "bytes in a name", offset: field.offset, limit: ONNXLimits.nameBytes)
    }
    let bytes = try window.bytes(in: range).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the integers of a repeated field, packed or not, up to one more than `limit`.
  mutating func integers(
    _ field: Field, into values: inout [Int], limit: Int
  ) throws(ONNXProblem) {
    if field.type == .bytes {
      var packed = try message(field)
      while packed.offset < packed.end, values.count <= limit {
        values.append(Int(Int64(bitPattern: try packed.varint())))
      }
    } else {
      values.append(try integer(field))
    }
    guard values.count <= limit else {
      throw .tooMany(what: "integers in one field", offset: field.offset, limit: limit)
    }
  }

  /// Appends the floating-point numbers of a repeated field, packed or not.
  mutating func floats(
    _ field: Field, into values: inout [Float], limit: Int
  ) throws(ONNXProblem) {
    if field.type == .bytes {
      var packed = try message(field)
      while packed.offset < packed.end, values.count <= limit {
        values.append(Float(bitPattern: try packed.fixed32()))
      }
    } else {
      values.append(try float(field))
    }
    guard values.count <= limit else {
      throw .tooMany(what: "numbers in one field", offset: field.offset, limit: limit)
    }
  }

  func expect(_ field: Field, _ type: WireType) throws(ONNXProblem) {
    guard field.type == type else {
      throw .wrongWireType(
        offset: field.offset, field: field.number, found: field.type.rawValue,
        expected: type.rawValue)
    }
  }
}
