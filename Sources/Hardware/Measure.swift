import Quantities

/// What a figure measures: its units, each with its size in the base unit.
struct Measure {
  struct Unit {
    let symbol: String
    /// The unit in base units, as a quotient so that decimal fractions convert exactly.
    let numerator: Double
    var denominator = 1.0
  }

  /// The base unit's name in messages.
  let base: String
  let units: [Unit]
  /// Whether a figure may leave its unit out.
  var isUnitOptional = false
  /// Whether amounts are whole numbers of the base unit.
  var isWhole = true
  /// Whether a fraction counts as a whole one instead of being refused.
  var roundsUp = false
  /// The text of an amount in base units.
  let text: (Double) -> String

  var symbols: [String] { units.map(\.symbol) }

  /// The symbol of the unit that is one base unit.
  var baseSymbol: String {
    units.first { $0.numerator == 1 && $0.denominator == 1 }?.symbol ?? base
  }

  /// A clock rate, in hertz.
  static var frequency: Measure {
    Measure(
      base: "Hz",
      units: [
        Unit(symbol: "Hz", numerator: 1), Unit(symbol: "kHz", numerator: 1e3),
        Unit(symbol: "MHz", numerator: 1e6), Unit(symbol: "GHz", numerator: 1e9),
      ], isWhole: false, text: { Hertz($0).description })
  }

  /// An amount of memory, in bytes.
  static var size: Measure {
    Measure(
      base: "bytes", units: sizes + [Unit(symbol: "bit", numerator: 1, denominator: 8)],
      text: { Bytes(Int($0)).description })
  }

  /// A rate of traffic, in bytes a second.
  static func bandwidth(_ clock: Hertz) -> Measure {
    let rates = sizes.map { Unit(symbol: "\($0.symbol)/s", numerator: $0.numerator) }
    return Measure(
      base: "B/s", units: rates + [Unit(symbol: "B/cycle", numerator: clock.value)],
      isWhole: false,
      text: { BytesPerSecond($0).description })
  }

  /// A duration, in cycles of the device's clock.
  static func duration(_ clock: Hertz) -> Measure {
    Measure(
      base: "cycles",
      units: [
        Unit(symbol: "cycles", numerator: 1),
        Unit(symbol: "ns", numerator: clock.value, denominator: 1e9),
        Unit(symbol: "us", numerator: clock.value, denominator: 1e6),
        Unit(symbol: "ms", numerator: clock.value, denominator: 1e3),
        Unit(symbol: "s", numerator: clock.value),
      ], roundsUp: true, text: { "\(Int($0)) cycles" })
  }

  /// A plain count of things, which may be named.
  static func count(of thing: String) -> Measure {
    Measure(
      base: thing, units: [Unit(symbol: thing, numerator: 1)], isUnitOptional: true,
      text: { String(Int($0)) })
  }

  private static var sizes: [Unit] {
    [
      Unit(symbol: "B", numerator: 1), Unit(symbol: "kB", numerator: 1e3),
      Unit(symbol: "MB", numerator: 1e6), Unit(symbol: "GB", numerator: 1e9),
      Unit(symbol: "TB", numerator: 1e12), Unit(symbol: "KiB", numerator: 1024),
      Unit(symbol: "MiB", numerator: 1_048_576), Unit(symbol: "GiB", numerator: 1_073_741_824),
    ]
  }
}
