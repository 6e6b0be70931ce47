import LayerGraph
import Testing

@testable import ReferenceKernels

@Suite("Fast kernels against plain ones")
struct FastKernelTests {
  @Test(
    "every instruction set and thread count gives the definition's result",
    arguments: InstructionSet.Level.allCases, [1, 3])
  func instructionSets(_ level: InstructionSet.Level, threads: Int) throws {
    for golden in GoldenCase.all {
      let network = try golden.network()
      let plain = try GraphExecutor(network, level: .plain).run(golden.images)[0]
      let fast = try GraphExecutor(network, threads: threads, set: InstructionSet(upTo: level))
        .run(golden.images)[0]
      #expect(fast.shape == plain.shape)
      #expect(relativeError(fast.values, plain.values) < 2e-6, "\(golden.name)")
    }
  }

  @Test("filter counts around the tile's size are all computed", arguments: 1...14)
  func filterCounts(_ filters: Int) throws {
    let convolution = Convolution(
      filters: filters, window: Window(3), hasBias: true, isNormalised: false)
    var builder = NetworkBuilder(name: "filters")
    let input = try builder.input(Shape(channels: 2, height: 6, width: 7))
    _ = try builder.add(.convolution(convolution), to: input, activation: .leaky(slope: 0.1))
    let network = try builder.build()
    let image = [FeatureMap.synthetic(network.input)]
    let plain = try GraphExecutor(network, level: .plain).run(image)[0]
    for level in InstructionSet.Level.allCases {
      let fast = try GraphExecutor(network, threads: 2, set: InstructionSet(upTo: level)).run(image)
      #expect(relativeError(fast[0].values, plain.values) < 1e-6)
    }
  }

