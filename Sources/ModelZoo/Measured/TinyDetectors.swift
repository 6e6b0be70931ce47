import LayerGraph

/// Detectors of very narrow layers.
enum TinyDetectors {
  /// Expanded and output channels, repeats and stride of a run of blocks.
  private static let fastestBlocks = [
    (8, 4, 1, 1), (8, 4, 1, 1), (24, 8, 1, 2), (32, 8, 2, 1), (32, 8, 1, 2), (48, 8, 2, 1),
    (48, 16, 1, 1), (96, 16, 4, 1), (96, 24, 1, 2), (136, 24, 4, 1), (136, 48, 1, 2),
    (224, 48, 5, 1),
  ]

  /// Yolo-Fastest 1.1: inverted residuals of 4 to 48 channels, pooled at three sizes, two heads.
  static func yoloFastest(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, activation: .leaky(slope: 0.1))
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 8, kernel: 3, stride: 2)
    x = try assembly.convolution(x, 8)
    var middle = x
    for (expanded, output, repeats, stride) in fastestBlocks {
      if output == 48, stride == 2 { middle = x }
      for _ in 0..<repeats {
        x = try assembly.inverted(x, expanded: expanded, output: output, stride: stride)
      }
    }
    var pooled: [Int] = []
    for kernel in [9, 5, 3] {
      pooled.append(try assembly.pool(x, kernel: kernel, stride: 1, padding: kernel / 2))
    }
    x = try assembly.convolution(try assembly.concatenation(pooled + [x]), 96)
    try fastestHead(&assembly, x, width: 96)
    let joined = try assembly.concatenation([try assembly.upsampled(x), middle])
    try fastestHead(&assembly, joined, width: 120)
    return try assembly.build()
  }

  private static func fastestHead(
    _ assembly: inout Assembly, _ input: Int, width: Int
  ) throws(ZooError) {
    var x = input
    for _ in 0..<2 {
      x = try assembly.depthwise(x, kernel: 5)
      x = try assembly.convolution(x, width, activation: .linear)
    }
    _ = try assembly.prediction(x, 255, role: "prediction")
  }

  /// FastestDet: the backbone of Yolo-Fastest v2, its three maps brought together at a sixteenth of
  /// the image, pooled by depthwise convolutions, under one head.
  static func fastestDet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.pool(
      try assembly.convolution(x, 24, kernel: 3, stride: 2), padding: 1, roundsUp: false)
    let maps = try ShuffleNets.version2Body(
      &assembly, x, stages: [(48, 4), (96, 8), (192, 4)])
    let finer = try assembly.pool(maps[0], .average, padding: 1, roundsUp: false)
    let coarser = try assembly.upsampled(maps[2])
    x = try assembly.convolution(try assembly.concatenation([finer, maps[1], coarser]), 96)
    x = try assembly.convolution(try depthwisePyramid(&assembly, x), 96)
    let boxes = try assembly.depthwise(x, kernel: 5)
    let classes = try assembly.prediction(
      try assembly.depthwise(x, kernel: 5), 80, role: "classes")
    let objectness = try assembly.prediction(
      try assembly.depthwise(x, kernel: 5), 1, role: "objectness", activation: .sigmoid)
    _ = try assembly.concatenation([
      objectness, try assembly.prediction(boxes, 4, role: "boxes"), try assembly.softmax(classes),
    ])
    return try assembly.build()
  }

  /// One, two and three 5×5 depthwise convolutions in place of the poolings of a pyramid.
  private static func depthwisePyramid(
    _ assembly: inout Assembly, _ input: Int
  ) throws(ZooError) -> Int {
    var branches: [Int] = []
    for depth in 1...3 {
      var x = input
      for _ in 0..<depth { x = try assembly.depthwise(x, kernel: 5) }
      branches.append(x)
    }
    let joined = try assembly.convolution(
      try assembly.concatenation(branches), 96, activation: .linear)
    return try assembly.sum([input, joined], activation: .relu)
  }

  /// BlazeFace (Bazarevsky et al., 2019), without its heads: as ncnn measures it.
  static func blazeFace(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 24, kernel: 5, stride: 2)
    for (channels, stride) in [
      (24, 1), (28, 1), (32, 2), (36, 1), (42, 1), (48, 2), (56, 1), (64, 1), (72, 1), (80, 1),
      (88, 1), (96, 2), (96, 1), (96, 1), (96, 1), (96, 1),
    ] {
      x = try blazeBlock(&assembly, x, channels, stride: stride)
    }
    return try assembly.build()
  }

  private static func blazeBlock(
    _ assembly: inout Assembly, _ input: Int, _ channels: Int, stride: Int
  ) throws(ZooError) -> Int {
    let filtered = try assembly.depthwise(input, stride: stride, activation: .linear)
    let mixed = try assembly.convolution(filtered, channels, activation: .linear)
    var short = stride == 1 ? input : try assembly.pool(input, kernel: 2)
    let missing = channels - assembly.channels(of: input)
    if missing > 0 {
      let padding = try assembly.slice(mixed, 0..<missing)
      short = try assembly.concatenation([short, padding])
    }
    return try assembly.sum([mixed, short], activation: .relu)
  }
}
