import LayerGraph

/// Howard et al., 2019.
enum MobileNetsV3 {
  /// Where implementations differ.
  enum Version: Sendable {
    /// Squeezed channels are rounded to multiples of 8.
    case torchvision
    /// As in ncnn's benchmark: squeezed channels aren't rounded, and the large network's second
    /// block of 672 channels lowers the resolution instead of its first 160-channel one.
    case ncnn
  }

  private struct Block {
    let kernel: Int
    let expanded: Int
    let output: Int
    let squeezes: Bool
    let activation: ActivationFunction
    let stride: Int

    init(
      _ kernel: Int, _ expanded: Int, _ output: Int, squeezes: Bool = false,
      _ activation: ActivationFunction = .hardSwish, stride: Int = 1
    ) {
      (self.kernel, self.expanded, self.output) = (kernel, expanded, output)
      (self.squeezes, self.activation, self.stride) = (squeezes, activation, stride)
    }
  }

  private static let largeBlocks = [
    Block(3, 16, 16, .relu), Block(3, 64, 24, .relu, stride: 2), Block(3, 72, 24, .relu),
    Block(5, 72, 40, squeezes: true, .relu, stride: 2), Block(5, 120, 40, squeezes: true, .relu),
    Block(5, 120, 40, squeezes: true, .relu), Block(3, 240, 80, stride: 2), Block(3, 200, 80),
    Block(3, 184, 80), Block(3, 184, 80), Block(3, 480, 112, squeezes: true),
    Block(3, 672, 112, squeezes: true), Block(5, 672, 160, squeezes: true, stride: 2),
    Block(5, 960, 160, squeezes: true), Block(5, 960, 160, squeezes: true),
  ]

  private static let ncnnLargeBlocks =
    largeBlocks.dropLast(3) + [
      Block(5, 672, 160, squeezes: true), Block(5, 672, 160, squeezes: true, stride: 2),
      Block(5, 960, 160, squeezes: true),
    ]

  private static let smallBlocks = [
    Block(3, 16, 16, squeezes: true, .relu, stride: 2), Block(3, 72, 24, .relu, stride: 2),
    Block(3, 88, 24, .relu), Block(5, 96, 40, squeezes: true, stride: 2),
    Block(5, 240, 40, squeezes: true), Block(5, 240, 40, squeezes: true),
    Block(5, 120, 48, squeezes: true), Block(5, 144, 48, squeezes: true),
    Block(5, 288, 96, squeezes: true, stride: 2), Block(5, 576, 96, squeezes: true),
    Block(5, 576, 96, squeezes: true),
  ]

  static func large(
    _ request: NetworkSpecification, width: Double, version: Version
  ) throws(ZooError) -> Network {
    let blocks = version == .ncnn ? Array(ncnnLargeBlocks) : largeBlocks
    return try network(
      request, blocks, width: width, version: version, last: 960, hidden: 1280)
  }

  static func small(_ request: NetworkSpecification, width: Double) throws(ZooError) -> Network {
    try network(
      request, smallBlocks, width: width, version: .torchvision, last: 576, hidden: 1024)
  }

  private static func network(
    _ request: NetworkSpecification, _ blocks: [Block], width: Double, version: Version,
    last: Int, hidden: Int
  ) throws(ZooError) -> Network {
    let scaled = { MobileNets.scaled($0, by: width) }
    var assembly = Assembly(byResolution: request, activation: .hardSwish)
    var x = try assembly.image(request.input)
    x = try assembly.convolution(x, scaled(16), kernel: 3, stride: 2)
    for block in blocks {
      assembly.activation = block.activation
      let expanded = scaled(block.expanded)
      let squeezed =
        version == .ncnn ? expanded / 4 : MobileNets.scaled(expanded / 4, by: 1)
      x = try assembly.inverted(
        x, expanded: expanded, output: scaled(block.output), kernel: block.kernel,
        stride: block.stride, squeezed: block.squeezes ? squeezed : nil)
    }
    assembly.activation = .hardSwish
    x = try assembly.globalAverage(try assembly.convolution(x, scaled(last)))
    x = try assembly.linear(x, hidden, activation: .hardSwish)
    _ = try assembly.softmax(try assembly.linear(x, 1000))
    return try assembly.build()
  }
}
