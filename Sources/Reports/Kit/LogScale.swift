#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A map from positive values to pixels in equal ratios.
public struct LogScale: Hashable, Sendable {
  /// The powers of ten at the ends of the domain.
  public let lowestPower: Int
  public let highestPower: Int
  private let linear: LinearScale

  /// A scale over whole powers of ten that holds all the values; over one power without any.
  public init(holding values: [Double], from: Double, to: Double) {
    let powers = values.filter { $0 > 0 && $0.isFinite }.map(log10)
    lowestPower = Int((powers.min() ?? 0).rounded(.down))
    highestPower = max(Int((powers.max() ?? 1).rounded(.up)), lowestPower + 1)
    linear = LinearScale(Double(lowestPower), Double(highestPower), from: from, to: to)
  }

  public func callAsFunction(_ value: Double) -> Double { linear(log10(value)) }

  /// Powers of ten, at most about as many as asked.
  public func ticks(about count: Int) -> [Double] {
    let step = max(1, (highestPower - lowestPower + count - 1) / max(count, 1))
    return stride(from: lowestPower, through: highestPower, by: step).map { pow(10, Double($0)) }
  }
}
