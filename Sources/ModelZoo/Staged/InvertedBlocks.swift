import LayerGraph

/// A run of inverted bottlenecks (MobileNet-v2; Sandler et al., 2018): 1×1 to more channels, 3×3
/// depthwise, 1×1 to the stage's width; an addition where that changes no shape.
public struct InvertedBlocks: Hashable, Sendable {
  /// Expanded channels over incoming ones.
  public var expansion: Int
  public var repeats: Int
  /// Whether an expansion of 1 is a convolution all the same.
  public var convolvesUnexpanded: Bool

  public init(expansion: Int, repeats: Int, convolvesUnexpanded: Bool = false) {
    self.expansion = expansion
    self.repeats = repeats
    self.convolvesUnexpanded = convolvesUnexpanded
  }
}

extension Assembly {
  mutating func add(
    _ blocks: InvertedBlocks, to input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    var current = input
    for index in 0..<max(blocks.repeats, 0) {
      enter(block: "block \(index + 1)")
      current = try invertedBlock(
        blocks, on: current, width: width, stride: index == 0 ? stride : 1)
    }
    return current
  }

  private mutating func invertedBlock(
    _ blocks: InvertedBlocks, on input: Int, width: Int, stride: Int
  ) throws(ZooError) -> Int {
    var current = input
    let expanded = Limits.product(of: channels(of: input), blocks.expansion) ?? 0
    if blocks.expansion != 1 || blocks.convolvesUnexpanded {
      current = try convolution(current, expanded)
    }
    current = try convolution(current, expanded, kernel: 3, stride: stride, groups: expanded)
    current = try convolution(current, width, activation: .linear)
    guard stride == 1, channels(of: input) == width else { return current }
    return try sum([current, input])
  }
}
