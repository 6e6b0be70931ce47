import LayerGraph
import Testing

@testable import ReferenceKernels

@Suite("Networks")
struct ExecutorTests {
  /// A cross-stage-partial block in small, with each kind of layer that INT8 treats in its own way.
  static func network() throws -> Network {
    var builder = NetworkBuilder(name: "small")
    let image = try builder.input(Shape(channels: 3, height: 12, width: 10))
    let stem = try builder.add(
      .convolution(Convolution(filters: 8, window: Window(3))), to: image, activation: .mish)
    let kept = try builder.add(.slice(ChannelSlice(range: 0..<4)), to: stem)
    let route = try builder.add(.slice(ChannelSlice(range: 4..<8)), to: stem)
    let inner = try builder.add(
      .convolution(Convolution(filters: 4, window: Window(3), groups: 4)), to: route,
      activation: .relu)
    let sum = try builder.add(.add, to: [inner, route], activation: .leaky(slope: 0.1))
    let joined = try builder.add(.concatenate, to: [kept, sum])
    let pooled = try builder.add(
      .pool(Pooling(kind: .maximum, window: Window(3, stride: 2))), to: joined)
    let transition = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(1))), to: pooled, activation: .swish)
    let mean = try builder.add(.globalPool(.average), to: transition)
    _ = try builder.add(.linear(Linear(outputs: 5)), to: mean)
    return try builder.build()
  }

  @Test("plain and fast kernels agree on a whole network, layer by layer")
  func levels() throws {
    let network = try Self.network()
    let image = [FeatureMap.synthetic(network.input)]
    var plain: [Int: FeatureMap<Float>] = [:]
    _ = try GraphExecutor(network, level: .plain).run(image) { plain[$0] = $1 }
    var layers = 0
    _ = try GraphExecutor(network, level: .fast, threads: 2).run(image) { index, output in
      layers += 1
      #expect(relativeError(output.values, plain[index]?.values ?? []) < 1e-5)
    }
    #expect(layers == network.layers.count)
  }

  @Test("INT8 is the same to the bit for any kernels, threads and instruction set")
  func integers() throws {
    let network = try Self.network()
    let image = [FeatureMap.synthetic(network.input)]
    let plain = try IntegerExecutor(network, calibration: image, level: .plain)
    let expected = try plain.run(image)
    for level in InstructionSet.Level.allCases {
      let fast = try IntegerExecutor(
        network, calibration: image, level: .fast, threads: 2, set: InstructionSet(upTo: level))
      #expect(try fast.run(image) == expected)
    }
  }

  @Test("INT8 stays close to FP32: within a tenth of the largest output")
  func quantisationError() throws {
    let network = try Self.network()
    let image = [FeatureMap.synthetic(network.input)]
    let real = try GraphExecutor(network).run(image)[0]
    let executor = try IntegerExecutor(network, calibration: image)
    let codes = try executor.run(image)[0]
    let values = executor.quantisation(of: network.layers.count - 1).values(codes)
    #expect(relativeError(values.values, real.values) < 0.1)
  }

  @Test("layers that move elements share one code with their inputs")
  func sharedCodes() throws {
    let network = try Self.network()
    let image = [FeatureMap.synthetic(network.input)]
    let executor = try IntegerExecutor(network, calibration: image)
    let codes = network.layers.indices.map { executor.quantisation(of: $0) }
    #expect(Set([1, 2, 3, 5, 6, 7].map { codes[$0] }).count == 1)
    #expect(codes[4] != codes[5])
  }

  @Test("codes round half to even and saturate")
  func rounding() {
    let code = Quantisation(scale: 1)
    #expect([0.5, 1.5, -0.5, -2.5, 200, -200].map(code.code) == [0, 2, 0, -2, 127, -128])
    #expect(Quantisation(magnitude: 0).scale == 1)
    #expect(code.code(.nan) == 0)
  }

  @Test("an operation without a meaning and a missing image are refused")
  func refusals() throws {
    var builder = NetworkBuilder(name: "unknown")
    let image = try builder.input(Shape(channels: 1, height: 2, width: 2))
    _ = try builder.add(.unsupported(name: "Roll"), to: image, name: "odd")
    let unknown = try builder.build()
    #expect(throws: KernelError.meaningless(layer: "odd", operation: "Roll")) {
      try GraphExecutor(unknown)
    }
    let executor = try GraphExecutor(Self.network())
    #expect(throws: KernelError.wrongCount(what: "input images", expected: 1, given: 0)) {
      try executor.run([])
    }
    let wrong = Shape(channels: 3, height: 12, width: 9)
    #expect(
      throws: KernelError.wrongShape(
        what: "an input of layer 'input'", expected: executor.network.input, given: wrong)
    ) { try executor.run([.synthetic(wrong)]) }
  }
}
