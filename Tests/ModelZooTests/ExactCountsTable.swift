extension ExactCounts {
  /// Counted from the darknet descriptions by the CSPNet authors, pjreddie and AlexeyAB, and for the
  /// Pelee family from reconstructions that match every figure of the paper, by a counter that
  /// shares nothing with this project.
  static let table = [
    ExactCounts(
      "cspdarknet53", 256, 27_605_856, 27_642_184, 6_533_652_480,
      [13.0673, 13.0673, 13.0706], 0.604, 35_851_240),
    ExactCounts(
      "cspresnet50", 256, 21_566_656, 21_607_848, 4_483_686_400,
      [8.9674, 8.9684, 8.9716], 0.3083, 23_694_312),
    ExactCounts(
      "cspresnext50", 256, 20_499_136, 20_557_480, 3_964_616_704,
      [7.9292, 7.9303, 7.9334], 0.5369, 32_642_024),
    ExactCounts(
      "darknet53", 256, 41_573_216, 41_609_928, 9_285_115_904,
      [18.5702, 18.5702, 18.5757], 0.604, 24_972_264),
    ExactCounts(
      "resnext50", 256, 22_190_784, 22_252_328, 5_055_135_744,
      [10.1103, 10.1113, 10.1185], 0.5369, 34_411_496),
    ExactCounts(
      "resnet50", 256, 22_734_016, 22_780_456, 4_870_586_368,
      [9.7412, 9.7422, 9.7494], 0.3083, 25_826_280),
  ]
}
