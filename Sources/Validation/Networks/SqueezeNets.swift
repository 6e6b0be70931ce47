import LayerGraph

/// Iandola et al., 2016: "fire" modules squeeze the channels before they filter.
enum SqueezeNets {
  static func fire(
    _ sketch: inout NetworkSketch, _ input: Int, squeeze: Int, expand: Int
  ) throws(GraphError) -> Int {
    let squeezed = try sketch.convolution(input, squeeze)
    let narrow = try sketch.convolution(squeezed, expand)
    let wide = try sketch.convolution(squeezed, expand, kernel: 3)
    return try sketch.concatenation([narrow, wide])
  }

  /// Squeeze and expand channels of the eight fire modules.
  private static let modules = [
    (16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256),
  ]

  /// The body: the output of each fire module.
  ///
  /// - Parameter pooled: before which modules the map is pooled.
  static func body(
    _ sketch: inout NetworkSketch, _ input: Int, pooled: Set<Int>
  ) throws(GraphError) -> [Int] {
    var x = input
    var outputs: [Int] = []
    for (index, (squeeze, expand)) in modules.enumerated() {
      if pooled.contains(index) { x = try sketch.pool(x) }
      x = try fire(&sketch, x, squeeze: squeeze, expand: expand)
      outputs.append(x)
    }
    return outputs
  }

  static func version10(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(227))
    x = try sketch.convolution(x, 96, kernel: 7, stride: 2, padding: 0)
    x = try sketch.pool(x)
    x = try body(&sketch, x, pooled: [3, 7])[7]
    return try classify(&sketch, x, padding: 1)
  }

  static func version11(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(227))
    x = try sketch.convolution(x, 64, kernel: 3, stride: 2, padding: 0)
    x = try sketch.pool(x)
    x = try body(&sketch, x, pooled: [2, 4])[7]
    return try classify(&sketch, x, padding: 1)
  }

  private static func classify(
    _ sketch: inout NetworkSketch, _ input: Int, padding: Int
  ) throws(GraphError) -> Network {
    let scores = try sketch.convolution(input, 1000, padding: padding)
    _ = try sketch.softmax(try sketch.globalAverage(scores))
    return try sketch.build()
  }
}
