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
