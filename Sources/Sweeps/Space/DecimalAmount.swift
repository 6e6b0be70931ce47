/// A decimal number with a unit, kept exactly so that ranges don't drift: 0.125 is 125 thousandths.
struct DecimalAmount: Hashable {
  var mantissa: Int
  /// Digits after the point.
  var scale: Int
  var unit: String

  private static let longest = 15

  /// Reads digits with at most one point, then a unit; `nil` if the text begins otherwise or has
  /// more than 15 digits.
  init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    var index = bytes.first == UInt8(ascii: "-") ? 1 : 0
    let isNegative = index == 1
    var (value, digits, scale) = (0, 0, 0)
    var hasPoint = false
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
        value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        digits += 1
        if hasPoint { scale += 1 }
        guard digits <= DecimalAmount.longest else { return nil }
      } else {
        break
      }
      index += 1
    }
    guard digits > 0, !(hasPoint && scale == 0) else { return nil }
    mantissa = isNegative ? -value : value
    self.scale = scale
    unit = String(decoding: bytes[index...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
  }

  /// The mantissa at a larger scale, or `nil` if it doesn't fit.
  func mantissa(at scale: Int) -> Int? {
    var result = mantissa
    for _ in self.scale..<max(scale, self.scale) {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      result = product
    }
    return result
  }

  /// Without zeros that say nothing: `0.25`, `16`, `10GB/s`.
  var text: String {
    var (digits, scale) = (String(mantissa.magnitude), scale)
    while digits.count <= scale { digits = "0" + digits }
    let whole = digits.dropLast(scale)
    var fraction = digits.suffix(scale)
    while fraction.last == "0" {
      fraction.removeLast()
      scale -= 1
    }
    return (mantissa < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction) + unit
  }
}
