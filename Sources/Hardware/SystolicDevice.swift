import Quantities

/// Which operand stays in the processing elements while the others stream past.
public enum Dataflow: String, Sendable, Hashable, CaseIterable {
  case weightStationary = "weight-stationary"
  case outputStationary = "output-stationary"
  case inputStationary = "input-stationary"
}

/// Whether one fold of a product overlaps the next.
public enum FoldRule: String, Sendable, Hashable, CaseIterable {
  /// Each fold fills, streams and drains before the next begins, as SCALE-Sim counts.
  case strict
  /// A fold's fill and drain hide behind its neighbours, as on silicon.
  case pipelined
}

/// What the cycles of a layer are.
public enum CycleCounting: String, Sendable, Hashable, CaseIterable {
  /// How many cycles pass.
  case cycles
  /// The index of the last cycle, one fewer: SCALE-Sim's convention.
  case lastIndex = "last-index"
}

/// A systolic array of processing elements, each one multiply-accumulate a cycle.
public struct SystolicArray: Sendable, Hashable {
  public var rows = 16
  public var columns = 16
  /// Equal arrays that work side by side, at most 8.
  public var count = 1
  public var dataflow = Dataflow.weightStationary
  public var foldRule = FoldRule.pipelined
  /// Whether the next stationary tile shifts in while the present one is used.
  public var hasShadowWeights = true
  /// Whether groups of a grouped convolution lie side by side on the array's diagonal.
  public var groupPacking = false
  public var cycleCounting = CycleCounting.cycles
  /// Cycles that starting a run costs.
  public var launchCycles = 0
  /// Cycles that issuing a layer costs, beside the work of earlier layers.
  public var layerCycles = 0

  public init() {}
}

/// A systolic-array accelerator: arrays, a vector unit, on-chip buffers and DRAM.
public struct SystolicDevice: Sendable, Hashable {
  public var clock = Hertz(1e9)
  /// Bytes of a weight or activation, and of a partial sum.
  public var operandBytes = 1
  public var accumulatorBytes = 4
  public var array = SystolicArray()
  /// Elements a cycle of the unit for activation, pooling and element-wise work; `nil` for one that
  /// costs nothing.
  public var vectorLanes: Int? = 16
  /// On-chip memory for activations, and for weights without a buffer of their own; `nil` for one
  /// without a limit.
  public var scratchpad: Bytes?
  /// Whether weights stay in the scratchpad from one run to the next, as far as activations leave
  /// room.
  public var holdsWeights = false
  /// A buffer for weights only, or `nil` if they lie in the scratchpad.
  public var weightBuffer: Bytes?
  /// Memory for partial sums; `nil` for one without a limit.
  public var accumulator: Bytes?
  public var dramBandwidth = BytesPerSecond.unlimited
  /// From a request to its first byte.
  public var dramLatency = Cycles.zero
  /// The link that the network's input and output cross, or `nil` if they lie in DRAM.
  public var hostBandwidth: BytesPerSecond?

  public init() {}
}
