import LayerGraph

/// Chains of convolutions without branches.
enum PlainNetworks {
  /// Krizhevsky et al., 2012, as Caffe has it: groups of two, local response normalisation.
  static func alexNet(_ request: NetworkRequest) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(227))
    x = try sketch.convolution(x, 96, kernel: 11, stride: 4, padding: 0)
    x = try sketch.pool(try sketch.pass(x, "local-response-normalisation"))
    x = try sketch.convolution(x, 256, kernel: 5, groups: 2)
    x = try sketch.pool(try sketch.pass(x, "local-response-normalisation"))
    x = try sketch.convolution(x, 384, kernel: 3)
    x = try sketch.convolution(x, 384, kernel: 3, groups: 2)
    x = try sketch.convolution(x, 256, kernel: 3, groups: 2)
    x = try sketch.pool(x)
    x = try sketch.linear(x, 4096, activation: .relu)
    x = try sketch.linear(x, 4096, activation: .relu)
    _ = try sketch.softmax(try sketch.linear(x, 1000))
    return try sketch.build()
  }

  /// Simonyan and Zisserman, 2015.
  ///
  /// - Parameter repeats: 3×3 convolutions in each of the five stages.
  static func vgg(
    _ request: NetworkRequest, repeats: [Int]
  ) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(224))
    for (stage, count) in repeats.enumerated() {
      for _ in 0..<count { x = try sketch.convolution(x, min(512, 64 << stage), kernel: 3) }
      x = try sketch.pool(x, kernel: 2)
    }
    x = try sketch.linear(x, 4096, activation: .relu)
    x = try sketch.linear(x, 4096, activation: .relu)
    _ = try sketch.softmax(try sketch.linear(x, 1000))
    return try sketch.build()
  }
}
