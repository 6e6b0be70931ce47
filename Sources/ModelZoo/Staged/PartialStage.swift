import LayerGraph

/// Where a published network departs from the rule in one stage; `nil` means it doesn't.
public struct StageException: Hashable, Sendable {
  /// Counted from 1.
  public let stage: Int
  /// The channels that the shares are taken of, if not the stage's width.
  public var splitWidth: Int?
  /// The channels that the heavy part's share is taken of, if others than the bypass's.
  public var heavyWidth: Int?
  /// A split ratio that doesn't follow the network's.
  public var ratio: Double?
  /// What follows the two convolutions of the split, if not the network's activation.
  public var splitActivation: ActivationFunction?
  /// The channels after the last transition, if not the stage's width.
  public var transitionWidth: Int?
  public var repeats: Int?
  /// The stage stays as it is in the plain network.
  public var isPlain: Bool

  public init(
    stage: Int, splitWidth: Int? = nil, heavyWidth: Int? = nil, ratio: Double? = nil,
    splitActivation: ActivationFunction? = nil, transitionWidth: Int? = nil, repeats: Int? = nil,
    isPlain: Bool = false
  ) {
    self.stage = stage
    self.splitWidth = splitWidth
    self.heavyWidth = heavyWidth
    self.ratio = ratio
    self.splitActivation = splitActivation
    self.transitionWidth = transitionWidth
    self.repeats = repeats
    self.isPlain = isPlain
  }
}

/// The split of one stage, as `CrossStagePartial` decides it.
public struct PartialStage: Hashable, Sendable {
  public var ratio: Double
  public var fusion: FusionMode
  public var split: SplitKind
  /// The channels that the bypass and the blocks' output take their shares of; `nil`: those that
  /// come in.
  public var bypassWidth: Int?
  /// The channels that the blocks' input takes its share of; `nil`: those that come in.
  public var heavyWidth: Int?
  public var splitActivation: ActivationFunction?
  /// Stands between the blocks and the concatenation, unless fusion comes first.
  public var firstTransition: ChannelRule
  public var poolsFirst: Bool
  /// Follows the concatenation, unless fusion comes last: then only its pooling does.
  public var transition: Transition?
  /// The channels that the stage gives, if not what its transitions make of theirs.
  public var outputWidth: Int?
}
