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
  static func yoloFastest(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request, activation: .leaky(slope: 0.1))
    var x = try sketch.image(request.size(320))
    x = try sketch.convolution(x, 8, kernel: 3, stride: 2)
    x = try sketch.convolution(x, 8)
    var middle = x
    for (expanded, output, repeats, stride) in fastestBlocks {
      if output == 48, stride == 2 { middle = x }
      for _ in 0..<repeats {
        x = try sketch.inverted(x, expanded: expanded, output: output, stride: stride)
      }
    }
    var pooled: [Int] = []
    for kernel in [9, 5, 3] {
      pooled.append(try sketch.pool(x, kernel: kernel, stride: 1, padding: kernel / 2))
    }
    x = try sketch.convolution(try sketch.concatenation(pooled + [x]), 96)
    try fastestHead(&sketch, x, width: 96)
    let joined = try sketch.concatenation([try sketch.upsample(x), middle])
    try fastestHead(&sketch, joined, width: 120)
    return try sketch.build()
  }

  private static func fastestHead(
    _ sketch: inout NetworkSketch, _ input: Int, width: Int
  ) throws(GraphError) {
    var x = input
    for _ in 0..<2 {
      x = try sketch.depthwise(x, kernel: 5)
      x = try sketch.convolution(x, width, activation: .linear)
    }
    _ = try sketch.convolution(x, 255, activation: .linear)
  }

  /// BlazeFace (Bazarevsky et al., 2019), without its heads: as ncnn measures it.
  static func blazeFace(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(128))
    x = try sketch.convolution(x, 24, kernel: 5, stride: 2)
    for (channels, stride) in [
      (24, 1), (28, 1), (32, 2), (36, 1), (42, 1), (48, 2), (56, 1), (64, 1), (72, 1), (80, 1),
      (88, 1), (96, 2), (96, 1), (96, 1), (96, 1), (96, 1),
    ] {
      x = try blazeBlock(&sketch, x, channels, stride: stride)
    }
    return try sketch.build()
  }

  private static func blazeBlock(
    _ sketch: inout NetworkSketch, _ input: Int, _ channels: Int, stride: Int
  ) throws(GraphError) -> Int {
    let filtered = try sketch.depthwise(input, stride: stride, activation: .linear)
    let mixed = try sketch.convolution(filtered, channels, activation: .linear)
    var short = stride == 1 ? input : try sketch.pool(input, kernel: 2)
    let missing = channels - sketch.channels(of: input)
    if missing > 0 {
      let padding = try sketch.slice(mixed, 0..<missing)
      short = try sketch.concatenation([short, padding])
    }
    return try sketch.sum([mixed, short], activation: .relu)
  }
}
