/// One figure of a profile, as it was written, with where it comes from.
public struct Figure: Sendable, Hashable {
  /// Its place in the document, which is also its name for overrides: `memory.dram.bandwidth`.
  public let path: String
  /// The value as written: `34`, `unlimited`, `weight-stationary`, `true`.
  public let value: String
  /// The unit as written, or `nil` if the value is a word or a plain count.
  public let unit: String?
  public let provenance: Provenance

  /// The value with its unit: `34 GB/s`.
  public var text: String { unit.map { "\(value) \($0)" } ?? value }
}

/// Where a figure comes from.
public enum Provenance: Sendable, Hashable {
  /// A publication, with the place in it.
  case source(String)
  /// Nothing was found; the reason for choosing this value.
  case assumed(String)
  /// Fitted to measurements, which it names.
  case calibrated(String)
  /// Set by the user; the override as typed.
  case override(String)

  /// `source`, `assumed`, `calibrated` or `override`.
  public var kind: String {
    switch self {
    case .source: "source"
    case .assumed: "assumed"
    case .calibrated: "calibrated"
    case .override: "override"
    }
  }

  /// The publication, reason, measurement or override.
  public var text: String {
    switch self {
    case .source(let text), .assumed(let text), .calibrated(let text), .override(let text): text
    }
  }
}
