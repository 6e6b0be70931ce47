/// What bounds a layer or a run, in one word.
public enum Verdict: String, Sendable, CaseIterable {
  /// Useful multiply-accumulates take most of the time.
  case compute = "compute-bound"
  /// The array is busy, but most of it has nothing to do.
  case recomputation = "recomputation-bound"
  case underused = "array-underused"
  /// The pipeline fills or drains.
  case pipeline = "fill-drain-bound"
  /// Weights move into the array.
  case weightShift = "weight-shift-bound"
  /// The array waits for the on-chip buffer's buses.
  case bufferBandwidth = "buffer-bandwidth-bound"
  /// The array waits for weights from DRAM.
  case weightBandwidth = "weight-bandwidth-bound"
  /// The array waits for activations from DRAM.
  case inputBandwidth = "input-bandwidth-bound"
  /// The array waits for results on their way to DRAM.
  case outputBandwidth = "output-bandwidth-bound"
  /// Element-wise work takes most of the time.
  case vector = "vector-bound"
  /// The array waits for an earlier layer's compute.
  case dependency = "dependency-bound"
  /// Multiprocessors have too few threads to hide latency.
  case occupancy = "occupancy-bound"
  /// Multiprocessors wait for those with one more wave of thread blocks.
  case lastWave = "wave-quantisation-bound"
  /// Multiprocessors wait for operands from their shared cache.
  case cache = "cache-bandwidth-bound"
  /// Starting the layer takes most of the time.
  case launch = "launch-bound"
  /// Nothing that the layer needs is at work.
  case idle = "idle"
  /// The layer's work all ran beside other layers'.
  case hidden = "hidden"

  /// The verdict that the largest cause gives.
  public init(_ attribution: Attribution) {
    guard attribution.total > 0 else {
      self = .hidden
      return
    }
    self =
      switch attribution.largest {
      case .useful: .compute
      case .recomputation: .recomputation
      case .unusedPEs: .underused
      case .fillDrain: .pipeline
      case .weightShift: .weightShift
      case .bufferStall: .bufferBandwidth
      case .weightStall: .weightBandwidth
      case .inputStall: .inputBandwidth
      case .outputStall: .outputBandwidth
      case .vectorWork: .vector
      case .dependencyWait: .dependency
      case .occupancy: .occupancy
      case .lastWave: .lastWave
      case .cacheStall: .cache
      case .launch: .launch
      case .idle: .idle
      }
  }
}
