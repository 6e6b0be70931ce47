import LayerGraph

/// YOLO-style detectors on MobileNets.
enum MobileDetectors {
  /// MobileNet v1 with two predictions, at 1/32 and 1/16 of the image.
  static func version1YOLO(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    var middle = x
    for (index, (channels, stride)) in MobileNets.version1Blocks.enumerated() {
      x = try MobileNets.separable(&assembly, x, channels, stride: stride)
      if index == 10 { middle = x }
    }
    x = try MobileNets.separable(&assembly, x, 1024)
    _ = try assembly.prediction(x, 125, role: "prediction")
    let larger = try assembly.upsampled(try assembly.slice(x, 0..<512))
    x = try MobileNets.separable(&assembly, try assembly.sum([middle, larger]), 1024)
    _ = try assembly.prediction(x, 125, role: "prediction")
    return try assembly.build()
  }

  /// MobileNet v2 with two predictions, at 1/32 and 1/16 of the image.
  static func version2YOLO(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 32, kernel: 3, stride: 2)
    x = try MobileNets.body(&assembly, x, Array(MobileNets.version2Stages.prefix(5)))
    let middle = try assembly.convolution(x, 576)
    x = try assembly.depthwise(middle, stride: 2)
    x = try assembly.convolution(x, 160, activation: .linear)
    let last = [MobileNets.Stage(6, 160, 2, 1), MobileNets.Stage(6, 320, 1, 1)]
    x = try MobileNets.body(&assembly, x, last)
    x = try MobileNets.separable(&assembly, try assembly.convolution(x, 1280), 576)
    let larger = try assembly.upsampled(x)
    let joined = try assembly.sum([larger, try MobileNets.separable(&assembly, middle, 576)])
    let finer = try MobileNets.separable(&assembly, joined, 576)
    _ = try assembly.prediction(x, 75, role: "prediction")
    _ = try assembly.prediction(finer, 75, role: "prediction")
    return try assembly.build()
  }

  /// Yolo-Fastest v2: a narrow ShuffleNet v2 with two light heads.
  static func fastestVersion2(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.pool(
      try assembly.convolution(x, 24, kernel: 3, stride: 2), padding: 1, roundsUp: false)
    let maps = try ShuffleNets.version2Body(
      &assembly, x, stages: [(48, 4), (96, 8), (192, 4)])
    try fastestHead(&assembly, try assembly.convolution(maps[2], 72))
    let joined = try assembly.concatenation([try assembly.upsampled(maps[2]), maps[1]])
    try fastestHead(&assembly, try assembly.convolution(joined, 72))
    return try assembly.build()
  }

  private static func fastestHead(
    _ assembly: inout Assembly, _ input: Int
  ) throws(ZooError) {
    var branches: [Int] = []
    for _ in 0..<2 {
      var x = input
      for _ in 0..<2 {
        x = try assembly.depthwise(x, kernel: 5)
        x = try assembly.convolution(x, 72, activation: .linear)
      }
      branches.append(x)
    }
    _ = try assembly.prediction(
      branches[0], 12, role: "boxes", activation: .sigmoid)
    _ = try assembly.prediction(
      branches[1], 3, role: "objectness", activation: .sigmoid)
    _ = try assembly.softmax(try assembly.prediction(branches[1], 80, role: "prediction"))
  }

  /// NanoDet-m: ShuffleNet v2 with a path-aggregating pyramid of 96 channels.
  static func nanoDet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, activation: .leaky(slope: 0.1))
    var x = try assembly.image(request.input)
    x = try assembly.pool(
      try assembly.convolution(x, 24, kernel: 3, stride: 2), padding: 1, roundsUp: false)
    var maps: [Int] = []
    for map in try ShuffleNets.version2Body(&assembly, x) {
      maps.append(try assembly.convolution(map, 96, activation: .linear))
    }
    for index in [1, 0] {
      maps[index] = try assembly.sum([maps[index], try assembly.upsampled(maps[index + 1])])
    }
    for index in [1, 2] {
      let halved = try assembly.pool(maps[index - 1], .average, kernel: 2)
      maps[index] = try assembly.sum([maps[index], halved])
    }
    for map in maps {
      var y = map
      for _ in 0..<2 { y = try MobileNets.separable(&assembly, y, 96) }
      y = try assembly.prediction(y, 112, role: "prediction")
      _ = try assembly.slice(y, 0..<80)
      _ = try assembly.slice(y, 80..<112)
    }
    return try assembly.build()
  }
}
