import LayerGraph

/// The exact fusion model (CSPNet paper, section 3.3), in an inferred wiring.
///
/// The paper's figure 7 gives the work of each layer, 114 to 149, but not its inputs. Each layer
/// here has the shape that its bar demands; bars of no work are upsampling and cross-channel pooling.
extension Assembly {
  mutating func exactFusionHeads(_ maps: PyramidMaps) throws(ZooError) {
    enter(stage: "pyramid")
    let pyramid = try descend(maps)
    enter(stage: "fusion")
    let fused = try fuse(maps, pyramid)
    enter(stage: "head 1")
    let fine = try convolution(fused.fine, 64, kernel: 3)
    try yolo(fine)
    enter(stage: "head 2")
    let middle = try convolution(try joinedBelow(fine, fused, pyramid), 128)
    let middleOut = try convolution(middle, 128, kernel: 3)
    try yolo(middleOut)
    enter(stage: "head 3")
    let below = try convolution(middleOut, 256, kernel: 3, stride: 2, role: "down")
    try yolo(try convolution(try convolution(below, 128), 128, kernel: 3))
  }

  /// The maps of the way down the pyramid.
  private struct Pyramid {
    /// 256 channels, coarse.
    let coarse: Int
    /// 128 channels, coarse.
    let reduced: Int
    /// 64 channels, middle.
    let narrow: Int
    /// 64 channels, fine.
    let above: Int
  }

  /// What fusion gives to the heads.
  private struct FusedMaps {
    /// 64 channels, fine.
    let fine: Int
    /// 128 channels, coarse.
    let coarse: Int
  }

  private mutating func descend(_ maps: PyramidMaps) throws(ZooError) -> Pyramid {
    let coarse = try convolution(try convolution(maps.coarse, 256), 256, kernel: 3)
    let reduced = try convolution(coarse, 128)
    let above = try upsampled(reduced)
    let pooled = try maxout(maps.middle, to: 128)
    let joined = try convolution(try concatenation([above, pooled]), 128)
    let middle = try convolution(joined, 128, kernel: 3)
    let narrow = try convolution(middle, 64)
    return Pyramid(
      coarse: coarse, reduced: reduced, narrow: narrow, above: try upsampled(narrow))
  }

  private mutating func fuse(
    _ maps: PyramidMaps, _ pyramid: Pyramid
  ) throws(ZooError) -> FusedMaps {
    let middle = try convolution(pyramid.narrow, 64, kernel: 3)
    let coarse = try convolution(try convolution(pyramid.coarse, 128), 128, kernel: 3)
    let gathered = try convolution(middle, 16, kernel: 3, stride: 2)
    let once = try upsampled(gathered)
    let fine = try convolution(try maxout(maps.fine, to: 64), 64)
    let refined = try convolution(fine, 64, kernel: 3)
    let narrow = try convolution(refined, 32)
    let twice = try upsampled(once)
    let own = try convolution(narrow, 32, kernel: 3)
    let pooled = try maxout(refined, to: 16)
    let joined = try concatenation([pyramid.above, own, twice, pooled])
    return FusedMaps(fine: try convolution(joined, 64), coarse: coarse)
  }

  private mutating func joinedBelow(
    _ fine: Int, _ fused: FusedMaps, _ pyramid: Pyramid
  ) throws(ZooError) -> Int {
    let below = try convolution(fine, 128, kernel: 3, stride: 2, role: "down")
    let pooled = try maxout(try concatenation([fused.coarse, pyramid.reduced]), to: 128)
    return try concatenation([below, try upsampled(pooled)])
  }

  private mutating func maxout(_ input: Int, to channels: Int) throws(ZooError) -> Int {
    let group = self.channels(of: input) / channels
    return try add(
      .crossChannelPool(CrossChannelPooling(groupSize: group)), to: [input], role: "maxout")
  }
}
