import LayerGraph
import ReferenceKernels

/// A layer whose result ONNX Runtime gave; `Tests/Oracle/generate.py` has the same names and sizes.
struct GoldenCase: Sendable, CustomStringConvertible {
  let name: String
  let operation: Operation
  /// The shapes of its inputs, which hold the synthetic images of seeds 0, 1…
  let inputs: [Shape]
  var activation = ActivationFunction.linear
  /// What the synthetic image is multiplied by, to reach all parts of an activation function.
  var magnitude: Float = 1

  var description: String { name }

  func network() throws -> Network {
    var builder = NetworkBuilder(name: name)
    var indices: [Int] = []
    for (index, shape) in inputs.enumerated() {
      indices.append(try builder.input(shape, name: "input \(index)"))
    }
    _ = try builder.add(operation, to: indices, name: "layer", activation: activation)
    return try builder.build()
  }

  var images: [FeatureMap<Float>] {
    inputs.enumerated().map { seed, shape in
      FeatureMap.synthetic(shape, seed: seed).map { $0 * magnitude }
    }
  }
}

extension GoldenCase {
  static let all = convolutions + pools + others + activations

  static let convolutions = [
    convolution("pointwise", (5, 7, 9), 6, window((1, 1))),
    convolution("pointwise strided", (5, 7, 9), 6, window((1, 1), stride: (2, 3))),
    convolution("3x3", (3, 9, 7), 5, Window(3)),
    convolution("3x3 strided", (3, 10, 9), 5, Window(3, stride: 2)),
    convolution(
      "3x3 dilated", (2, 11, 10), 3, window((3, 3), padding: Padding(2), dilation: (2, 2))),
    convolution(
      "strided and dilated", (2, 13, 12), 3,
      window(
        (3, 3), stride: (3, 2), padding: Padding(top: 2, left: 1, bottom: 3, right: 0),
        dilation: (2, 3))),
    convolution(
      "asymmetric", (2, 8, 9), 4,
      window((2, 5), stride: (1, 2), padding: Padding(top: 1, left: 0, bottom: 0, right: 3))),
    convolution("7x7 stem", (3, 17, 15), 4, Window(7, stride: 2)),
    convolution(
      "grouped", (6, 7, 8), 9, window((3, 3), stride: (2, 1), padding: Padding(1)), groups: 3),
    convolution("depthwise", (5, 9, 8), 5, Window(3), groups: 5),
    convolution("depthwise strided", (4, 9, 10), 4, Window(5, stride: 2), groups: 4),
    convolution(
      "depthwise doubled", (3, 6, 7), 6,
      window((3, 3), padding: Padding(top: 0, left: 1, bottom: 2, right: 0)), groups: 3),
    convolution("deep", (70, 4, 5), 14, Window(3)),
    convolution(
      "grouped and dilated", (10, 11, 9), 15,
      window(
        (3, 2), stride: (1, 2), padding: Padding(top: 2, left: 0, bottom: 2, right: 1),
        dilation: (2, 1)), groups: 5),
    convolution("grouped pointwise", (12, 5, 7), 9, window((1, 1), stride: (2, 1)), groups: 3),
    convolution("depthwise wide", (3, 7, 37), 3, Window(3, stride: 2), groups: 3),
    convolution(
      "depthwise dilated", (5, 11, 9), 5,
      window((3, 3), padding: Padding(2), dilation: (2, 2)), groups: 5),
    convolution(
      "depthwise oblong", (3, 9, 11), 3,
      window((5, 3), stride: (1, 2), padding: Padding(top: 2, left: 1, bottom: 1, right: 0)),
      groups: 3),
    convolution("whole window", (7, 5, 3), 11, window((5, 3))),
    convolution(
      "padding only", (2, 3, 3), 3, window((2, 2), stride: (3, 3), padding: Padding(2))),
  ]

  static let pools = [
    pool("max pool", .maximum, (3, 9, 8), window((2, 2), stride: (2, 2))),
    pool("max pool padded", .maximum, (2, 9, 8), Window(3, stride: 2)),
    pool(
      "max pool asymmetric", .maximum, (2, 7, 8),
      window((3, 2), padding: Padding(top: 0, left: 1, bottom: 2, right: 0))),
    pool(
      "max pool rounded up", .maximum, (2, 8, 10),
      window((3, 3), stride: (2, 2), roundsUp: true)),
    pool(
      "max pool dilated", .maximum, (2, 9, 9),
      window((3, 3), padding: Padding(2), dilation: (2, 2))),
    pool("max pool wide", .maximum, (2, 7, 6), Window(5)),
    pool("average pool", .average, (3, 9, 8), window((2, 3), stride: (2, 2))),
    pool("average pool padded", .average, (2, 9, 8), Window(3, stride: 2)),
    pool("average pool counting", .average, (2, 9, 8), Window(3, stride: 2), counts: true),
    pool(
      "average pool rounded up", .average, (2, 8, 10),
      window((3, 3), stride: (2, 2), roundsUp: true)),
    pool(
      "average pool counting rounded up", .average, (2, 8, 9),
      window(
        (3, 3), stride: (2, 2), padding: Padding(top: 1, left: 0, bottom: 0, right: 1),
        roundsUp: true), counts: true),
  ]

