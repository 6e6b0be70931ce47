/// Damages the meaning of an ONNX file and keeps its Protocol Buffers sound, so that mutants get past
/// the first check: numbers become extreme, fields are dropped, doubled, swapped or renumbered.
enum ProtobufMutator {
  /// A field: its number, wire type and value.
  private struct Field {
    var number: UInt64
    var value: Value
  }

  private indirect enum Value {
    case varint(UInt64)
    case fixed([UInt8])
    case bytes([UInt8])
    case message([Field])
  }

  /// Which fields of a message are messages themselves, by the message's own path of field numbers.
  private static func isMessage(_ path: [UInt64]) -> Bool {
    switch path {
    case [7], [8], [7, 1], [7, 5], [7, 11], [7, 12], [7, 1, 5], [7, 1, 5, 5]: true
    case [25], [25, 7], [25, 7, 5], [25, 11], [7, 11, 2], [7, 11, 2, 1], [7, 11, 2, 1, 2],
      [7, 11, 2, 1, 2, 1]:
      true
    default: false
    }
  }

  /// The file with one to three damages, or `nil` if it isn't sound to begin with.
  static func mutant(of bytes: [UInt8], _ random: inout RandomSource) -> [UInt8]? {
    guard var fields = parsed(bytes[...], path: []) else { return nil }
    for _ in 0...random.below(3) { damage(&fields, &random) }
    return written(fields)
  }

  /// Goes down to a field at random and damages it or the fields around it.
  private static func damage(_ fields: inout [Field], _ random: inout RandomSource) {
    guard !fields.isEmpty else { return }
    let index = random.below(fields.count)
    if case .message(var inner) = fields[index].value, random.below(8) > 0 {
      damage(&inner, &random)
      fields[index].value = .message(inner)
      return
    }
    switch random.below(8) {
    case 0: fields.remove(at: index)
    case 1: fields.insert(fields[index], at: random.below(fields.count))
    case 2: fields.swapAt(index, random.below(fields.count))
    case 3: fields[index].number = UInt64(1 + random.below(20))
    case 4: fields[index].value = fields[random.below(fields.count)].value
    default: fields[index].value = extreme(fields[index].value, &random)
    }
  }

  private static let numbers: [Int64] = [
    0, 1, -1, 2, 3, 7, 64, 1 << 20, 1 << 31, 1 << 40, .max, .min, .max - 1,
  ]

  private static func extreme(_ value: Value, _ random: inout RandomSource) -> Value {
    let number = UInt64(bitPattern: random.element(of: numbers) ?? 0)
    switch value {
    case .varint: return .varint(number)
    case .fixed(let bytes): return .fixed(ByteMutator.sameLength(bytes, &random))
    case .bytes(let bytes):
      return random.below(3) == 0
        ? .bytes(varint(number) + varint(number)) : .bytes(ByteMutator.mutant(of: bytes, &random))
    case .message: return .bytes([])
    }
  }
}

/// The wire format, there and back.
extension ProtobufMutator {
  private static func parsed(_ bytes: ArraySlice<UInt8>, path: [UInt64]) -> [Field]? {
    var rest = bytes
    var fields: [Field] = []
    while !rest.isEmpty {
      guard let key = takeVarint(&rest) else { return nil }
      let number = key >> 3
      switch key & 7 {
      case 0:
        guard let value = takeVarint(&rest) else { return nil }
        fields.append(Field(number: number, value: .varint(value)))
      case 1, 5:
        guard let value = take(&rest, key & 7 == 1 ? 8 : 4) else { return nil }
        fields.append(Field(number: number, value: .fixed(Array(value))))
      case 2:
        guard let length = takeVarint(&rest), let value = take(&rest, Int(clamping: length)) else {
          return nil
        }
        let inner = isMessage(path + [number]) ? parsed(value, path: path + [number]) : nil
        fields.append(
          Field(number: number, value: inner.map { .message($0) } ?? .bytes(Array(value))))
      default: return nil
      }
    }
    return fields
  }

  private static func takeVarint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private static func take(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count else { return nil }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  private static func written(_ fields: [Field]) -> [UInt8] {
    fields.flatMap { field in
      switch field.value {
      case .varint(let value): varint(field.number << 3) + varint(value)
      case .fixed(let bytes): varint(field.number << 3 | (bytes.count == 8 ? 1 : 5)) + bytes
      case .bytes(let bytes): prefixed(field.number, bytes)
      case .message(let inner): prefixed(field.number, written(inner))
      }
    }
  }

  private static func prefixed(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}

extension ByteMutator {
  /// Other bytes of the same length.
  static func sameLength(_ bytes: [UInt8], _ random: inout RandomSource) -> [UInt8] {
    bytes.map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }
}
