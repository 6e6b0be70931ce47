/// Numbers as people read them, the same on every machine and in every locale.
public enum NumberText {
  /// The number with exactly so many decimals, such as `0.50`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    var text = ByteText()
    text.append(value, fixedDecimals: decimals)
    return text.string
  }

  /// The number with about three significant digits and no trailing zeros: `1234`, `12.3`, `0.012`.
  public static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "n/a" : value < 0 ? "-∞" : "∞" }
    var text = ByteText()
    // A sum of seconds may miss a tie by its last bits, and would be rounded the other way.
    let nudged = value.magnitude < 1e6 ? value * (1 + 1e-12) : value
    text.append(nudged, decimals: decimals(showing: 3, of: value))
    return text.string
  }

  /// A share of one as a percentage: `43 %`, `4.3 %`, `<0.1 %`.
  public static func percent(_ share: Double) -> String {
    let value = share * 100
    if value > 0, value < 0.1 { return "<0.1 %" }
    if value < 9.95 { return short(Double(Int(value * 10 + 0.5)) / 10) + " %" }
    return fixed(value, decimals: 0) + " %"
  }

  /// The number with an SI prefix before its unit: `34 GB/s`, `1.25 ms`.
  public static func si(_ value: Double, unit: String) -> String {
    let prefix = SIPrefix.fitting(value)
    return short(value / prefix.factor) + " " + prefix.symbol + unit
  }

  /// An amount of memory in binary units: `24 MiB`, `512 B`.
  public static func memory(bytes: Int) -> String {
    var value = Double(bytes)
    var unit = 0
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    return short(value) + " " + units[unit]
  }

  /// A count with a thin separator between thousands: `1,234,567`.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  static func decimals(showing digits: Int, of value: Double) -> Int {
    guard value != 0 else { return 0 }
    var bound = 1.0
    var decimals = digits - 1
    while decimals > 0, value.magnitude >= bound * 10 {
      bound *= 10
      decimals -= 1
    }
    while decimals < 9, value.magnitude < bound {
      bound /= 10
      decimals += 1
    }
    return decimals
  }
}

/// A power of a thousand and its symbol.
public struct SIPrefix: Hashable, Sendable {
  public let symbol: String
  public let factor: Double

  /// The prefix that leaves between 1 and 1000 before the unit.
  public static func fitting(_ value: Double) -> SIPrefix {
    let magnitude = value.magnitude
    guard magnitude > 0, magnitude.isFinite else { return none }
    return all.last { magnitude >= $0.factor * 0.9995 } ?? all[0]
  }

  public static let none = SIPrefix(symbol: "", factor: 1)

  private static let all = [
    SIPrefix(symbol: "p", factor: 1e-12), SIPrefix(symbol: "n", factor: 1e-9),
    SIPrefix(symbol: "µ", factor: 1e-6), SIPrefix(symbol: "m", factor: 1e-3), none,
    SIPrefix(symbol: "k", factor: 1e3), SIPrefix(symbol: "M", factor: 1e6),
    SIPrefix(symbol: "G", factor: 1e9), SIPrefix(symbol: "T", factor: 1e12),
    SIPrefix(symbol: "P", factor: 1e15),
  ]
}
