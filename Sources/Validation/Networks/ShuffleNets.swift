import LayerGraph

/// Channel-shuffling networks: v1 (Zhang et al., 2018) and v2 (Ma et al., 2018).
enum ShuffleNets {
  /// ShuffleNet v1, 1× with three groups.
  static func version1(_ request: NetworkRequest) throws(GraphError) -> Network {
    let groups = 3
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(224))
    x = try sketch.pool(try sketch.convolution(x, 24, kernel: 3, stride: 2))
    for (width, repeats) in [(240, 4), (480, 8), (960, 4)] {
      for index in 0..<repeats {
        let first = sketch.channels(of: x) == 24 ? 1 : groups
        let output = index == 0 ? width - sketch.channels(of: x) : width
        var y = try sketch.convolution(x, output / 4, groups: first)
        y = try sketch.shuffle(y, groups: groups)
        y = try sketch.depthwise(y, stride: index == 0 ? 2 : 1, activation: .linear)
        y = try sketch.convolution(y, output, groups: groups, activation: .linear)
        x =
          index == 0
          ? try sketch.concatenation([try sketch.pool(x, .average), y])
          : try sketch.sum([x, y], activation: .relu)
      }
    }
    return try sketch.classify(x)
  }

  /// ShuffleNet v2: half of the channels pass each block by.
  static func version2(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(224))
    x = try sketch.pool(try sketch.convolution(x, 24, kernel: 3, stride: 2))
    x = try version2Body(&sketch, x).last ?? x
    return try sketch.classify(try sketch.convolution(x, 1024))
  }

  /// The outputs of the three stages.
  static func version2Body(
    _ sketch: inout NetworkSketch, _ input: Int,
    stages: [(Int, Int)] = [(116, 4), (232, 8), (464, 4)]
  ) throws(GraphError) -> [Int] {
    var x = input
    var outputs: [Int] = []
    for (width, repeats) in stages {
      x = try downsampling(&sketch, x, half: width / 2)
      for _ in 1..<repeats { x = try basic(&sketch, x, half: width / 2) }
      outputs.append(x)
    }
    return outputs
  }

  private static func downsampling(
    _ sketch: inout NetworkSketch, _ input: Int, half: Int
  ) throws(GraphError) -> Int {
    var left = try sketch.depthwise(input, stride: 2, activation: .linear)
    left = try sketch.convolution(left, half)
    var right = try sketch.convolution(input, half)
    right = try sketch.depthwise(right, stride: 2, activation: .linear)
    right = try sketch.convolution(right, half)
    return try sketch.shuffle(try sketch.concatenation([left, right]), groups: 2)
  }

  private static func basic(
    _ sketch: inout NetworkSketch, _ input: Int, half: Int
  ) throws(GraphError) -> Int {
    let left = try sketch.slice(input, 0..<half)
    var right = try sketch.slice(input, half..<2 * half)
    right = try sketch.convolution(right, half)
    right = try sketch.depthwise(right, activation: .linear)
    right = try sketch.convolution(right, half)
    return try sketch.shuffle(try sketch.concatenation([left, right]), groups: 2)
  }
}
