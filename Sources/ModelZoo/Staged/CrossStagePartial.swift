import LayerGraph

/// The cross-stage-partial transform (CSPNet, Wang et al., 2020): in each stage, a share γ of the
/// channels bypasses the blocks and joins them again at the stage's end.
///
///     let csp = darknet53.crossStagePartial(CrossStagePartial(ratio: 0.5))
///
/// A stage becomes: split → blocks on the heavy part → 1×1 transition → concatenation → 1×1
/// transition; `fusion` says which of the two transitions stay. Where a published network departs
/// from this rule, the departure is a `StageException`.
public struct CrossStagePartial: Hashable, Sendable {
  /// γ: the share of a stage's channels that bypasses the blocks, above 0 and below 1.
  public var ratio: Double
  public var fusion: FusionMode
  public var split: SplitKind
  /// Whether stages whose first block lowers the resolution get a convolution for it instead, so
  /// that the split comes after: it takes that block's place, with this many groups.
  public var downsamplingGroups: Int?
  /// What the transition after the blocks gives of what they give.
  public var firstTransition: ChannelRule
  /// Whether a stage that pools does so before its last transition rather than after.
  public var poolsFirst: Bool
  /// Whether the last transition of each stage, whichever that is, gives as many channels as the
  /// plain stage does; those of published networks needn't.
  public var keepsWidths: Bool
  public var exceptions: [StageException]

  public init(
    ratio: Double = 0.5, fusion: FusionMode = .csp, split: SplitKind = .convolutions,
    downsamplingGroups: Int? = nil, firstTransition: ChannelRule = .same,
    poolsFirst: Bool = false, keepsWidths: Bool = false, exceptions: [StageException] = []
  ) {
    self.ratio = ratio
    self.fusion = fusion
    self.split = split
    self.downsamplingGroups = downsamplingGroups
    self.firstTransition = firstTransition
    self.poolsFirst = poolsFirst
    self.keepsWidths = keepsWidths
    self.exceptions = exceptions
  }
}

extension CrossStagePartial {
  /// The published transform, changed as a user's options say.
  init(
    _ options: NetworkOptions, split: SplitKind = .convolutions, downsamplingGroups: Int? = nil,
    firstTransition: ChannelRule = .same, poolsFirst: Bool = false,
    exceptions: [StageException] = []
  ) {
    self.init(
      ratio: options.splitRatio ?? 0.5, fusion: options.fusion ?? .csp,
      split: options.split ?? split, downsamplingGroups: downsamplingGroups,
      firstTransition: firstTransition, poolsFirst: poolsFirst, exceptions: exceptions)
  }
}

extension StagedNetwork {
  /// The cross-stage-partial version of this network; itself with `FusionMode.none`.
  public func crossStagePartial(_ transform: CrossStagePartial) -> StagedNetwork {
    guard transform.fusion != .none else { return self }
    var network = self
    let widths = transform.keepsWidths ? stageWidths : []
    for index in stages.indices {
      let exception =
        transform.exceptions.first { $0.stage == index + 1 } ?? StageException(stage: index + 1)
      network.stages[index].apply(transform, exception: exception)
      if transform.keepsWidths { network.stages[index].keep(widths[index]) }
    }
    return network
  }
}

extension Stage {
  fileprivate mutating func apply(_ transform: CrossStagePartial, exception: StageException) {
    guard !exception.isPlain else { return }
    if downsampling.firstBlockStride > 1, let groups = transform.downsamplingGroups {
      downsampling = .convolution(filters: nil, groups: groups)
      body.repeats -= 1
    }
    if let repeats = exception.repeats { body.repeats = repeats }
    let closing = exception.transitionWidth ?? width
    let ratio = exception.ratio ?? transform.ratio
    let width = width ?? body.sequenceWidth
    body.leaveToBypass(ratio)
    partial = PartialStage(
      ratio: ratio, fusion: transform.fusion, split: transform.split,
      bypassWidth: exception.splitWidth ?? width,
      heavyWidth: exception.heavyWidth ?? exception.splitWidth ?? width,
      splitActivation: exception.splitActivation,
      firstTransition: transform.firstTransition, poolsFirst: transform.poolsFirst,
      transition: transition ?? closing.map { Transition(width: .fixed($0)) })
  }
}
