/// The channels of a plain stage where they change.
struct StageWidths: Hashable {
  /// Out of the blocks.
  let blocks: Int
  /// Out of the stage.
  let output: Int
}

extension StagedNetwork {
  /// The channels of each stage of a plain network.
  var stageWidths: [StageWidths] {
    var current = stem.reduce(3) { $1.channels(of: $0) }
    return stages.map { stage in
      if case .convolution(let filters?, _) = stage.downsampling { current = filters }
      let blocks = stage.body.channels(of: current, width: stage.width)
      current = stage.transition?.width.channels(of: blocks) ?? blocks
      return StageWidths(blocks: blocks, output: current)
    }
  }
}

extension Stage {
  /// Makes a split stage give as many channels as the plain one. Where that one's transition narrows
  /// what its blocks give, the transition after the blocks does so by the same share.
  mutating func keep(_ widths: StageWidths) {
    guard var split = partial else { return }
    split.outputWidth = widths.output
    if transition != nil, widths.output < widths.blocks {
      split.firstTransition = .share(Double(widths.output) / Double(widths.blocks))
    }
    let hasFixedWidth = width != nil || body.sequenceWidth != nil
    if hasFixedWidth || transition != nil {
      split.transition = Transition(width: .fixed(widths.output), pooling: transition?.pooling)
    }
    partial = split
  }
}

extension StemStep {
  fileprivate func channels(of input: Int) -> Int {
    switch self {
    case .convolution(let filters, _, _), .plainConvolution(let filters, _, _): filters
    case .maximumPool, .centredMaximumPool: input
    case .twoBranches(let filters, let convolvesPooled):
      (convolvesPooled ? filters : input) + filters
    }
  }
}

extension StageBody {
  fileprivate func channels(of input: Int, width: Int?) -> Int {
    switch self {
    case .residual, .inverted: width ?? input
    case .dense(let blocks): input + blocks.repeats * blocks.appended
    case .sequence(let steps): steps.last?.filters ?? input
    }
  }
}

extension DenseBlocks {
  /// The channels that one layer really adds: the two ways give half the growth each.
  fileprivate var appended: Int {
    switch kind {
    case .preActivated, .postActivated: growth
    case .twoWay, .sparseTwoWay: growth / 2 * 2
    }
  }
}
