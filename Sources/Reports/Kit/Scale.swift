/// A map from values to pixels in equal steps.
public struct LinearScale: Hashable, Sendable {
  public let lowest: Double
  public let highest: Double
  public let from: Double
  public let to: Double

  /// Maps `lowest` to the pixel `from` and `highest` to `to`; an empty domain is widened to one.
  public init(_ lowest: Double, _ highest: Double, from: Double, to: Double) {
    self.lowest = lowest
    self.highest = highest > lowest ? highest : lowest + 1
    self.from = from
    self.to = to
  }

  public func callAsFunction(_ value: Double) -> Double {
    from + (value - lowest) / (highest - lowest) * (to - from)
  }

  /// Round values inside the domain, about as many as asked.
  public func ticks(about count: Int) -> Ticks {
    Ticks.round(from: lowest, through: highest, about: count)
  }
}

/// Round values for an axis and the decimals that tell them apart.
public struct Ticks: Hashable, Sendable {
  public let values: [Double]
  public let decimals: Int

  public func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }

  /// Multiples of 1, 2 or 5 times a power of ten.
  static func round(from lowest: Double, through highest: Double, about count: Int) -> Ticks {
    let span = highest - lowest
    guard span > 0, span.isFinite, count > 0 else { return Ticks(values: [lowest], decimals: 0) }
    let (step, decimals) = roundStep(atLeast: span / Double(count))
    var values: [Double] = []
    var multiple = (lowest / step - 1e-9).rounded(.up)
    while multiple * step <= highest + step * 1e-9 {
      values.append(multiple * step)
      multiple += 1
    }
    return Ticks(values: values, decimals: decimals)
  }

  private static func roundStep(atLeast least: Double) -> (step: Double, decimals: Int) {
    var power = 1.0
    var decimals = 0
    while power > least { (power, decimals) = (power / 10, decimals + 1) }
    while power * 10 <= least { (power, decimals) = (power * 10, decimals - 1) }
    for factor in [1.0, 2, 5] where factor * power >= least * (1 - 1e-9) {
      return (factor * power, max(decimals, 0))
    }
    return (10 * power, max(decimals - 1, 0))
  }
}
