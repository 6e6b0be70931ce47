/// Appends the fields of a Protocol Buffers message.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer(_ field: Int, _ value: Int) {
    key(field, .varint)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func float(_ field: Int, _ value: Float) {
    key(field, .fixed32)
    append(littleEndian: value.bitPattern)
  }

  mutating func string(_ field: Int, _ value: String) { raw(field, Array(value.utf8)) }

  mutating func message(_ field: Int, _ value: ProtobufWriter) { raw(field, value.bytes) }

  mutating func raw(_ field: Int, _ value: [UInt8]) {
    key(field, .bytes)
    varint(UInt64(value.count))
    bytes += value
  }

  /// Integers in one length-prefixed field.
  mutating func packed(_ field: Int, _ values: [Int]) {
    var list = ProtobufWriter()
    for value in values { list.varint(UInt64(bitPattern: Int64(value))) }
    raw(field, list.bytes)
  }

  /// A message whose last field holds floats as little-endian bytes, without a copy of them.
  mutating func message(_ field: Int, _ head: ProtobufWriter, endingIn last: Int, _ values: [Float])
  {
    var prefix = head
    prefix.key(last, .bytes)
    prefix.varint(UInt64(4 * values.count))
    key(field, .bytes)
    varint(UInt64(prefix.bytes.count + 4 * values.count))
    bytes += prefix.bytes
    for value in values { append(littleEndian: value.bitPattern) }
  }

  /// A message made of several parts, one behind the other.
  mutating func message(_ field: Int, _ parts: [ProtobufWriter]) {
    let count = parts.reduce(0) { $0 + $1.bytes.count }
    key(field, .bytes)
    varint(UInt64(count))
    bytes.reserveCapacity(bytes.count + count)
    for part in parts { bytes += part.bytes }
  }

  /// Makes room, so that large weights aren't moved again and again as the message grows.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  private mutating func key(_ field: Int, _ type: WireType) {
    varint(UInt64(field) << 3 | UInt64(type.rawValue))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(littleEndian value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
