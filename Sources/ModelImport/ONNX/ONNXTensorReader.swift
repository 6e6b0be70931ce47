import LayerGraph

/// Reads TensorProto: always its shape, and its elements if they are few.
///
/// The elements of a weight are passed over without being touched.
struct ONNXTensorReader {
  private var tensor = ONNXTensor()
  /// Where packed or raw elements stand, if they are few.
  private var chunks: [(field: Int, range: Range<Int>)] = []
  private var values: [Double] = []
  private var isLarge = false

  static func tensor(_ message: WireReader) throws(ONNXProblem) -> ONNXTensor {
    var reader = message
    var state = ONNXTensorReader()
    while let field = try reader.next() { try state.read(field, from: &reader) }
    let extents = state.tensor.extents
    guard extents.allSatisfy({ $0 >= 0 }),
      let elements = ONNXLimits.product(extents)
    else { throw .tensorExtents(name: state.tensor.name, offset: message.offset, extents: extents) }
    if !state.isLarge, elements <= ONNXLimits.constantElements {
      let values = try state.decoded(reader)
      state.tensor.values = values.count == elements ? values : nil
    }
    return state.tensor
  }

  private mutating func read(
    _ field: WireReader.Field, from reader: inout WireReader
  ) throws(ONNXProblem) {
    switch field.number {
    case 1:
      try reader.integers(field, into: &tensor.extents, limit: ONNXLimits.rank)
      guard tensor.extents.count <= ONNXLimits.rank else {
        throw .tooMany(what: "axes", offset: field.offset, limit: ONNXLimits.rank)
      }
    case 2: tensor.type = try reader.integer(field)
    case 8: tensor.name = try reader.string(field)
    case 4, 5, 7, 9, 10: try readElements(field, from: &reader)
    default: try reader.skip(field)
    }
  }

  private mutating func readElements(
    _ field: WireReader.Field, from reader: inout WireReader
  ) throws(ONNXProblem) {
    guard values.count < ONNXLimits.constantElements, chunks.count < ONNXLimits.constantElements
    else {
      isLarge = true
      return try reader.skip(field)
    }
    switch field.type {
    case .bytes:
      let range = try reader.range()
      isLarge = isLarge || range.count > 10 * ONNXLimits.constantElements
      chunks.append((field.number, range))
    case .varint: values.append(Double(try reader.integer(field)))
    case .fixed32: values.append(Double(try reader.float(field)))
    case .fixed64: values.append(Double(bitPattern: try reader.fixed64()))
    }
  }

  private func decoded(_ reader: WireReader) throws(ONNXProblem) -> [Double] {
    var values = values
    for chunk in chunks {
      var packed = WireReader(reader.window, range: chunk.range)
      switch chunk.field {
      case 5, 7:
        while packed.offset < packed.end {
          values.append(Double(Int64(bitPattern: try packed.varint())))
        }
      case 4: values += Self.elements(raw: try packed.rest(), type: 1)
      case 10: values += Self.elements(raw: try packed.rest(), type: 11)
      default: values += Self.elements(raw: try packed.rest(), type: tensor.type)
      }
    }
    return values
  }

  /// Little-endian elements of the types that shapes, bounds and scales are given in.
  private static func elements(raw: [UInt8], type: Int) -> [Double] {
    func pieces(_ size: Int) -> [UInt64] {
      stride(from: 0, to: raw.count - raw.count % size, by: size).map { start in
        raw[start..<(start + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }
    switch type {
    case 1: return pieces(4).map { Double(Float(bitPattern: UInt32($0))) }
    case 6: return pieces(4).map { Double(Int32(truncatingIfNeeded: $0)) }
    case 7: return pieces(8).map { Double(Int64(bitPattern: $0)) }
    case 9: return pieces(1).map { Double($0) }
    case 10: return pieces(2).map { halfPrecision(UInt16($0)) }
    case 11: return pieces(8).map { Double(bitPattern: $0) }
    default: return []
    }
  }

  /// IEEE 754 binary16; spelt out since `Float16` isn't available on every platform.
  private static func halfPrecision(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF) / 1024
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
