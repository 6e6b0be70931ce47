import LayerGraph
import Testing

@testable import ModelImport

@Suite("ONNX operators")
struct ONNXOperatorTests {
  @Test("a convolution takes its kernel from the weights and its bias from a third input")
  func convolution() throws {
    var file = ONNXFixture()
    file.weight("w", [4, 4, 3, 5])
    file.weight("b", [4])
    file.node(
      "Conv", ["x", "w", "b"], ["y"], ("group", .integer(2)), ("strides", .integers([2, 1])),
      ("pads", .integers([1, 2, 0, 2])))
    let window = Window(
      kernel: Spatial(height: 3, width: 5), stride: Spatial(height: 2, width: 1),
      padding: Padding(top: 1, left: 2, bottom: 0, right: 2))
    let layer = try #require(try file.layers().first)
    #expect(
      layer.operation
        == .convolution(
          Convolution(filters: 4, window: window, groups: 2, hasBias: true, isNormalised: false)))
    #expect(layer.output == Shape(channels: 4, height: 3, width: 6))
  }

  @Test(
    "auto_pad keeps the size over the stride, the odd row on the side it names",
    arguments: [("SAME_UPPER", 0, 1), ("SAME_LOWER", 1, 0), ("VALID", 0, 0)])
  func automaticPadding(mode: String, top: Int, bottom: Int) throws {
    var file = ONNXFixture()
    file.weight("w", [4, 8, 3, 3])
    file.node(
      "Conv", ["x", "w"], ["y"], ("strides", .integers([2, 2])), ("auto_pad", .string(mode)))
    guard case .convolution(let convolution) = try file.layers()[0].operation else {
      Issue.record("no convolution")
      return
    }
    let expected = Padding(top: top, left: top, bottom: bottom, right: bottom)
    #expect(convolution.window.padding == expected)
  }

  @Test("a convolution over one axis slides along the width")
  func convolutionOverOneAxis() throws {
    var file = ONNXFixture(input: [1, 8, 20])
    file.weight("w", [4, 8, 3])
    file.node("Conv", ["x", "w"])
    #expect(try file.layers()[0].output == Shape(channels: 4, height: 1, width: 18))
  }

  @Test("Gemm and MatMul are linear layers; a sum with a vector behind one is its bias")
  func linear() throws {
    var file = ONNXFixture()
    file.weight("w", [10, 288])
    file.weight("v", [10, 7])
    file.weight("b", [7])
    file.node("Flatten", ["x"], ["flat"])
    file.node("Gemm", ["flat", "w"], ["h"], ("transB", .integer(1)))
    file.node("MatMul", ["h", "v"], ["z"])
    file.node("Add", ["b", "z"])
    #expect(
      try file.layers().map(\.operation) == [
        .linear(Linear(outputs: 10, hasBias: false)), .linear(Linear(outputs: 7, hasBias: true)),
      ])
  }

  @Test("a product over many rows is a 1×1 convolution with as many MACs")
  func rows() throws {
    var file = ONNXFixture(input: [1, 50, 16])
    file.weight("w", [16, 32])
    file.node("MatMul", ["x", "w"])
    #expect(try file.imported().network.counts.macs == 50 * 16 * 32)
  }

  @Test(
    "a constant behind a convolution is its bias if it varies along the channels, not the columns",
    arguments: [([6, 1, 1], true), ([1, 6, 1, 1], true), ([6], false), ([6, 1], false)])
  func bias(extents: [Int], isBias: Bool) throws {
    var file = ONNXFixture()
    file.weight("w", [6, 8, 1, 1])
    file.weight("b", extents)
    file.node("Conv", ["x", "w"], ["c"])
    file.node("Add", ["c", "b"])
    let layers = try file.layers()
    #expect(layers.count == (isBias ? 1 : 2))
    guard case .convolution(let convolution) = layers[0].operation else { return }
    #expect(convolution.hasBias == isBias)
  }

  @Test("normalisation is folded into the convolution before it, else it is a layer of its own")
  func normalisation() throws {
    var file = ONNXFixture()
    file.weight("w", [8, 8, 1, 1])
    for name in ["scale", "shift", "mean", "variance"] { file.weight(name, [8]) }
    let parameters = ["scale", "shift", "mean", "variance"]
    file.node("BatchNormalization", ["x"] + parameters, ["a"])
    file.node("Conv", ["a", "w"], ["c"])
    file.node("BatchNormalization", ["c"] + parameters, ["n"])
    file.node("Relu", ["n"])
    let pointwise = Convolution(
      filters: 8, window: Window(kernel: Spatial(1)), isNormalised: true)
    let layers = try file.layers()
    #expect(layers.map(\.operation) == [.affine(Affine(isTrained: true)), .convolution(pointwise)])
    #expect(layers[1].activation == .relu)
  }

  @Test("max-pooling keeps padding, dilation and rounding; average pooling what it divides by")
  func pooling() throws {
    var file = ONNXFixture()
    file.node(
      "MaxPool", ["x"], ["m"], ("kernel_shape", .integers([3, 3])),
      ("pads", .integers([0, 0, 1, 1])),
      ("strides", .integers([2, 2])), ("ceil_mode", .integer(1)))
    file.node(
      "AveragePool", ["m"], ["y"], ("kernel_shape", .integers([3, 3])),
      ("pads", .integers([1, 1, 1, 1])), ("count_include_pad", .integer(1)))
    let end = Padding(top: 0, left: 0, bottom: 1, right: 1)
    let maximum = Window(
      kernel: Spatial(3), stride: Spatial(2), padding: end, roundsUp: true)
    let average = Window(kernel: Spatial(3), padding: Padding(1))
    #expect(
      try file.layers().map(\.operation) == [
        .pool(Pooling(kind: .maximum, window: maximum)),
        .pool(Pooling(kind: .average, window: average, countsPadding: true)),
      ])
  }

  @Test("ReduceMean over height and width is global pooling, in both places of its axes")
  func reduceMean() throws {
    var file = ONNXFixture()
    file.integers("axes", [-1, -2])
    file.node("ReduceMean", ["x", "axes"], ["a"], ("keepdims", .integer(0)))
    file.node("ReduceMean", ["x"], ["b"], ("axes", .integers([2, 3])))
    file.node("GlobalMaxPool", ["x"], ["c"])
    file.outputs = ["a", "b", "c"]
    #expect(
      try file.layers().map(\.operation) == [
        .globalPool(.average), .globalPool(.average), .globalPool(.maximum),
      ])
  }

  @Test("ReduceMax over groups of channels is cross-channel pooling")
  func crossChannelPooling() throws {
    var file = ONNXFixture()
    file.integers("groups", [1, 2, 4, 6, 6])
    file.node("Reshape", ["x", "groups"], ["g"])
    file.node("ReduceMax", ["g"], ["y"], ("axes", .integers([2])), ("keepdims", .integer(0)))
    let layers = try file.layers()
    #expect(layers.map(\.operation) == [.crossChannelPool(CrossChannelPooling(groupSize: 4))])
    #expect(layers[0].output == Shape(channels: 2, height: 6, width: 6))
  }

  @Test("sums and products of maps; a product repeats a map of one pixel")
  func elementWise() throws {
    var file = ONNXFixture()
    file.node("GlobalAveragePool", ["x"], ["g"])
    file.node("Mul", ["g", "x"], ["m"])
    file.node("Add", ["m", "x"], ["a"])
    file.node("Sum", ["a", "m", "x"])
    let layers = try file.layers()
    #expect(layers.map(\.operation) == [.globalPool(.average), .multiply, .add, .add])
    #expect(layers[3].inputs.count == 3)
    #expect(layers[1].output == Shape(channels: 8, height: 6, width: 6))
  }

  @Test("arithmetic with constants is one pass, however many constants follow each other")
  func constants() throws {
    var file = ONNXFixture()
    file.floats("mean", [1, 2, 3, 4, 5, 6, 7, 8], extents: [1, 8, 1, 1])
    file.floats("deviation", [2])
    file.node("Sub", ["x", "mean"], ["d"])
    file.node("Div", ["d", "deviation"])
    #expect(try file.layers().map(\.operation) == [.affine(Affine(isTrained: false))])
  }

  @Test("Split and Slice are ranges of channels, Concat stacks them; unused parts are no layers")
  func channels() throws {
    var file = ONNXFixture()
    file.integers("sizes", [2, 5, 1])
    for (name, value) in [("one", 1), ("three", 3), ("far", Int.max)] {
      file.integers(name, [value])
    }
    file.node("Split", ["x", "sizes"], ["a", "b", "c"], ("axis", .integer(1)))
    file.node("Slice", ["x", "three", "far", "one"], ["s"])
    file.node("Concat", ["b", "s"], ["y"], ("axis", .integer(-3)))
    let layers = try file.layers()
    #expect(
      layers.map(\.operation) == [
        .slice(ChannelSlice(range: 2..<7)), .slice(ChannelSlice(range: 3..<8)), .concatenate,
      ])
    #expect(layers[2].output.channels == 10)
  }

  @Test(
    "Split without sizes makes equal parts, the last one smaller",
    arguments: [(2, [4, 4]), (3, [3, 3, 2])])
  func equalParts(count: Int, expected: [Int]) throws {
    var file = ONNXFixture()
    let names = (0..<count).map { "part \($0)" }
    file.node("Split", ["x"], names, ("axis", .integer(1)), ("num_outputs", .integer(count)))
    file.outputs = names
    #expect(try file.layers().map(\.output.channels) == expected)
  }

  @Test("work along another axis than the channels keeps its size")
  func otherAxes() throws {
    var file = ONNXFixture()
    file.integers("zero", [0])
    file.integers("four", [4])
    file.integers("axis", [2])
    file.node("Slice", ["x", "zero", "four", "axis"], ["s"])
    file.node("Concat", ["s", "x"], ["c"], ("axis", .integer(2)))
    file.node("Softmax", ["c"], ["y"], ("axis", .integer(3)))
    let network = try file.imported().network
    #expect(network.layers[network.outputs[0]].output.elements == 8 * 10 * 6)
    #expect(network.layers.contains { $0.operation == .slice(ChannelSlice(range: 0..<4)) })
  }

  @Test("Resize by whole factors, by scales or by sizes, and Upsample")
  func resize() throws {
    var file = ONNXFixture()
    file.floats("scales", [1, 1, 2, 3])
    file.floats("none", [], extents: [0])
    file.integers("sizes", [1, 8, 24, 18])
    file.node("Resize", ["x", "none", "scales"], ["a"], ("mode", .string("nearest")))
    file.node("Resize", ["a", "", "", "sizes"], ["b"], ("mode", .string("linear")))
    file.node("Upsample", ["b", "scales"])
    #expect(
      try file.layers().map(\.operation) == [
        .upsample(Upsample(factor: Spatial(height: 2, width: 3))),
        .upsample(Upsample(factor: Spatial(height: 2, width: 1), mode: .bilinear)),
        .upsample(Upsample(factor: Spatial(height: 2, width: 3))),
      ])
  }

  @Test("views make no layers where nothing needs the new shape")
  func views() throws {
    var file = ONNXFixture()
    file.integers("shape", [0, -1])
    file.weight("w", [288, 10])
    file.node("Identity", ["x"], ["i"])
    file.node("Dropout", ["i"], ["d"])
    file.node("Reshape", ["d", "shape"], ["r"])
    file.node("Gemm", ["r", "w"], ["g"])
    file.node("Unsqueeze", ["g"], ["u"], ("axes", .integers([2])))
    file.node("Transpose", ["u"], ["t"], ("perm", .integers([0, 2, 1])))
    file.node("Squeeze", ["t"])
    #expect(
      try file.layers().map(\.operation) == [.linear(Linear(outputs: 10, hasBias: false))])
  }

  @Test("a convolution over a reshaped map reads a view of it")
  func materialisedView() throws {
    var file = ONNXFixture()
    file.integers("shape", [1, 32, 3, 3])
    file.weight("w", [4, 32, 1, 1])
    file.node("Reshape", ["x", "shape"], ["r"])
    file.node("Conv", ["r", "w"])
    #expect(
      try file.layers()[0].operation == .reshape(Shape(channels: 32, height: 3, width: 3)))
  }

  @Test("zero padding goes into the convolution behind it")
  func padding() throws {
    var file = ONNXFixture()
    file.integers("pads", [0, 0, 1, 2, 0, 0, 3, 4])
    file.weight("w", [4, 8, 1, 1])
    file.node("Pad", ["x", "pads"], ["p"])
    file.node("Conv", ["p", "w"], ["y"], ("pads", .integers([1, 1, 1, 1])))
    let layers = try file.layers()
    #expect(layers.count == 1)
    #expect(layers[0].output == Shape(channels: 4, height: 12, width: 14))
  }

  @Test("padding that mirrors, or that another node reads too, stays a layer")
  func paddingOfItsOwn() throws {
    var file = ONNXFixture()
    file.integers("pads", [0, 0, 1, 1, 0, 0, 1, 1])
    file.weight("w", [4, 8, 1, 1])
    file.node("Pad", ["x", "pads"], ["p"], ("mode", .string("reflect")))
    file.node("Conv", ["p", "w"])
    #expect(try file.layers()[0].operation == .pad(Padding(1)))
  }

  @Test("DepthToSpace and SpaceToDepth, in both orders of channels")
  func pixels() throws {
    var file = ONNXFixture()
    file.node("SpaceToDepth", ["x"], ["s"], ("blocksize", .integer(2)))
    file.node(
      "DepthToSpace", ["s"], ["y"], ("blocksize", .integer(2)), ("mode", .string("CRD")))
    #expect(
      try file.layers().map(\.operation) == [
        .reorganise(Reorganise(stride: 2)),
        .reorganise(Reorganise(stride: 2, direction: .depthToSpace, order: .channelFirst)),
      ])
  }
}
