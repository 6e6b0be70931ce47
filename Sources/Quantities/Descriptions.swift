/// How people read a quantity; files carry plain numbers with the unit in the column's name instead.

extension Bytes: CustomStringConvertible {
  /// Binary units with one decimal from 1 KiB up: `512 B`, `24.0 MiB`.
  public var description: String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    guard count.magnitude >= 1024 else { return "\(count) B" }
    var amount = Double(count) / 1024
    var unit = 0
    while amount.magnitude >= 1023.95, unit + 1 < units.count {
      amount /= 1024
      unit += 1
    }
    return "\(Decimal.fixed(amount, places: 1)) \(units[unit])"
  }
}

extension Hertz: CustomStringConvertible {
  /// At most three significant digits: `700 MHz`, `1.33 GHz`.
  public var description: String { Decimal.scaled(value, unit: "Hz") }
}

extension BytesPerSecond: CustomStringConvertible {
  /// At most three significant digits: `34 GB/s`; `unlimited` where nothing bounds it.
  public var description: String {
    value.isFinite ? Decimal.scaled(value, unit: "B/s") : "unlimited"
  }
}

extension Cycles: CustomStringConvertible {
  /// Digits in groups of three: `1 234 567 cycles`, with narrow no-break spaces between the groups.
  public var description: String { "\(Decimal.grouped(count)) cycles" }
}

/// Numbers for people: deterministic, and the same in every locale.
public enum Decimal {
  /// A whole number with a narrow no-break space (U+202F) between groups of three digits.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "\u{202F}" }
      text.append(digit)
    }
    return text
  }

  /// A number rounded half away from zero to 0…6 decimal places; plain notation below 10^12, the
  /// shortest exact one above.
  public static func fixed(_ number: Double, places: Int) -> String {
    let places = max(0, min(places, 6))
    guard number.magnitude < 1e12 else { return number.description }
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let rounded = Int(number.magnitude * Double(scale) + 0.5)
    let sign = number < 0 && rounded > 0 ? "-" : ""
    guard places > 0 else { return sign + String(rounded) }
    let fraction = String(rounded % scale)
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(rounded / scale).\(zeros)\(fraction)"
  }

  /// A duration with three significant digits: `1.23 ms`, `45.0 µs`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite else { return seconds.description }
    let units: [(size: Double, symbol: String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let unit = units.first { seconds.magnitude >= $0.size * 0.9995 } ?? (1e-9, "ns")
    let amount = seconds / unit.size
    return "\(fixed(amount, places: places(amount))) \(unit.symbol)"
  }

  /// A positive number with at most three significant digits and a decimal prefix.
  static func scaled(_ number: Double, unit: String) -> String {
    let prefixes: [(size: Double, symbol: String)] = [
      (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"),
    ]
    let prefix = prefixes.first { number >= $0.size * 0.9995 } ?? (1, "")
    let amount = number / prefix.size
    var text = fixed(amount, places: places(amount))
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return "\(text) \(prefix.symbol)\(unit)"
  }

  /// The decimal places that make three significant digits of an amount from 1 to 1000.
  private static func places(_ amount: Double) -> Int {
    switch amount.magnitude {
    case 99.95...: 0
    case 9.995...: 1
    default: 2
    }
  }
}
