/// What bounds a layer or a run, in one word.
public enum Verdict: String, Sendable, CaseIterable {
  case compute = "compute-bound"
  case underused = "array-underused"
  case pipeline = "fill-drain-bound"
  case weightShift = "weight-shift-bound"
  case weightBandwidth = "weight-bandwidth-bound"
  case inputBandwidth = "input-bandwidth-bound"
  case outputBandwidth = "output-bandwidth-bound"
  case vector = "vector-bound"
  case dependency = "dependency-bound"
  case launch = "launch-bound"
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
      case .unusedPEs: .underused
      case .fillDrain: .pipeline
      case .weightShift: .weightShift
      case .weightStall: .weightBandwidth
      case .inputStall: .inputBandwidth
      case .outputStall: .outputBandwidth
      case .vectorWork: .vector
      case .dependencyWait: .dependency
      case .launch: .launch
      case .idle: .idle
      }
  }
}
