import LayerGraph

/// He et al., 2016, with a projection around the first block of every stage, as Caffe has it.
enum ResNets {
  static func basic(_ request: NetworkRequest, repeats: [Int]) throws(GraphError) -> Network {
    try network(request, repeats: repeats) {
      sketch, input, width, stride, isFirst throws(GraphError) in
      var x = try sketch.convolution(input, width, kernel: 3, stride: stride)
      x = try sketch.convolution(x, width, kernel: 3, activation: .linear)
      let short = try shortcut(&sketch, input, width, stride: stride, isFirst: isFirst)
      return try sketch.sum([short, x], activation: .relu)
    }
  }

  /// - Parameter stridesFirst: whether the first 1×1 convolution of a stage strides, as published
  ///   and in Caffe, or the 3×3, as later frameworks have it.
  static func bottleneck(
    _ request: NetworkRequest, repeats: [Int], stridesFirst: Bool = true
  ) throws(GraphError) -> Network {
    try network(request, repeats: repeats) {
      sketch, input, width, stride, isFirst throws(GraphError) in
      var x = try sketch.convolution(input, width, stride: stridesFirst ? stride : 1)
      x = try sketch.convolution(x, width, kernel: 3, stride: stridesFirst ? 1 : stride)
      x = try sketch.convolution(x, 4 * width, activation: .linear)
      let short = try shortcut(&sketch, input, 4 * width, stride: stride, isFirst: isFirst)
      return try sketch.sum([short, x], activation: .relu)
    }
  }

  private static func shortcut(
    _ sketch: inout NetworkSketch, _ input: Int, _ width: Int, stride: Int, isFirst: Bool
  ) throws(GraphError) -> Int {
    guard isFirst else { return input }
    return try sketch.convolution(input, width, stride: stride, activation: .linear)
  }

  private static func network(
    _ request: NetworkRequest, repeats: [Int],
    block: (inout NetworkSketch, Int, Int, Int, Bool) throws(GraphError) -> Int
  ) throws(GraphError) -> Network {
    var sketch = NetworkSketch(request)
    var x = try sketch.image(request.size(224))
    x = try sketch.convolution(x, 64, kernel: 7, stride: 2)
    x = try sketch.pool(x)
    for (stage, count) in repeats.enumerated() {
      for index in 0..<count {
        x = try block(&sketch, x, 64 << stage, index == 0 && stage > 0 ? 2 : 1, index == 0)
      }
    }
    return try sketch.classify(x)
  }
}
