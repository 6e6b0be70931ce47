import Quantities

/// The bounds of the figures that CPUs and GPUs share; the published schema states the same.
enum ProcessorBounds {
  static let clock = 1e3...1e11
  static let rate = 0.01...1e6
  static let fraction = 1e-4...10.0
  static let bandwidth = 1e3...1e15
  static let overhead = 0...1_000_000_000
}

extension Measure {
  /// A plain ratio.
  static var fraction: Measure {
    Measure(
      base: "of peak", units: [Unit(symbol: "of peak", numerator: 1)], isUnitOptional: true,
      isWhole: false, text: { "\($0)" })
  }

  /// A rate in things a cycle, or cycles a thing.
  static func rate(_ unit: String) -> Measure {
    Measure(
      base: unit, units: [Unit(symbol: unit, numerator: 1)], isUnitOptional: true, isWhole: false,
      text: { "\($0)" })
  }
}

extension FigureTable {
  /// The format that a processor computes in, and its rates by format under a path.
  mutating func precision(
    rates path: String
  ) throws(ProfileError) -> (Precision, PrecisionRates) {
    let precision = try choice("precision.operand", of: Precision.self)
    let measure = Measure.rate("MAC/cycle")
    let rates = PrecisionRates(
      fp32: try requiredAmount("\(path).fp32", measure, in: ProcessorBounds.rate),
      fp16: try amount("\(path).fp16", measure, in: ProcessorBounds.rate),
      int8: try amount("\(path).int8", measure, in: ProcessorBounds.rate))
    return (precision, rates)
  }

  /// A fraction of peak that must be given.
  mutating func fraction(_ path: String) throws(ProfileError) -> Double {
    try requiredAmount(path, .fraction, in: ProcessorBounds.fraction)
  }
}
