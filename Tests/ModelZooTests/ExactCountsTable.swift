extension ExactCounts {
  /// Counted from the darknet descriptions by the CSPNet authors, pjreddie and AlexeyAB, and for the
  /// Pelee family from reconstructions that match every figure of the paper, by a counter that
  /// shares nothing with this project.
  static let table = [
    ExactCounts(
      "cspdarknet53", 256, 27_605_856, 27_642_184, 6_533_652_480,
      [13.0673, 13.0673, 13.0706], 0.604, 35_851_240),
    ExactCounts(
      "cspresnet50-elastic", 256, 29_795_520, 29_848_360, 4_680_818_688,
      [9.3616, 9.3643, 9.3674], 0.3083, 25_398_248),
    ExactCounts(
      "cspresnet50", 256, 21_566_656, 21_607_848, 4_483_686_400,
      [8.9674, 8.9684, 8.9716], 0.3083, 23_694_312),
    ExactCounts(
      "cspresnext50", 256, 20_499_136, 20_557_480, 3_964_616_704,
      [7.9292, 7.9303, 7.9334], 0.5369, 32_642_024),
    ExactCounts(
      "darknet-reference", 256, 7_314_352, 7_319_416, 482_320_384,
      [0.9646, 0.9667, 0.9667], 0.151, 5_393_384),
    ExactCounts(
      "darknet53", 256, 41_573_216, 41_609_928, 9_285_115_904,
      [18.5702, 18.5702, 18.5757], 0.604, 24_972_264),
    ExactCounts(
      "mobilenetv2", 224, 3_470_784, 3_505_960, 429_111_936,
      [0.8582, 0.8582, 0.8586], 0.0401, 18_001_064),
    ExactCounts(
      "resnet10", 256, 5_240_000, 5_244_968, 1_136_119_808,
      [2.2722, 2.2733, 2.2738], 0.3083, 4_786_152),
    ExactCounts(
      "resnext50", 256, 22_190_784, 22_252_328, 5_055_135_744,
      [10.1103, 10.1113, 10.1185], 0.5369, 34_411_496),
    ExactCounts(
      "resnet50", 256, 22_734_016, 22_780_456, 4_870_586_368,
      [9.7412, 9.7422, 9.7494], 0.3083, 25_826_280),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.25, fusion: .csp, 3_152_224, 3_166_440, 492_414_976,
      [0.9848, 0.9859, 0.9859], 0.0787, 10_388_712),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.5, fusion: .csp, 2_831_712, 2_845_480, 443_443_200,
      [0.8869, 0.888, 0.888], 0.0578, 9_849_320),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.75, fusion: .csp, 2_554_208, 2_567_528, 399_288_320,
      [0.7986, 0.7997, 0.7997], 0.0578, 9_309_928),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.25, fusion: .last, 2_807_136, 2_819_496, 450_668_544,
      [0.9013, 0.9024, 0.9024], 0.0787, 9_836_776),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.5, fusion: .last, 2_486_624, 2_498_536, 401_696_768,
      [0.8034, 0.8045, 0.8045], 0.0578, 9_297_384),
    ExactCounts(
      "csppeleenet", 224, splitRatio: 0.75, fusion: .last, 2_209_120, 2_220_584, 357_541_888,
      [0.7151, 0.7162, 0.7162], 0.0578, 8_757_992),
    ExactCounts(
      "peleenet", 224, 2_791_520, 2_802_248, 507_757_568,
      [1.0155, 1.0166, 1.0166], 0.1028, 10_859_240),
    ExactCounts(
      "sparsepeleenet", 224, 2_391_136, 2_401_864, 451_560_448,
      [0.9031, 0.9042, 0.9042], 0.1028, 9_705_192),
  ]
}
