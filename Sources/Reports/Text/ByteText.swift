/// Text under construction as UTF-8 bytes: what every CSV, SVG and JSON file is written into.
///
/// Numbers are formatted here rather than by a library, so that the same value gives the same
/// bytes on every machine and in every locale, at a rate that never matters beside the disk.
public struct ByteText: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public var string: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  public mutating func append(byte: UInt8) { bytes.append(byte) }

  public mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

  public mutating func append(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(digitsOf: value.magnitude, minimum: 1)
  }

  /// Appends the shortest decimal that reads back as the same number, without a trailing `.0`.
  public mutating func append(exactly value: Double) {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      return append(whole)
    }
    append(value.description)
  }

  /// Appends a number rounded to so many decimals, without trailing zeros.
  ///
  /// Beyond 15 digits, and for what is no number, the exact form is used.
  public mutating func append(_ value: Double, decimals: Int) {
    guard let fixed = FixedPoint(value, decimals: decimals) else { return append(exactly: value) }
    append(fixed.trimmed)
  }

  /// Appends a number with exactly so many decimals.
  public mutating func append(_ value: Double, fixedDecimals decimals: Int) {
    guard let fixed = FixedPoint(value, decimals: decimals) else { return append(exactly: value) }
    append(fixed)
  }

  private mutating func append(_ fixed: FixedPoint) {
    if fixed.isNegative { bytes.append(UInt8(ascii: "-")) }
    append(digitsOf: fixed.whole, minimum: 1)
    guard fixed.decimals > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    append(digitsOf: fixed.fraction, minimum: fixed.decimals)
  }

  private mutating func append(digitsOf value: UInt, minimum: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      var rest = value
      var first = 24
      while rest > 0 || 24 - first < minimum {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
    }
  }
}

/// A number rounded half away from zero to a fixed count of decimals.
struct FixedPoint {
  let isNegative: Bool
  let whole: UInt
  let fraction: UInt
  let decimals: Int

  /// Nil for infinities, what is no number, and beyond the 15 digits a double holds.
  init?(_ value: Double, decimals: Int) {
    let unit = Self.powersOfTen[min(max(decimals, 0), Self.powersOfTen.count - 1)]
    let scaled = value.magnitude * Double(unit)
    guard scaled < 1e15 else { return nil }
    let rounded = UInt(scaled + 0.5)
    isNegative = value < 0 && rounded > 0
    (whole, fraction) = rounded.quotientAndRemainder(dividingBy: unit)
    self.decimals = min(max(decimals, 0), Self.powersOfTen.count - 1)
  }

  private init(isNegative: Bool, whole: UInt, fraction: UInt, decimals: Int) {
    self.isNegative = isNegative
    self.whole = whole
    self.fraction = fraction
    self.decimals = decimals
  }

  /// The same number without trailing zeros.
  var trimmed: FixedPoint {
    var fraction = fraction
    var decimals = decimals
    while decimals > 0, fraction % 10 == 0 {
      fraction /= 10
      decimals -= 1
    }
    return FixedPoint(
      isNegative: isNegative, whole: whole, fraction: fraction, decimals: decimals)
  }

  private static let powersOfTen: [UInt] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  ]
}
