import LayerGraph

/// Networks of depthwise convolutions: MobileNet v1 (Howard et al., 2017), v2 (Sandler et al.,
/// 2018), and what architecture searches made of v2.
enum MobileNets {
  /// Channels at a width multiplier, rounded to a multiple of 8 and never down by over a tenth.
  static func scaled(_ channels: Int, by width: Double) -> Int {
    let exact = Double(channels) * width
    let rounded = max(8, Int(exact + 4) / 8 * 8)
    return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
  }

  /// Output channels and stride of v1's thirteen blocks.
  static let version1Blocks = [
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1),
    (512, 1), (512, 1), (1024, 2), (1024, 1),
  ]

  /// Depthwise, then pointwise.
  static func separable(
    _ assembly: inout Assembly, _ input: Int, _ filters: Int, kernel: Int = 3, stride: Int = 1
  ) throws(ZooError) -> Int {
    let filtered = try assembly.depthwise(input, kernel: kernel, stride: stride)
    return try assembly.convolution(filtered, filters)
  }

  static func version1(_ request: NetworkSpecification, width: Double) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, Int(32 * width), kernel: 3, stride: 2)
    for (channels, stride) in version1Blocks {
      x = try separable(&assembly, x, Int(Double(channels) * width), stride: stride)
    }
    return try assembly.classify(x)
  }

  /// A run of equal inverted residuals.
  struct Stage {
    let expansion: Int
    let channels: Int
    let repeats: Int
    let stride: Int
    let kernel: Int
    /// Whether a 1×1 convolution comes first even where it widens nothing.
    let expandsAlways: Bool
    /// The expanded channels where they are no whole multiple of the input's.
    let expanded: Int?

    init(
      _ expansion: Int, _ channels: Int, _ repeats: Int, _ stride: Int, kernel: Int = 3,
      expandsAlways: Bool = false, expanded: Int? = nil
    ) {
      (self.expansion, self.channels, self.repeats) = (expansion, channels, repeats)
      (self.stride, self.kernel, self.expandsAlways) = (stride, kernel, expandsAlways)
      self.expanded = expanded
    }
  }

  static let version2Stages = [
    Stage(1, 16, 1, 1), Stage(6, 24, 2, 2), Stage(6, 32, 3, 2), Stage(6, 64, 4, 2),
    Stage(6, 96, 3, 1), Stage(6, 160, 3, 2), Stage(6, 320, 1, 1),
  ]

  /// As Caffe has it: the first block expands 32 channels to 32.
  static let caffeVersion2Stages =
    [Stage(1, 16, 1, 1, expandsAlways: true)] + version2Stages.dropFirst()

  /// Tan et al., 2019: MnasNet-B1.
  static let mnasStages = [
    Stage(1, 16, 1, 1), Stage(3, 24, 3, 2), Stage(3, 40, 3, 2, kernel: 5),
    Stage(6, 80, 3, 2, kernel: 5), Stage(6, 96, 2, 1), Stage(6, 192, 4, 2, kernel: 5),
    Stage(6, 320, 1, 1),
  ]

  /// Cai et al., 2019: ProxylessNAS for mobile phones, its first block as wide as ncnn has it.
  static let proxylessStages = [
    Stage(1, 32, 1, 1), Stage(3, 32, 1, 2, kernel: 5, expanded: 48), Stage(3, 32, 1, 1),
    Stage(3, 40, 1, 2, kernel: 7), Stage(3, 40, 1, 1), Stage(3, 40, 2, 1, kernel: 5),
    Stage(6, 80, 1, 2, kernel: 7), Stage(3, 80, 3, 1, kernel: 5), Stage(6, 96, 1, 1, kernel: 5),
    Stage(3, 96, 3, 1, kernel: 5), Stage(6, 192, 1, 2, kernel: 7),
    Stage(6, 192, 1, 1, kernel: 7), Stage(3, 192, 2, 1, kernel: 7), Stage(6, 320, 1, 1, kernel: 7),
  ]

  /// Tan and Le, 2019, without squeeze and excitation: EfficientNet-Lite0.
  static let efficientLiteStages = [
    Stage(1, 16, 1, 1), Stage(6, 24, 2, 2), Stage(6, 40, 2, 2, kernel: 5), Stage(6, 80, 3, 2),
    Stage(6, 112, 3, 1, kernel: 5), Stage(6, 192, 4, 2, kernel: 5), Stage(6, 320, 1, 1),
  ]

  /// Stem, inverted residuals, a last 1×1 convolution, classifier.
  static func inverted(
    _ request: NetworkSpecification, _ stages: [Stage], width: Double = 1
  ) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, activation: .relu6)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, scaled(32, by: width), kernel: 3, stride: 2)
    x = try body(&assembly, x, stages, width: width)
    x = try assembly.convolution(x, max(1280, scaled(1280, by: width)))
    return try assembly.classify(x)
  }

  static func body(
    _ assembly: inout Assembly, _ input: Int, _ stages: [Stage], width: Double = 1
  ) throws(ZooError) -> Int {
    var x = input
    for stage in stages {
      for index in 0..<stage.repeats {
        x = try assembly.inverted(
          x, expanded: stage.expanded ?? assembly.channels(of: x) * stage.expansion,
          output: scaled(stage.channels, by: width), kernel: stage.kernel,
          stride: index == 0 ? stage.stride : 1, expandsAlways: stage.expandsAlways,
          hasShortcut: stage.expansion > 1)
      }
    }
    return x
  }
}
