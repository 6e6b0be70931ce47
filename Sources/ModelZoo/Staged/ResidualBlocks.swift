import LayerGraph

/// A run of blocks that each add to what they read (He et al., 2016).
public struct ResidualBlocks: Hashable, Sendable {
  /// The convolutions of one block; the last gives the stage's width.
  public enum Kind: Hashable, Sendable {
    /// Darknet-53: 1×1 to `inner` channels, 3×3.
    case reduced(inner: Int)
    /// ResNet-50: 1×1 to `inner` channels, 3×3 in groups, 1×1.
    case bottleneck(inner: Int, groups: Int)
    /// ResNet-18: 3×3, 3×3.
    case basic
  }

  /// What is added where a block changes the shape of what it reads.
  public enum Shortcut: Hashable, Sendable {
    /// The channels and pixels that both have in common, as in darknet.
    case partial
    /// A 1×1 convolution of the input, as in PyTorch.
    case projection
    /// Nothing, anywhere: the blocks only follow one another.
    case none
  }

  public var kind: Kind
  public var repeats: Int
  public var shortcut: Shortcut
  /// Whether each block's convolutions stand twice, on half the channels each, the second time at
  /// half the resolution (ELASTIC; Wang et al., 2019).
  public var isElastic: Bool

  public init(
    kind: Kind, repeats: Int, shortcut: Shortcut = .partial, isElastic: Bool = false
  ) {
    self.kind = kind
    self.repeats = repeats
    self.shortcut = shortcut
    self.isElastic = isElastic
  }
}

extension Assembly {
  mutating func add(
    _ blocks: ResidualBlocks, to input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    var current = input
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      let stride = index == 0 ? stride : 1
      current = try residualBlock(blocks, on: current, width: width, stride: stride)
    }
    return current
  }

  private mutating func residualBlock(
    _ blocks: ResidualBlocks, on input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    let branch =
      blocks.isElastic
      ? try elastic(blocks.kind, on: input, width: width, stride: stride)
      : try branch(of: blocks.kind, on: input, width: width, stride: stride)
    if blocks.shortcut == .none { return branch }
    var kept = input
    if blocks.shortcut == .projection, stride != 1 || channels(of: input) != width {
      kept = try convolution(
        input, width, stride: stride, role: "projection", activation: .linear)
    }
    if case .reduced = blocks.kind { return try sum([branch, kept]) }
    return try sum([branch, kept], activation: activation)
  }

  /// What the block adds; where activation follows the addition, the last convolution has none.
  private mutating func branch(
    of kind: ResidualBlocks.Kind, on input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    switch kind {
    case .reduced(let inner):
      let reduced = try convolution(input, inner)
      return try convolution(reduced, width, kernel: 3, stride: stride)
    case .bottleneck(let inner, let groups):
      return try bottleneck(input, inner: inner, groups: groups, width: width, stride: stride)
    case .basic:
      let first = try convolution(input, width, kernel: 3, stride: stride)
      return try convolution(first, width, kernel: 3, activation: .linear)
    }
  }

  private mutating func bottleneck(
    _ input: Int, inner: Int, groups: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    let reduced = try convolution(input, inner)
    let filtered = try convolution(reduced, inner, kernel: 3, stride: stride, groups: groups)
    return try convolution(filtered, width, activation: .linear)
  }

  private mutating func elastic(
    _ kind: ResidualBlocks.Kind, on input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    let all = channels(of: input)
    let half = all / 2
    let near = try add(.slice(ChannelSlice(range: 0..<half)), to: [input], role: "slice")
    let fine = try branch(of: kind, on: near, width: width / 2, stride: stride)
    let far = try add(.slice(ChannelSlice(range: half..<all)), to: [input], role: "slice")
    let pooled = try maximumPool(far)
    let coarse = try branch(of: kind, on: pooled, width: width - width / 2, stride: stride)
    return try concatenation([fine, try upsampled(coarse)])
  }
}
