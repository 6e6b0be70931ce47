/// The number format that a processor computes a network in.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  case fp32, fp16, int8

  /// Bytes of a weight or activation.
  public var bytes: Int {
    switch self {
    case .fp32: 4
    case .fp16: 2
    case .int8: 1
    }
  }
}

/// Multiply-accumulates a cycle by number format; `nil` for a format without instructions of its
/// own.
public struct PrecisionRates: Sendable, Hashable {
  public var fp32: Double?
  public var fp16: Double?
  public var int8: Double?

  public init(fp32: Double? = nil, fp16: Double? = nil, int8: Double? = nil) {
    (self.fp32, self.fp16, self.int8) = (fp32, fp16, int8)
  }

  public subscript(precision: Precision) -> Double? {
    switch precision {
    case .fp32: fp32
    case .fp16: fp16
    case .int8: int8
    }
  }
}
