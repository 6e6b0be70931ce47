/// What a device's work costs in energy.
///
/// Only the products' figure must be given; a figure that is missing leaves its part of a run's
/// energy unknown, which is not the same as zero.
public struct EnergyFigures: Sendable, Hashable {
  /// Joules of a multiply-accumulate.
  public var product = 0.0
  /// Joules of a byte read or written in the processing elements' own memories.
  public var element: Double?
  /// Joules of a byte read or written in the on-chip buffers.
  public var buffer: Double?
  /// Joules of a byte to or from DRAM.
  public var dram: Double?
  /// Joules of a byte over the link to the host.
  public var host: Double?
  /// Watts that are drawn whatever is done: leakage and the clock.
  public var idle: Double?
  /// The share of inputs that are zero and switch nothing: neither a product nor the memories of its
  /// weight and sum. Network inputs have none.
  public var zeros = 0.0

  public init() {}
}

extension EnergyFigures {
  private static let energies = 0.0...1e-3
  private static let powers = 0.0...1e5

  /// Reads a profile's energy section, or `nil` if it has none.
  init?(_ table: inout FigureTable) throws(ProfileError) {
    let perByte = Measure.energy(per: "B")
    let product = try table.amount("energy.mac", .energy(per: "MAC"), in: Self.energies)
    element = try table.amount("energy.elements", perByte, in: Self.energies)
    buffer = try table.amount("energy.buffer", perByte, in: Self.energies)
    dram = try table.amount("energy.dram", perByte, in: Self.energies)
    host = try table.amount("energy.host", perByte, in: Self.energies)
    idle = try table.amount("energy.static", .power, in: Self.powers)
    let zeros = try table.amount("energy.zeros", .ratio, in: 0...1)
    let others = [element, buffer, dram, host, idle, zeros]
    guard let product else {
      guard others.allSatisfy({ $0 == nil }) else { throw table.missing("energy.mac") }
      return nil
    }
    self.product = product
    self.zeros = zeros ?? 0
  }
}

extension Measure {
  /// Energy for each thing done, in joules.
  static func energy(per thing: String) -> Measure {
    Measure(
      base: "J/\(thing)",
      units: [
        Unit(symbol: "pJ/\(thing)", numerator: 1, denominator: 1e12),
        Unit(symbol: "fJ/\(thing)", numerator: 1, denominator: 1e15),
        Unit(symbol: "nJ/\(thing)", numerator: 1, denominator: 1e9),
      ], isWhole: false, text: { "\($0 * 1e12) pJ/\(thing)" })
  }

  /// Power, in watts.
  static var power: Measure {
    Measure(
      base: "W",
      units: [
        Unit(symbol: "W", numerator: 1), Unit(symbol: "mW", numerator: 1, denominator: 1e3),
      ], isWhole: false, text: { "\($0) W" })
  }
}
