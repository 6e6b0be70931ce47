/// The kinds of blocks that a stage repeats.
public enum StageBody: Hashable, Sendable {
  case residual(ResidualBlocks)
  case dense(DenseBlocks)
  case inverted(InvertedBlocks)
  /// Convolutions one after the other.
  case sequence([SequenceStep])
}

/// One convolution of a plain sequence.
public struct SequenceStep: Hashable, Sendable {
  public var filters: Int
  public var kernel: Int

  public init(filters: Int, kernel: Int) {
    self.filters = filters
    self.kernel = kernel
  }
}

extension StageBody {
  /// How many blocks there are; a sequence is one that doesn't repeat.
  var repeats: Int {
    get {
      switch self {
      case .residual(let blocks): blocks.repeats
      case .dense(let blocks): blocks.repeats
      case .inverted(let blocks): blocks.repeats
      case .sequence: 1
      }
    }
    set {
      switch self {
      case .residual(var blocks):
        blocks.repeats = newValue
        self = .residual(blocks)
      case .dense(var blocks):
        blocks.repeats = newValue
        self = .dense(blocks)
      case .inverted(var blocks):
        blocks.repeats = newValue
        self = .inverted(blocks)
      case .sequence: break
      }
    }
  }
}

extension StageBody {
  /// The channels that a plain sequence gives; `nil` for blocks.
  var sequenceWidth: Int? {
    if case .sequence(let steps) = self { steps.last?.filters } else { nil }
  }

  /// Narrows a plain sequence by the share of channels that bypasses it; blocks follow their stage's
  /// width instead.
  mutating func leaveToBypass(_ ratio: Double) {
    guard case .sequence(let steps) = self else { return }
    self = .sequence(
      steps.map { step in
        let bypass = Assembly.bypassChannels(of: step.filters, ratio: ratio)
        return SequenceStep(filters: step.filters - bypass, kernel: step.kernel)
      })
  }
}
