import LayerGraph

/// Single-shot detectors (Liu et al., 2016) on small classifiers, as Caffe has them.
enum SingleShotDetectors {
  /// Box and class predictions of every map, and what turns them into boxes: softmax, decoding,
  /// sorting and suppression of all candidates.
  private static func predict(
    _ sketch: inout NetworkSketch, _ maps: [(layer: Int, anchors: Int)], kernel: Int
  ) throws(GraphError) {
    var candidates: [Int] = []
    for map in maps {
      _ = try sketch.convolution(
        map.layer, 4 * map.anchors, kernel: kernel, activation: .linear)
      let scores = try sketch.convolution(
        map.layer, 21 * map.anchors, kernel: kernel, activation: .linear)
      candidates.append(try sketch.flatten(scores))
    }
    var x = try sketch.softmax(try sketch.concatenation(candidates))
    for step in ["decode", "sort", "suppress"] { x = try sketch.pass(x, step) }
  }

  private static func reduced(
    _ sketch: inout NetworkSketch, _ input: Int, _ narrow: Int, _ wide: Int
  ) throws(GraphError) -> Int {
    let squeezed = try sketch.convolution(input, narrow)
    return try sketch.convolution(squeezed, wide, kernel: 3, stride: 2)
  }

  /// MobileNet v1 with four extra maps and 1×1 predictors.
  static func mobileNet(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(300))
    x = try sketch.convolution(x, 32, kernel: 3, stride: 2)
    var maps: [Int] = []
    for (index, (channels, stride)) in MobileNets.version1Blocks.enumerated() {
      x = try MobileNets.separable(&sketch, x, channels, stride: stride)
      if index == 10 || index == 12 { maps.append(x) }
    }
    for (narrow, wide) in [(256, 512), (128, 256), (128, 256), (64, 128)] {
      x = try reduced(&sketch, x, narrow, wide)
      maps.append(x)
    }
    let anchors = [3, 6, 6, 6, 6, 6]
    try predict(&sketch, zip(maps, anchors).map { ($0, $1) }, kernel: 1)
    return try sketch.build()
  }

  /// SqueezeNet v1.1 with four extra maps and 3×3 predictors.
  static func squeezeNet(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(300))
    x = try sketch.pool(try sketch.convolution(x, 64, kernel: 3, stride: 2, padding: 0))
    let body = try SqueezeNets.body(&sketch, x, pooled: [2, 4])
    var maps = [try sketch.scaled(body[3]), body[7]]
    x = body[7]
    for _ in 0..<2 {
      x = try SqueezeNets.fire(&sketch, try sketch.pool(x), squeeze: 96, expand: 384)
      maps.append(x)
    }
    for (narrow, wide) in [(128, 256), (64, 128)] {
      x = try reduced(&sketch, x, narrow, wide)
      maps.append(x)
    }
    let anchors = [4, 6, 6, 6, 6, 4]
    try predict(&sketch, zip(maps, anchors).map { ($0, $1) }, kernel: 3)
    return try sketch.build()
  }
}
