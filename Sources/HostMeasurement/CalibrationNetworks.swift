import LayerGraph

/// Made-up networks with every class of kernel in many sizes, on which a host's efficiencies are
/// fitted; no network that anybody uses.
enum CalibrationNetworks {
  /// - Throws: `GraphError` never, for these sizes.
  static func all() throws(GraphError) -> [Network] {
    [
      try network(side: 128, channels: 32, stages: 5),
      try network(side: 112, channels: 24, stages: 4),
      try network(side: 28, channels: 64, stages: 3),
      try network(side: 56, channels: 80, stages: 4),
      try network(side: 384, channels: 16, stages: 3),
    ]
  }

  /// A pyramid: each stage has twice the channels on a quarter of the positions.
  static func network(
    side: Int, channels: Int, stages: Int
  ) throws(GraphError) -> Network {
    var pyramid = Pyramid(name: "calibration-\(side)x\(channels)")
    var top = try pyramid.stem(side: side, channels: channels)
    for stage in 0..<stages {
      top = try pyramid.stage(top, channels: channels << stage, isLast: stage == stages - 1)
    }
    try pyramid.head(top)
    return try pyramid.builder.build()
  }
}

private struct Pyramid {
  var builder: NetworkBuilder

  init(name: String) { builder = NetworkBuilder(name: name) }

  mutating func stem(side: Int, channels: Int) throws(GraphError) -> Int {
    let image = try builder.input(Shape(channels: 3, height: side, width: side))
    return try convolution(image, channels, 3, .leaky(slope: 0.1))
  }

  mutating func stage(
    _ input: Int, channels: Int, isLast: Bool
  ) throws(GraphError) -> Int {
    let pointwise = try convolution(input, channels, 1, .relu)
    let spatial = try convolution(pointwise, channels, 3, .leaky(slope: 0.1))
    let sum = try builder.add(.add, to: [input, spatial])
    let depthwise = try convolution(sum, channels, 3, .relu6, groups: channels)
    let grouped = try convolution(depthwise, channels, 3, .relu, groups: 8)
    let finer = try convolution(grouped, channels, 3, .relu, groups: channels / 4)
    let narrow = try convolution(finer, channels / 2, 1, .mish)
    let half = try builder.add(.slice(ChannelSlice(range: 0..<channels / 2)), to: grouped)
    let joined = try builder.add(.concatenate, to: [narrow, half])
    let scaled = try builder.add(.affine(Affine(isTrained: true)), to: joined)
    let pooled = try builder.add(
      .pool(Pooling(kind: .maximum, window: Window(3))), to: scaled)
    guard !isLast else { return pooled }
    let sparse = try convolution(pooled, channels, 3, .relu, stride: 2, groups: channels)
    let dense = try convolution(pooled, channels, 3, .leaky(slope: 0.1), stride: 2)
    return try builder.add(.concatenate, to: [sparse, dense])
  }

  mutating func head(_ input: Int) throws(GraphError) {
    let small = try builder.add(
      .pool(Pooling(kind: .average, window: Window(2, stride: 2))), to: input)
    let large = try builder.add(.upsample(Upsample(factor: Spatial(2))), to: small)
    let pooled = try builder.add(.globalPool(.average), to: large)
    let classes = try convolution(pooled, 1000, 1, .linear)
    _ = try builder.add(.softmax, to: classes)
  }

  private mutating func convolution(
    _ input: Int, _ filters: Int, _ side: Int, _ activation: ActivationFunction, stride: Int = 1,
    groups: Int = 1
  ) throws(GraphError) -> Int {
    try builder.add(
      .convolution(
        Convolution(filters: filters, window: Window(side, stride: stride), groups: groups)),
      to: input, activation: activation)
  }
}
