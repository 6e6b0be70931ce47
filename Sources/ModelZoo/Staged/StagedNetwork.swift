import LayerGraph

/// What a family of convolutional networks has in common: a stem, stages of blocks, and a head.
///
/// It is a description, not a graph, so that it can be transformed (`crossStagePartial`) before
/// `network(_:)` unrolls it at an image size.
public struct StagedNetwork: Hashable, Sendable {
  public var stem: [StemStep]
  public var stages: [Stage]
  /// Between the last stage and the head.
  public var closing: Closing?
  public var classifier: Classifier
  /// Follows every convolution that its place doesn't demand otherwise of.
  public var activation: ActivationFunction

  public init(
    stem: [StemStep], stages: [Stage], closing: Closing? = nil,
    classifier: Classifier = Classifier(), activation: ActivationFunction = .leaky(slope: 0.1)
  ) {
    self.stem = stem
    self.stages = stages
    self.closing = closing
    self.classifier = classifier
    self.activation = activation
  }
}

/// One step from the image to the first stage.
public enum StemStep: Hashable, Sendable {
  case convolution(filters: Int, kernel: Int, stride: Int)
  /// Neither normalised nor activated: the blocks of pre-activated layers do that.
  case plainConvolution(filters: Int, kernel: Int, stride: Int)
  /// darknet's max-pooling.
  case maximumPool(size: Int, stride: Int)
  /// A 3×3 window with stride 2 and one pixel of padding, as PyTorch's networks have.
  case centredMaximumPool
  /// PeleeNet's: max-pooling beside 1×1 and 3×3/2 convolutions, concatenated; optionally a 1×1
  /// convolution after the pooling.
  case twoBranches(filters: Int, convolvesPooled: Bool)
}

/// A run of blocks at one resolution, and what stands before and after it.
public struct Stage: Hashable, Sendable {
  public var downsampling: Downsampling
  public var body: StageBody
  /// The channels that the blocks give back; `nil` where the blocks decide (dense blocks).
  public var width: Int?
  public var transition: Transition?
  /// How the stage's input is split around its blocks; `nil` in a plain network.
  public var partial: PartialStage?

  public init(
    downsampling: Downsampling, body: StageBody, width: Int? = nil, transition: Transition? = nil
  ) {
    self.downsampling = downsampling
    self.body = body
    self.width = width
    self.transition = transition
  }
}

/// Where a stage lowers the resolution.
public enum Downsampling: Hashable, Sendable {
  case none
  /// The first block has this stride.
  case firstBlock(stride: Int)
  /// A 3×3 convolution of stride 2 before the blocks; `nil` filters: as many as channels come in.
  case convolution(filters: Int?, groups: Int)
  /// darknet's 2×2 max-pooling before the blocks; stride 1 keeps the map's size.
  case maximumPool(stride: Int)

  var firstBlockStride: Int {
    if case .firstBlock(let stride) = self { stride } else { 1 }
  }
}

/// A 1×1 convolution that ends a stage, with or without pooling.
public struct Transition: Hashable, Sendable {
  public var width: ChannelRule
  public var pooling: PoolingKind?

  public init(width: ChannelRule, pooling: PoolingKind? = nil) {
    self.width = width
    self.pooling = pooling
  }
}

/// How many channels a convolution gives, by how many it gets.
public enum ChannelRule: Hashable, Sendable {
  case same
  case fixed(Int)
  /// The whole number of channels below this share, which is above 0 and at most 1.
  case share(Double)

  func channels(of input: Int) -> Int {
    switch self {
    case .same: input
    case .fixed(let channels): channels
    case .share(let share): share > 0 && share <= 1 ? Int(Double(input) * share) : 0
    }
  }
}

/// What stands between the last stage and the head.
public enum Closing: Hashable, Sendable {
  /// A 1×1 convolution.
  case convolution(ChannelRule)
  /// The normalisation and rectification that blocks of pre-activated layers leave to do.
  case normalisation
}

/// The end of a network that names what an image shows.
public struct Classifier: Hashable, Sendable {
  public enum Order: Hashable, Sendable {
    /// Pools the map to one pixel, then classifies it.
    case poolFirst
    /// Classifies every pixel, then pools: as accurate, and as many times the work as pixels.
    case poolLast
  }

  public enum Operation: Hashable, Sendable {
    /// A 1×1 convolution, as in darknet.
    case convolution
    case linear
  }

  public var classes: Int
  public var order: Order
  public var operation: Operation
  public var hasSoftmax: Bool

  public init(
    classes: Int = 1000, order: Order = .poolFirst, operation: Operation = .convolution,
    hasSoftmax: Bool = true
  ) {
    self.classes = classes
    self.order = order
    self.operation = operation
    self.hasSoftmax = hasSoftmax
  }
}
