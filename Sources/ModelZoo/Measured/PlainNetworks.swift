import LayerGraph

/// Chains of convolutions without branches.
enum PlainNetworks {
  /// Krizhevsky et al., 2012, as Caffe has it: groups of two, local response normalisation.
  static func alexNet(_ request: NetworkSpecification) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: false)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, 96, kernel: 11, stride: 4, padding: 0)
    x = try assembly.pool(try assembly.normaliseResponses(x))
    x = try assembly.convolution(x, 256, kernel: 5, groups: 2)
    x = try assembly.pool(try assembly.normaliseResponses(x))
    x = try assembly.convolution(x, 384, kernel: 3)
    x = try assembly.convolution(x, 384, kernel: 3, groups: 2)
    x = try assembly.convolution(x, 256, kernel: 3, groups: 2)
    x = try assembly.pool(x)
    x = try assembly.linear(x, 4096, activation: .relu)
    x = try assembly.linear(x, 4096, activation: .relu)
    _ = try assembly.softmax(try assembly.linear(x, 1000))
    return try assembly.build()
  }

  /// Simonyan and Zisserman, 2015.
  ///
  /// - Parameter repeats: 3×3 convolutions in each of the five stages.
  static func vgg(
    _ request: NetworkSpecification, repeats: [Int], isNormalised: Bool
  ) throws(ZooError) -> Network {
    var assembly = Assembly(byResolution: request, isNormalised: isNormalised)
    var x = try assembly.image(request.input)
    for (stage, count) in repeats.enumerated() {
      for _ in 0..<count { x = try assembly.convolution(x, min(512, 64 << stage), kernel: 3) }
      x = try assembly.pool(x, kernel: 2)
    }
    x = try pooledToSeven(&assembly, x)
    x = try assembly.linear(x, 4096, activation: .relu)
    x = try assembly.linear(x, 4096, activation: .relu)
    _ = try assembly.softmax(try assembly.linear(x, 1000))
    return try assembly.build()
  }

  /// Larger maps are averaged to 7 × 7, so that the linear layers fit any image, as torchvision does.
  private static func pooledToSeven(
    _ assembly: inout Assembly, _ input: Int
  ) throws(ZooError) -> Int {
    let shape = assembly.shape(of: input)
    let stride = shape.height / 7
    guard stride > 1, shape.height == shape.width else { return input }
    return try assembly.pool(input, .average, kernel: shape.height - 6 * stride, stride: stride)
  }
}
