import LayerGraph

/// Iandola et al., 2016: "fire" modules squeeze the channels before they filter.
enum SqueezeNets {
  static func fire(
    _ assembly: inout Assembly, _ input: Int, squeeze: Int, expand: Int
  ) throws(ZooError) -> Int {
    let squeezed = try assembly.convolution(input, squeeze)
    let narrow = try assembly.convolution(squeezed, expand)
    let wide = try assembly.convolution(squeezed, expand, kernel: 3)
    return try assembly.concatenation([narrow, wide])
  }

  /// Squeeze and expand channels of the eight fire modules.
  private static let modules = [
    (16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256),
  ]

  /// The body: the output of each fire module.
  ///
  /// - Parameter pooled: before which modules the map is pooled.
  static func body(
    _ assembly: inout Assembly, _ input: Int, pooled: Set<Int>
  ) throws(ZooError) -> [Int] {
    var x = input
    var outputs: [Int] = []
    for (index, (squeeze, expand)) in modules.enumerated() {
      if pooled.contains(index) { x = try assembly.pool(x) }
      x = try fire(&assembly, x, squeeze: squeeze, expand: expand)
      outputs.append(x)
    }
    return outputs
  }

  static func version10(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: false)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 96, kernel: 7, stride: 2, padding: 0)
    x = try assembly.pool(x)
    x = try body(&assembly, x, pooled: [3, 7])[7]
    return try classify(&assembly, x, padding: 1)
  }

  static func version11(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: false)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 64, kernel: 3, stride: 2, padding: 0)
    x = try assembly.pool(x)
    x = try body(&assembly, x, pooled: [2, 4])[7]
    return try classify(&assembly, x, padding: 1)
  }

  private static func classify(
    _ assembly: inout Assembly, _ input: Int, padding: Int
  ) throws(ZooError) -> Network {
    let scores = try assembly.convolution(input, 1000, padding: padding)
    _ = try assembly.softmax(try assembly.globalAverage(scores))
    return try assembly.build()
  }
}
