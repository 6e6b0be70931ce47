import LayerGraph

/// He et al., 2016, with a projection around the first block of every stage, as Caffe has it.
enum CaffeResNets {
  static func basic(_ request: NetworkSpecification, repeats: [Int]) throws(ZooError) -> Network {
    try network(request, repeats: repeats) {
      assembly, input, width, stride, isFirst throws(ZooError) in
      var x = try assembly.convolution(input, width, kernel: 3, stride: stride)
      x = try assembly.convolution(x, width, kernel: 3, activation: .linear)
      let short = try shortcut(&assembly, input, width, stride: stride, isFirst: isFirst)
      return try assembly.sum([short, x], activation: .relu)
    }
  }

  /// - Parameter stridesFirst: whether the first 1×1 convolution of a stage strides, as published
  ///   and in Caffe, or the 3×3, as later frameworks have it.
  static func bottleneck(
    _ request: NetworkSpecification, repeats: [Int], stridesFirst: Bool = true
  ) throws(ZooError) -> Network {
    try network(request, repeats: repeats) {
      assembly, input, width, stride, isFirst throws(ZooError) in
      var x = try assembly.convolution(input, width, stride: stridesFirst ? stride : 1)
      x = try assembly.convolution(x, width, kernel: 3, stride: stridesFirst ? 1 : stride)
      x = try assembly.convolution(x, 4 * width, activation: .linear)
      let short = try shortcut(&assembly, input, 4 * width, stride: stride, isFirst: isFirst)
      return try assembly.sum([short, x], activation: .relu)
    }
  }

  private static func shortcut(
    _ assembly: inout Assembly, _ input: Int, _ width: Int, stride: Int, isFirst: Bool
  ) throws(ZooError) -> Int {
    guard isFirst else { return input }
    return try assembly.convolution(input, width, stride: stride, activation: .linear)
  }

  private static func network(
    _ request: NetworkSpecification, repeats: [Int],
    block: (inout Assembly, Int, Int, Int, Bool) throws(ZooError) -> Int
  ) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 64, kernel: 7, stride: 2)
    x = try assembly.pool(x)
    for (stage, count) in repeats.enumerated() {
      for index in 0..<count {
        x = try block(&assembly, x, 64 << stage, index == 0 && stage > 0 ? 2 : 1, index == 0)
      }
    }
    return try assembly.classify(x)
  }
}
