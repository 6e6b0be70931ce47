import CRegisterTile

/// The register kernels of one instruction set, chosen when the program runs.
public struct InstructionSet: @unchecked Sendable {
  // Function pointers and constants only: safe to share, though C can't say so.
  let kernels: register_kernels

  /// The families that kernels are compiled for; each processor also runs the earlier ones.
  public enum Level: Int32, CaseIterable, Sendable {
    /// Whatever every processor of the architecture has: SSE2, NEON.
    case baseline
    /// AVX2 with fused multiply-add.
    case v3
    /// AVX-512.
    case v4
  }

  /// The widest kernels that this processor runs.
  public static let best = InstructionSet(upTo: .v4)

  /// The widest kernels that this processor runs, up to `level`.
  public init(upTo level: Level) { kernels = register_kernels_select(level.rawValue).pointee }

  public var name: String { String(cString: kernels.instruction_set) }

  /// Output positions in one packed panel.
  var panelWidth: Int { 2 * kernels.lanes }

  /// Filters in the largest tile.
  var tileRows: Int { 3 * kernels.row_step }

  /// The sum of products of two vectors, which reads both as fast as registers allow.
  public func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
    guard let first = a.baseAddress, let second = b.baseAddress else { return 0 }
    return kernels.dot(first, second, min(a.count, b.count))
  }

  /// Multiplies and adds without touching memory, to measure the machine's peak.
  ///
  /// - Returns: the floating-point operations done.
  public func spin(rounds: Int, sink: inout Float) -> Double { kernels.spin(rounds, &sink) }
}
