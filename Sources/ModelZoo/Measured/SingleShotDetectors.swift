import LayerGraph

/// Single-shot detectors (Liu et al., 2016) on small classifiers, as Caffe has them.
enum SingleShotDetectors {
  /// Box and class predictions of every map, and what turns them into boxes: a softmax over each
  /// box's classes, decoding, sorting and suppression of all candidates.
  private static func predict(
    _ assembly: inout Assembly, _ maps: [(layer: Int, anchors: Int)], kernel: Int
  ) throws(ZooError) {
    let classes = 21
    var candidates: [Int] = []
    for map in maps {
      _ = try assembly.prediction(map.layer, 4 * map.anchors, kernel: kernel, role: "boxes")
      let predicted = try assembly.prediction(
        map.layer, classes * map.anchors, kernel: kernel, role: "scores")
      candidates.append(try assembly.flatten(predicted))
    }
    let scores = try assembly.concatenation(candidates)
    let boxes = assembly.channels(of: scores) / classes
    let byClass = Shape(channels: classes, height: boxes, width: 1)
    var x = try assembly.softmax(
      try assembly.add(.reshape(byClass), to: [scores], role: "by-class"))
    for step in ["decode", "sort", "suppress"] { x = try assembly.pass(x, step) }
  }

  private static func reduced(
    _ assembly: inout Assembly, _ input: Int, _ narrow: Int, _ wide: Int
  ) throws(ZooError) -> Int {
    let squeezed = try assembly.convolution(input, narrow)
    return try assembly.convolution(squeezed, wide, kernel: 3, stride: 2)
  }

  /// MobileNet v1 with four extra maps and 1×1 predictors.
  static func mobileNet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    var maps: [Int] = []
    for (index, (channels, stride)) in MobileNets.version1Blocks.enumerated() {
      x = try MobileNets.separable(&assembly, x, channels, stride: stride)
      if index == 10 || index == 12 { maps.append(x) }
    }
    for (narrow, wide) in [(256, 512), (128, 256), (128, 256), (64, 128)] {
      x = try reduced(&assembly, x, narrow, wide)
      maps.append(x)
    }
    let anchors = [3, 6, 6, 6, 6, 6]
    try predict(&assembly, zip(maps, anchors).map { ($0, $1) }, kernel: 1)
    return try assembly.build()
  }

  /// SqueezeNet v1.1 with four extra maps and 3×3 predictors.
  static func squeezeNet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: false)
    var x = try assembly.image(request.input)
    x = try assembly.pool(try assembly.convolution(x, 64, kernel: 3, stride: 2, padding: 0))
    let body = try SqueezeNets.body(&assembly, x, pooled: [2, 4])
    var maps = [try assembly.scaled(body[3]), body[7]]
    x = body[7]
    for _ in 0..<2 {
      x = try SqueezeNets.fire(&assembly, try assembly.pool(x), squeeze: 96, expand: 384)
      maps.append(x)
    }
    for (narrow, wide) in [(128, 256), (64, 128)] {
      x = try reduced(&assembly, x, narrow, wide)
      maps.append(x)
    }
    let anchors = [4, 6, 6, 6, 6, 4]
    try predict(&assembly, zip(maps, anchors).map { ($0, $1) }, kernel: 3)
    return try assembly.build()
  }
}
