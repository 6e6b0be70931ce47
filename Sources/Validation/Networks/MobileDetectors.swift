import LayerGraph

/// YOLO-style detectors on MobileNets.
enum MobileDetectors {
  /// MobileNet v1 with two predictions, at 1/32 and 1/16 of the image.
  static func version1YOLO(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(416))
    x = try sketch.convolution(x, 32, kernel: 3, stride: 2)
    var middle = x
    for (index, (channels, stride)) in MobileNets.version1Blocks.enumerated() {
      x = try MobileNets.separable(&sketch, x, channels, stride: stride)
      if index == 10 { middle = x }
    }
    x = try MobileNets.separable(&sketch, x, 1024)
    _ = try sketch.convolution(x, 125, activation: .linear)
    let larger = try sketch.upsample(try sketch.slice(x, 0..<512))
    x = try MobileNets.separable(&sketch, try sketch.sum([middle, larger]), 1024)
    _ = try sketch.convolution(x, 125, activation: .linear)
    return try sketch.build()
  }

  /// MobileNet v2 with two predictions, at 1/32 and 1/16 of the image.
  static func version2YOLO(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(352))
    x = try sketch.convolution(x, 32, kernel: 3, stride: 2)
    x = try MobileNets.body(&sketch, x, Array(MobileNets.version2Stages.prefix(5)))
    let middle = try sketch.convolution(x, 576)
    x = try sketch.depthwise(middle, stride: 2)
    x = try sketch.convolution(x, 160, activation: .linear)
    let last = [MobileNets.Stage(6, 160, 2, 1), MobileNets.Stage(6, 320, 1, 1)]
    x = try MobileNets.body(&sketch, x, last)
    x = try MobileNets.separable(&sketch, try sketch.convolution(x, 1280), 576)
    let larger = try sketch.upsample(x)
    let joined = try sketch.sum([larger, try MobileNets.separable(&sketch, middle, 576)])
    let finer = try MobileNets.separable(&sketch, joined, 576)
    _ = try sketch.convolution(x, 75, activation: .linear)
    _ = try sketch.convolution(finer, 75, activation: .linear)
    return try sketch.build()
  }

  /// Yolo-Fastest v2: a narrow ShuffleNet v2 with two light heads.
  static func fastestVersion2(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(352))
    x = try sketch.pool(
      try sketch.convolution(x, 24, kernel: 3, stride: 2), padding: 1, roundsUp: false)
    let maps = try ShuffleNets.version2Body(
      &sketch, x, stages: [(48, 4), (96, 8), (192, 4)])
    try fastestHead(&sketch, try sketch.convolution(maps[2], 72))
    let joined = try sketch.concatenation([try sketch.upsample(maps[2]), maps[1]])
    try fastestHead(&sketch, try sketch.convolution(joined, 72))
    return try sketch.build()
  }

  private static func fastestHead(
    _ sketch: inout NetworkSketch, _ input: Int
  ) throws(GraphError) {
    var branches: [Int] = []
    for _ in 0..<2 {
      var x = input
      for _ in 0..<2 {
        x = try sketch.depthwise(x, kernel: 5)
        x = try sketch.convolution(x, 72, activation: .linear)
      }
      branches.append(x)
    }
    _ = try sketch.convolution(branches[0], 12, activation: .sigmoid)
    _ = try sketch.convolution(branches[1], 3, activation: .sigmoid)
    _ = try sketch.softmax(try sketch.convolution(branches[1], 80, activation: .linear))
  }

  /// NanoDet-m: ShuffleNet v2 with a path-aggregating pyramid of 96 channels.
  static func nanoDet(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request, activation: .leaky(slope: 0.1))
    var x = try sketch.image(request.size(320))
    x = try sketch.pool(
      try sketch.convolution(x, 24, kernel: 3, stride: 2), padding: 1, roundsUp: false)
    var maps: [Int] = []
    for map in try ShuffleNets.version2Body(&sketch, x) {
      maps.append(try sketch.convolution(map, 96, activation: .linear))
    }
    for index in [1, 0] {
      maps[index] = try sketch.sum([maps[index], try sketch.upsample(maps[index + 1])])
    }
    for index in [1, 2] {
      let halved = try sketch.pool(maps[index - 1], .average, kernel: 2)
      maps[index] = try sketch.sum([maps[index], halved])
    }
    for map in maps {
      var y = map
      for _ in 0..<2 { y = try MobileNets.separable(&sketch, y, 96) }
      y = try sketch.convolution(y, 112, activation: .linear)
      _ = try sketch.slice(y, 0..<80)
      _ = try sketch.slice(y, 80..<112)
    }
    return try sketch.build()
  }
}
