/// One figure of a profile, as it was written, with where it comes from.
public struct Figure: Sendable, Hashable {
  /// Its place in the document, which is also its name for overrides: `memory.dram.bandwidth`.
  public let path: String
  /// The value as written: `34`, `unlimited`, `weight-stationary`, `true`.
  public let value: String
  /// The unit as written, or `nil` if the value is a word or a plain count.
  public let unit: String?
  public let provenance: Provenance
  /// The value as a number, or `nil` if it is a word.
  public var amount: Amount? = nil

  /// The value with its unit: `34 GB/s`.
  public var text: String { unit.map { "\(value) \($0)" } ?? value }
}

/// A figure's value in base units, and what a profile may set it to.
public struct Amount: Sendable, Hashable {
  /// Infinite for `unlimited`.
  public let value: Double
  public let bounds: ClosedRange<Double>
  /// The base unit as `--set` takes it: `Hz`, `B`, `B/s`, `cycles`, or the thing counted.
  public let unit: String
  /// Whether fractions are refused or rounded up.
  let isWhole: Bool
}

extension Figure {
  /// The override that brings the figure as near to an amount as its bounds let it, rounded up where
  /// it counts things; `nil` if that is the present value, or the value is no number.
  public func override(to target: Double) -> String? {
    guard let amount, amount.value.isFinite else { return nil }
    let bounded = min(amount.bounds.upperBound, max(amount.bounds.lowerBound, target))
    let value = amount.isWhole ? bounded.rounded(.up) : bounded
    guard value != amount.value else { return nil }
    return "\(path)=\(value)\(amount.unit)"
  }
}

/// Where a figure comes from.
public enum Provenance: Sendable, Hashable {
  /// A publication, with the place in it.
  case source(String)
  /// Nothing was found; the reason for choosing this value.
  case assumed(String)
  /// Fitted to measurements, which it names.
  case calibrated(String)
  /// Measured on the device itself; how.
  case measured(String)
  /// Set by the user; the override as typed.
  case override(String)

  /// `source`, `assumed`, `calibrated`, `measured` or `override`.
  public var kind: String {
    switch self {
    case .source: "source"
    case .assumed: "assumed"
    case .calibrated: "calibrated"
    case .measured: "measured"
    case .override: "override"
    }
  }

  /// The publication, reason, measurement or override.
  public var text: String {
    switch self {
    case .source(let text), .assumed(let text), .calibrated(let text), .measured(let text),
      .override(let text):
      text
    }
  }
}
