import LayerGraph
import Testing

@testable import ModelImport

@Suite("ONNX export")
struct ONNXExportTests {
  private static let image = Shape(channels: 16, height: 12, width: 8)

  private func network(
    _ operation: Operation, activation: ActivationFunction = .linear, batch: Int = 1
  ) throws -> Network {
    var builder = NetworkBuilder(name: "net", batch: batch)
    let input = try builder.input(Self.image)
    _ = try builder.add(operation, to: input, name: "layer", activation: activation)
    return try builder.build()
  }

  private func roundTrip(_ network: Network) throws -> Network {
    let bytes = try ONNXExporter.bytes(for: network)
    return try ONNXImporter.network(source: MemoryByteSource(bytes), file: "net.onnx").network
  }

  @Test(
    "an operation comes back as it was",
    arguments: [
      Operation.convolution(
        Convolution(
          filters: 8,
          window: Window(
            kernel: Spatial(height: 3, width: 5), stride: Spatial(height: 2, width: 1),
            dilation: Spatial(height: 1, width: 2),
            padding: Padding(top: 1, left: 2, bottom: 0, right: 1)),
          groups: 4, hasBias: true)),
      .linear(Linear(outputs: 10, hasBias: true, isNormalised: true)),
      .pool(
        Pooling(
          kind: .maximum,
          window: Window(
            kernel: Spatial(3), stride: Spatial(2),
            padding: Padding(top: 0, left: 1, bottom: 1, right: 0),
            roundsUp: true))),
      .pool(
        Pooling(
          kind: .average, window: Window(kernel: Spatial(3), padding: Padding(1)),
          countsPadding: true)),
      .globalPool(.average), .globalPool(.maximum),
      .slice(ChannelSlice(range: 3..<9)),
      .upsample(Upsample(factor: Spatial(height: 2, width: 3))),
      .upsample(Upsample(factor: Spatial(2), mode: .bilinear)),
      .affine(Affine(isTrained: true)), .affine(Affine(isTrained: false)),
      .shuffle(groups: 4), .softmax, .pad(Padding(top: 1, left: 2, bottom: 3, right: 4)),
      .crossChannelPool(CrossChannelPooling(groupSize: 4)),
      .crossChannelPool(CrossChannelPooling(kind: .average, groupSize: 2)),
      .reorganise(Reorganise(stride: 2)),
      .reorganise(Reorganise(stride: 2, order: .channelFirst)),
      .reorganise(Reorganise(stride: 2, direction: .depthToSpace)),
      .reorganise(Reorganise(stride: 2, direction: .depthToSpace, order: .channelFirst)),
    ])
  func operations(operation: Operation) throws {
    let layers = try roundTrip(network(operation)).layers
    #expect(layers.map(\.operation) == [.input, operation])
    #expect(try layers.map(\.output) == network(operation).layers.map(\.output))
  }

  @Test(
    "an activation function comes back as it was",
    arguments: [
      ActivationFunction.relu, .relu6, .leaky(slope: 0.1), .swish, .mish, .sigmoid, .tanh,
      .hardSwish, .hardSigmoid, .elu(alpha: 0.5), .softplus, .gelu, .clip(minimum: -1, maximum: 2),
    ])
  func activations(function: ActivationFunction) throws {
    let plain = Operation.convolution(Convolution(filters: 4, window: Window(1)))
    #expect(try roundTrip(network(plain, activation: function)).layers[1].activation == function)
    let alone = try roundTrip(network(.activation, activation: function))
    #expect(alone.layers[1].activation == function)
  }

  @Test("additions and products of equal and of unequal maps keep their shapes")
  func merging() throws {
    var builder = NetworkBuilder(name: "net")
    let input = try builder.input(Self.image)
    let half = try builder.add(
      .pool(Pooling(kind: .maximum, window: Window(kernel: Spatial(2), stride: Spatial(2)))),
      to: input)
    let few = try builder.add(.slice(ChannelSlice(range: 0..<4)), to: half)
    let strided = try builder.add(.add, to: [few, input], name: "strided")
    let common = try builder.add(.add, to: [half, strided], name: "common channels")
    _ = try builder.add(.add, to: [input, common], name: "spread")
    let network = try builder.build()
    let back = try roundTrip(network)
    #expect(back.layers[back.outputs[0]].output == network.layers[network.outputs[0]].output)
    #expect(back.layers.filter { $0.operation == .add }.count == 3)
  }

  @Test("the batch, the parameters and the MACs come back")
  func counts() throws {
    var builder = NetworkBuilder(name: "net", batch: 3)
    var last = try builder.input(Self.image)
    last = try builder.add(
      .convolution(Convolution(filters: 8, window: Window(3, stride: 2))), to: last,
      activation: .mish)
    last = try builder.add(.linear(Linear(outputs: 20)), to: last, activation: .relu)
    last = try builder.add(.linear(Linear(outputs: 5)), to: last)
    let network = try builder.build()
    let back = try roundTrip(network)
    #expect(back.batch == 3)
    #expect(back.counts == network.counts)
  }

  @Test("the parameters given are the bytes written")
  func parameters() throws {
    let plain = Operation.convolution(
      Convolution(filters: 1, window: Window(1), isNormalised: false))
    let bytes = try ONNXExporter.bytes(for: network(plain)) { _, _ in
      [Float](repeating: 1.5, count: 16)
    }
    let run = [[UInt8]](repeating: [0, 0, 0xC0, 0x3F], count: 16).flatMap { $0 }
    #expect(bytes.indices.contains { bytes[$0...].starts(with: run) })
  }

  @Test("what ONNX can't say, and the wrong number of parameters, are refused by layer")
  func refusals() throws {
    let unknown = try network(.unsupported(name: "voodoo"))
    #expect(throws: ONNXExportError.inexpressible(layer: "layer", operation: "voodoo")) {
      try ONNXExporter.bytes(for: unknown)
    }
    let linear = try network(.linear(Linear(outputs: 2, hasBias: false)))
    let expected = ONNXExportError.wrongCount(
      layer: "layer", role: "weight", expected: 2 * 16 * 12 * 8, given: 1)
    #expect(throws: expected) { try ONNXExporter.bytes(for: linear) { _, _ in [0] } }
  }
}
