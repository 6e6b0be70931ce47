import LayerGraph

/// Channel-shuffling networks: v1 (Zhang et al., 2018) and v2 (Ma et al., 2018).
enum ShuffleNets {
  /// ShuffleNet v1, 1× with three groups.
  static func version1(_ request: NetworkSpecification) throws(ZooError) -> Network {
    let groups = 3
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.pool(try assembly.convolution(x, 24, kernel: 3, stride: 2))
    for (width, repeats) in [(240, 4), (480, 8), (960, 4)] {
      for index in 0..<repeats {
        let first = assembly.channels(of: x) == 24 ? 1 : groups
        let output = index == 0 ? width - assembly.channels(of: x) : width
        var y = try assembly.convolution(x, output / 4, groups: first)
        y = try assembly.shuffle(y, groups: groups)
        y = try assembly.depthwise(y, stride: index == 0 ? 2 : 1, activation: .linear)
        y = try assembly.convolution(y, output, groups: groups, activation: .linear)
        x =
          index == 0
          ? try assembly.concatenation([try assembly.pool(x, .average), y])
          : try assembly.sum([x, y], activation: .relu)
      }
    }
    return try assembly.classify(x)
  }

  /// ShuffleNet v2: half of the channels pass each block by.
  static func version2(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.pool(try assembly.convolution(x, 24, kernel: 3, stride: 2))
    x = try version2Body(&assembly, x).last ?? x
    return try assembly.classify(try assembly.convolution(x, 1024))
  }

  /// The outputs of the three stages.
  static func version2Body(
    _ assembly: inout Assembly, _ input: Int,
    stages: [(Int, Int)] = [(116, 4), (232, 8), (464, 4)]
  ) throws(ZooError) -> [Int] {
    var x = input
    var outputs: [Int] = []
    for (width, repeats) in stages {
      x = try downsampling(&assembly, x, half: width / 2)
      for _ in 1..<repeats { x = try basic(&assembly, x, half: width / 2) }
      outputs.append(x)
    }
    return outputs
  }

  private static func downsampling(
    _ assembly: inout Assembly, _ input: Int, half: Int
  ) throws(ZooError) -> Int {
    var left = try assembly.depthwise(input, stride: 2, activation: .linear)
    left = try assembly.convolution(left, half)
    var right = try assembly.convolution(input, half)
    right = try assembly.depthwise(right, stride: 2, activation: .linear)
    right = try assembly.convolution(right, half)
    return try assembly.shuffle(try assembly.concatenation([left, right]), groups: 2)
  }

  private static func basic(
    _ assembly: inout Assembly, _ input: Int, half: Int
  ) throws(ZooError) -> Int {
    let left = try assembly.slice(input, 0..<half)
    var right = try assembly.slice(input, half..<2 * half)
    right = try assembly.convolution(right, half)
    right = try assembly.depthwise(right, activation: .linear)
    right = try assembly.convolution(right, half)
    return try assembly.shuffle(try assembly.concatenation([left, right]), groups: 2)
  }
}