  @Test(
    "layers in several bands or sets of groups, and narrow maps without gaps, are the definition's",
    arguments: [
      ((5, 260, 250), 2, 1, Window(3, stride: 3)), ((8, 190, 200), 8, 4, Window(3, stride: 4)),
      ((3, 8, 8), 32, 1, Window(3)), ((2, 9, 40), 24, 1, Window(3)),
    ])
  func shares(_ extents: (Int, Int, Int), filters: Int, groups: Int, window: Window) throws {
    let convolution = Convolution(
      filters: filters, window: window, groups: groups, hasBias: true, isNormalised: false)
    let network = try Self.network(.convolution(convolution), [extents], name: "large")
    let layer = network.layers[1]
    let image = FeatureMap.synthetic(network.input)
    let codes = image.map { Int8(($0 * 127).rounded()) }
    let weights = try network.parameters(of: 1, from: SyntheticParameters()).matrix
    let matrix = weights.map { Int8(max(-127, min($0 * 127, 127)).rounded()) }
    let plain = try GraphExecutor(network, level: .plain).run([image])[0]
    let sums = IntegerSums.plain(layer, input: codes, weights: matrix)
    for level in InstructionSet.Level.allCases {
      for threads in [1, 3] {
        let set = InstructionSet(upTo: level)
        let fast = try GraphExecutor(network, threads: threads, set: set).run([image])[0]
        #expect(relativeError(fast.values, plain.values) < 2e-6)
        let kernels = FastKernels(set: set, threads: threads)
        #expect(
          try IntegerSums.fast(layer, input: codes, weights: matrix, kernels: kernels) == sums)
      }
    }
  }

  @Test(
    "depthwise layers read in place are the definition's, whatever lies beside a plane",
    arguments: InstructionSet.Level.allCases, [3, 5, 7])
  func depthwise(_ level: InstructionSet.Level, side: Int) throws {
    for (height, width) in [(7, 7), (14, 14), (5, 16), (9, 33), (6, 41), (2, 3)] {
      for (stride, dilation, left) in [(1, 1, side / 2), (2, 1, side / 2), (1, 2, side), (2, 1, 0)]
      {
        let window = Window(
          kernel: Spatial(side), stride: Spatial(stride), dilation: Spatial(dilation),
          padding: Padding(top: side - 1, left: left, bottom: side, right: side))
        let network = try Self.depthwise(
          window, over: Shape(channels: 19, height: height, width: width))
        var image = FeatureMap<Float>.synthetic(network.input)
        // A value that would spread from a plane beside, masked or not, unless it is cut off.
        image[9, height - 1, width - 1] = .infinity
        let plain = try GraphExecutor(network, level: .plain).run([image])[0]
        let fast = try GraphExecutor(network, threads: 3, set: InstructionSet(upTo: level))
          .run([image])[0]
        for (one, other) in zip(fast.values, plain.values) where one != other {
          #expect(
            abs(one - other) < 1e-5 || (one.isNaN && other.isNaN), "\(height)×\(width) \(window)")
        }
      }
    }
  }

  private static func depthwise(_ window: Window, over shape: Shape) throws -> Network {
    var builder = NetworkBuilder(name: "depthwise")
    let input = try builder.input(shape)
    let convolution = Convolution(
      filters: shape.channels, window: window, groups: shape.channels, hasBias: true,
      isNormalised: false)
    _ = try builder.add(.convolution(convolution), to: input)
    return try builder.build()
  }

  @Test("darknet's shortcut strides the larger map and adds the channels in common")
  func partialResidual() throws {
    let network = try Self.network(
      .add, [(2, 4, 4), (3, 2, 2)], name: "smaller")
    let ones = [(2, 4, 4), (3, 2, 2)].map { FeatureMap<Float>(shape: shape($0), repeating: 1) }
    let corner: [Float] = [2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1]
    for level in KernelLevel.allCases {
      let sum = try GraphExecutor(network, level: level).run(ones)[0]
      #expect(sum.values == corner + corner)
    }
    let larger = try Self.network(.add, [(3, 2, 2), (2, 4, 4)], name: "larger")
    let images = [(3, 2, 2), (2, 4, 4)].map { FeatureMap.synthetic(shape($0)) }
    for level in KernelLevel.allCases {
      let sum = try GraphExecutor(larger, level: level).run(images)[0]
      #expect(sum[1, 1, 0] == images[0][1, 1, 0] + images[1][1, 2, 0])
      #expect(sum[2, 1, 1] == images[0][2, 1, 1])
    }
  }

  @Test("darknet's reorganisation is the reinterpretation of its reorg_cpu")
  func darknetReorganise() throws {
    let extents = (4, 4, 6)
    let image = FeatureMap<Float>(shape: shape(extents), values: (0..<96).map(Float.init))
    let network = try Self.network(
      .reorganise(Reorganise(stride: 2, order: .darknet)), [extents], name: "reorg")
    var expected = [Float](repeating: -1, count: 96)
    for channel in 0..<4 {
      for row in 0..<4 {
        for column in 0..<6 {
          let (wideRow, wideColumn) = (row * 2 + channel / 2, column * 2 + channel % 2)
          expected[column + 6 * (row + 4 * channel)] = image.values[wideColumn + 12 * wideRow]
        }
      }
    }
    for level in KernelLevel.allCases {
      let output = try GraphExecutor(network, level: level).run([image])[0]
      #expect(output.shape == Shape(channels: 16, height: 2, width: 3))
      #expect(output.values == expected)
    }
  }

  @Test("space to depth by channel is PyTorch's pixel_unshuffle")
  func pixelUnshuffle() throws {
    let network = try Self.network(
      .reorganise(Reorganise(stride: 2, order: .channelFirst)), [(3, 4, 6)], name: "unshuffle")
    let image = FeatureMap.synthetic(network.input)
    for level in KernelLevel.allCases {
      let output = try GraphExecutor(network, level: level).run([image])[0]
      #expect(output[1 * 4 + 2, 1, 2] == image[1, 3, 4])
      #expect(output[2 * 4 + 1, 0, 1] == image[2, 0, 3])
    }
  }

  @Test("a detection head leaves the widths and heights of boxes alone")
  func detection() throws {
    let network = try Self.network(
      .detection(Detection(anchors: 2, classes: 1)), [(12, 1, 2)], name: "detection")
    let zeros = FeatureMap<Float>(shape: network.input, repeating: 0)
    let anchor: [Float] = [0.5, 0.5, 0, 0, 0.5, 0.5]
    for level in KernelLevel.allCases {
      let output = try GraphExecutor(network, level: level).run([zeros])[0]
      #expect((0..<12).map { output[$0, 0, 1] } == anchor + anchor)
    }
  }

  static func network(
    _ operation: Operation, _ inputs: [(Int, Int, Int)], name: String
  ) throws -> Network {
    try GoldenCase(name: name, operation: operation, inputs: inputs.map(shape)).network()
  }
}

private func shape(_ extents: (Int, Int, Int)) -> Shape {
  Shape(channels: extents.0, height: extents.1, width: extents.2)
}
