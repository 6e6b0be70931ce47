/// A number with its dimension, in bytes, seconds and cycles.
struct Quantity: Hashable {
  var value: Double
  var dimension = Dimension()

  /// Exponents of the base units: 34 GB/s has one byte and minus one second.
  struct Dimension: Hashable {
    var bytes = 0
    var seconds = 0
    var cycles = 0
  }

  /// Reads a number with a unit that profiles use, such as `68GB/s`; a unit that counts things, such
  /// as `PE`, has no dimension.
  init?(_ text: String, clock: Double) {
    guard let amount = DecimalAmount(text) else { return nil }
    var number = amount
    number.unit = ""
    guard let value = Double(number.text) else { return nil }
    self.init(value: value, unit: amount.unit, clock: clock)
  }

  init(value: Double, dimension: Dimension = Dimension()) {
    self.value = value
    self.dimension = dimension
  }

  init?(value: Double, unit: String, clock: Double) {
    switch unit {
    case "": self.init(value: value)
    case "Hz", "kHz", "MHz", "GHz":
      self.init(
        value: value * Quantity.prefix(unit.dropLast(2)), dimension: Dimension(seconds: -1))
    case "s", "ms", "us", "ns":
      self.init(value: value * Quantity.prefix(unit.dropLast()), dimension: Dimension(seconds: 1))
    case "cycles": self.init(value: value, dimension: Dimension(cycles: 1))
    case "bit": self.init(value: value / 8, dimension: Dimension(bytes: 1))
    case "B/cycle":
      self.init(value: value * clock, dimension: Dimension(bytes: 1, seconds: -1))
    default:
      let isRate = unit.hasSuffix("/s")
      let size = isRate ? unit.dropLast(2) : unit[...]
      guard size.hasSuffix("B"), let factor = Quantity.size(size) else {
        guard unit.allSatisfy(\.isLetter) else { return nil }
        self.init(value: value)
        return
      }
      self.init(
        value: value * factor, dimension: Dimension(bytes: 1, seconds: isRate ? -1 : 0))
    }
  }

  /// Whether a number that a user typed has a unit that is known, or one that counts.
  func isPlain(_ text: String) -> Bool {
    let unit = DecimalAmount(text)?.unit ?? ""
    return dimension != Dimension() || ["", "PE", "lanes", "arrays", "streams"].contains(unit)
  }

  private static func prefix(_ symbol: Substring) -> Double {
    switch symbol {
    case "n": 1e-9
    case "u": 1e-6
    case "m": 1e-3
    case "k": 1e3
    case "M": 1e6
    case "G": 1e9
    case "T": 1e12
    default: 1
    }
  }

  private static func size(_ unit: Substring) -> Double? {
    switch unit {
    case "B": 1
    case "KiB": 1024
    case "MiB": 1_048_576
    case "GiB": 1_073_741_824
    case "kB", "MB", "GB", "TB": prefix(unit.dropLast())
    default: nil
    }
  }

  static func * (a: Quantity, b: Quantity) -> Quantity { a.scaled(by: b, sign: 1, *) }
  static func / (a: Quantity, b: Quantity) -> Quantity { a.scaled(by: b, sign: -1, /) }

  private func scaled(
    by other: Quantity, sign: Int, _ operation: (Double, Double) -> Double
  ) -> Quantity {
    Quantity(
      value: operation(value, other.value),
      dimension: Dimension(
        bytes: dimension.bytes + sign * other.dimension.bytes,
        seconds: dimension.seconds + sign * other.dimension.seconds,
        cycles: dimension.cycles + sign * other.dimension.cycles))
  }
}