  static let others = [
    GoldenCase(
      name: "3x3 normalised",
      operation: .convolution(Convolution(filters: 5, window: Window(3), isNormalised: true)),
      inputs: [shape((3, 9, 7))]),
    one("linear", .linear(Linear(outputs: 7)), (3, 4, 5)),
    one("linear normalised", .linear(Linear(outputs: 7, isNormalised: true)), (60, 1, 1)),
    one("global average pool", .globalPool(.average), (5, 7, 6)),
    one("global max pool", .globalPool(.maximum), (5, 7, 6)),
    two("add", .add, (3, 4, 5), (3, 4, 5)),
    GoldenCase(
      name: "add three", operation: .add, inputs: Array(repeating: shape((3, 4, 5)), count: 3)),
    two("add unequal", .add, (5, 3, 4), (3, 6, 8)),
    two("concatenate", .concatenate, (3, 4, 5), (2, 4, 5)),
    two("multiply", .multiply, (3, 4, 5), (3, 4, 5)),
    two("multiply by channel", .multiply, (3, 4, 5), (3, 1, 1)),
    one("slice", .slice(ChannelSlice(range: 2..<5)), (7, 3, 4)),
    one("pad", .pad(Padding(top: 1, left: 2, bottom: 3, right: 0)), (2, 3, 4)),
    one("reshape", .reshape(shape((9, 2, 5))), (6, 3, 5)),
    one("identity", .identity, (3, 5, 3)),
    one("upsample nearest", .upsample(Upsample(factor: Spatial(height: 2, width: 3))), (2, 4, 5)),
    one(
      "upsample bilinear",
      .upsample(Upsample(factor: Spatial(height: 2, width: 3), mode: .bilinear)), (2, 4, 5)),
    one("affine", .affine(Affine(isTrained: true)), (4, 3, 5)),
    one("shuffle", .shuffle(groups: 3), (6, 2, 3)),
    one("space to depth", .reorganise(Reorganise(stride: 2)), (3, 4, 6)),
    one(
      "space to depth by channel", .reorganise(Reorganise(stride: 2, order: .channelFirst)),
      (3, 4, 6)),
    one(
      "darknet reorganisation", .reorganise(Reorganise(stride: 2, order: .darknet)), (8, 4, 6)),
    one(
      "depth to space", .reorganise(Reorganise(stride: 2, direction: .depthToSpace)), (8, 3, 2)),
    one(
      "depth to space by channel",
      .reorganise(Reorganise(stride: 2, direction: .depthToSpace, order: .channelFirst)),
      (8, 3, 2)),
    one("cross-channel max", .crossChannelPool(CrossChannelPooling(groupSize: 3)), (6, 4, 5)),
    one(
      "cross-channel average",
      .crossChannelPool(CrossChannelPooling(kind: .average, groupSize: 3)), (6, 4, 5)),
    one("softmax", .softmax, (9, 3, 4)),
    one("detection", .detection(Detection(anchors: 2, classes: 1)), (12, 3, 5)),
  ]

  static let activations: [GoldenCase] = [
    .relu, .relu6, .leaky(slope: 0.1), .swish, .mish, .sigmoid, .tanh, .hardSwish, .hardSigmoid,
    .elu(alpha: 0.7), .softplus, .gelu, .clip(minimum: -1.5, maximum: 2.25),
  ].map { (function: ActivationFunction) in
    GoldenCase(
      name: function.name, operation: .activation, inputs: [shape((2, 7, 5))],
      activation: function, magnitude: 8)
  }
}

private typealias Extents = (Int, Int, Int)

private func shape(_ extents: Extents) -> Shape {
  Shape(channels: extents.0, height: extents.1, width: extents.2)
}

private func window(
  _ kernel: (Int, Int), stride: (Int, Int) = (1, 1), padding: Padding = .none,
  dilation: (Int, Int) = (1, 1), roundsUp: Bool = false
) -> Window {
  Window(
    kernel: Spatial(height: kernel.0, width: kernel.1),
    stride: Spatial(height: stride.0, width: stride.1),
    dilation: Spatial(height: dilation.0, width: dilation.1), padding: padding,
    roundsUp: roundsUp)
}

private func one(_ name: String, _ operation: Operation, _ input: Extents) -> GoldenCase {
  GoldenCase(name: name, operation: operation, inputs: [shape(input)])
}

private func two(
  _ name: String, _ operation: Operation, _ a: Extents, _ b: Extents
) -> GoldenCase {
  GoldenCase(name: name, operation: operation, inputs: [shape(a), shape(b)])
}

private func convolution(
  _ name: String, _ input: Extents, _ filters: Int, _ window: Window, groups: Int = 1
) -> GoldenCase {
  let convolution = Convolution(
    filters: filters, window: window, groups: groups, hasBias: true, isNormalised: false)
  return one(name, .convolution(convolution), input)
}

private func pool(
  _ name: String, _ kind: PoolingKind, _ input: Extents, _ window: Window, counts: Bool = false
) -> GoldenCase {
  one(name, .pool(Pooling(kind: kind, window: window, countsPadding: counts)), input)
}
