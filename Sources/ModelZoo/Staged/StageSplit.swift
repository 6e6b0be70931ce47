import LayerGraph

/// The channels of the three parts of a cross-stage-partial stage.
struct StageShares {
  let bypass: Int
  /// Into the blocks.
  let heavy: Int
  /// Out of residual blocks.
  let blocks: Int
}

extension Assembly {
  /// γ of the channels for the bypass, rounded to the nearest whole number, the rest for the blocks.
  func shares(
    of partial: PartialStage, incoming: Int, stage: Int
  ) throws(ZooError) -> StageShares {
    guard partial.ratio > 0, partial.ratio < 1 else {
      throw .shareOutOfRange(network: name, option: .splitRatio, value: partial.ratio)
    }
    let width = partial.split == .slice ? incoming : partial.bypassWidth ?? incoming
    let heavyWidth = partial.split == .slice ? incoming : partial.heavyWidth ?? incoming
    let bypass = Self.bypassChannels(of: width, ratio: partial.ratio)
    let heavy = heavyWidth - Self.bypassChannels(of: heavyWidth, ratio: partial.ratio)
    let blockWidth = partial.bypassWidth ?? incoming
    let blocks = blockWidth - Self.bypassChannels(of: blockWidth, ratio: partial.ratio)
    guard bypass > 0, heavy > 0, blocks > 0 else {
      throw .emptySplit(network: name, stage: stage, ratio: partial.ratio, channels: width)
    }
    return StageShares(bypass: bypass, heavy: heavy, blocks: blocks)
  }

  static func bypassChannels(of width: Int, ratio: Double) -> Int {
    Int(Double(width) * ratio + 0.5)
  }

  /// Where the first block lowers the resolution, the bypass does so by the same stride.
  mutating func split(
    _ input: Int, by partial: PartialStage, _ shares: StageShares, stride: Int
  ) throws(ZooError) -> (bypass: Int, heavy: Int) {
    switch partial.split {
    case .convolutions:
      let activation = partial.splitActivation
      let bypass = try convolution(
        input, shares.bypass, stride: stride, role: "bypass", activation: activation)
      let heavy = try convolution(input, shares.heavy, role: "heavy", activation: activation)
      return (bypass, heavy)
    case .slice:
      let all = channels(of: input)
      let light = ChannelSlice(range: 0..<shares.bypass)
      var bypass = try add(.slice(light), to: [input], role: "bypass")
      if stride > 1 {
        bypass = try maximumPool(bypass, size: stride, stride: stride, role: "bypass-pool")
      }
      let heavy = ChannelSlice(range: shares.bypass..<all)
      return (bypass, try add(.slice(heavy), to: [input], role: "heavy"))
    }
  }
}
