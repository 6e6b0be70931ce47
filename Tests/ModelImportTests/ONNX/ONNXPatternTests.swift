import LayerGraph
import Testing

@testable import ModelImport

@Suite("ONNX patterns")
struct ONNXPatternTests {
  /// A convolution whose output the nodes under test read as `c`.
  private func convolution() -> ONNXFixture {
    var file = ONNXFixture()
    file.weight("w", [8, 8, 1, 1])
    file.node("Conv", ["x", "w"], ["c"])
    for (name, value) in [("three", 3), ("zero", 0), ("six", 6), ("one", 1)] as [(String, Float)] {
      file.floats(name, [value], extents: [])
    }
    file.floats("half", [0.5], extents: [])
    file.floats("root", [1.414_213_5], extents: [])
    return file
  }

  private func activation(of file: ONNXFixture) throws -> ActivationFunction {
    let layers = try file.layers()
    #expect(layers.count == 1)
    return layers[0].activation
  }

  @Test(
    "an activation behind a convolution that nothing else reads is the convolution's",
    arguments: [
      ("Relu", ActivationFunction.relu), ("Sigmoid", .sigmoid), ("Tanh", .tanh),
      ("HardSwish", .hardSwish), ("HardSigmoid", .hardSigmoid), ("Softplus", .softplus),
      ("Mish", .mish), ("Gelu", .gelu), ("LeakyRelu", .leaky(slope: 0.01)), ("Elu", .elu(alpha: 1)),
    ])
  func single(kind: String, expected: ActivationFunction) throws {
    var file = convolution()
    file.node(kind, ["c"])
    #expect(try activation(of: file) == expected)
  }

  @Test("Clip between 0 and 6 is ReLU6; other bounds stay what they are")
  func clip() throws {
    var file = convolution()
    file.node("Clip", ["c", "zero", "six"])
    #expect(try activation(of: file) == .relu6)
    var other = convolution()
    other.node("Clip", ["c", "zero", "three"])
    #expect(try activation(of: other) == .clip(minimum: 0, maximum: 3))
    var lower = convolution()
    lower.node("Max", ["c", "zero"])
    #expect(try activation(of: lower) == .relu)
  }

  @Test("x · Sigmoid(x) is swish")
  func swish() throws {
    var file = convolution()
    file.node("Sigmoid", ["c"], ["s"])
    file.node("Mul", ["s", "c"])
    #expect(try activation(of: file) == .swish)
  }

  @Test("x · Tanh(Softplus(x)) is mish")
  func mish() throws {
    var file = convolution()
    file.node("Softplus", ["c"], ["p"])
    file.node("Tanh", ["p"], ["t"])
    file.node("Mul", ["c", "t"])
    #expect(try activation(of: file) == .mish)
  }

  @Test("hard-swish in the three ways that exporters spell it")
  func hardSwish() throws {
    var gate = convolution()
    gate.node("HardSigmoid", ["c"], ["s"])
    gate.node("Mul", ["c", "s"])
    #expect(try activation(of: gate) == .hardSwish)

    var dividedFirst = convolution()
    dividedFirst.node("Add", ["c", "three"], ["a"])
    dividedFirst.node("Clip", ["a", "zero", "six"], ["k"])
    dividedFirst.node("Div", ["k", "six"], ["d"])
    dividedFirst.node("Mul", ["c", "d"])
    #expect(try activation(of: dividedFirst) == .hardSwish)

    var dividedLast = convolution()
    dividedLast.node("Add", ["three", "c"], ["a"])
    dividedLast.node("Clip", ["a", "zero", "six"], ["k"])
    dividedLast.node("Mul", ["c", "k"], ["m"])
    dividedLast.node("Div", ["m", "six"])
    #expect(try activation(of: dividedLast) == .hardSwish)
  }

  @Test("x · (1 + Erf(x ÷ √2)) · ½ is GELU")
  func gelu() throws {
    var file = convolution()
    file.node("Div", ["c", "root"], ["d"])
    file.node("Erf", ["d"], ["e"])
    file.node("Add", ["e", "one"], ["a"])
    file.node("Mul", ["c", "a"], ["m"])
    file.node("Mul", ["m", "half"])
    #expect(try activation(of: file) == .gelu)
  }

  @Test("a gate that something else reads too is no activation function")
  func sharedGate() throws {
    var file = convolution()
    file.node("Sigmoid", ["c"], ["s"])
    file.node("Mul", ["c", "s"], ["y"])
    file.outputs = ["y", "s"]
    #expect(try file.layers().map(\.operation.name) == ["convolution", "activation", "multiply"])
  }

  @Test("an activation whose input something else reads stays a layer of its own")
  func sharedInput() throws {
    var file = convolution()
    file.node("Identity", ["c"], ["i"])
    file.node("Relu", ["i"], ["r"])
    file.node("Add", ["c", "r"])
    let layers = try file.layers()
    #expect(layers.map(\.operation.name) == ["convolution", "activation", "add"])
    #expect(layers[0].activation == .linear)
  }

  @Test("a squeeze-and-excitation block is a pooling, two convolutions and a product")
  func squeezeAndExcitation() throws {
    var file = ONNXFixture()
    file.weight("down", [2, 8, 1, 1])
    file.weight("up", [8, 2, 1, 1])
    file.node("GlobalAveragePool", ["x"], ["g"])
    file.node("Conv", ["g", "down"], ["d"])
    file.node("Relu", ["d"], ["r"])
    file.node("Conv", ["r", "up"], ["u"])
    file.node("Sigmoid", ["u"], ["s"])
    file.node("Mul", ["x", "s"])
    let layers = try file.layers()
    #expect(
      layers.map(\.operation.name) == [
        "global-average-pool", "convolution", "convolution", "multiply",
      ])
    #expect(layers.map(\.activation) == [.linear, .relu, .sigmoid, .linear])
  }

  @Test("a channel shuffle is reshape, transpose, reshape")
  func shuffle() throws {
    var file = ONNXFixture()
    file.integers("split", [1, 2, 4, 6, 6])
    file.integers("joined", [1, -1, 6, 6])
    file.node("Reshape", ["x", "split"], ["s"])
    file.node("Transpose", ["s"], ["t"], ("perm", .integers([0, 2, 1, 3, 4])))
    file.node("Reshape", ["t", "joined"])
    #expect(try file.layers().map(\.operation) == [.shuffle(groups: 2)])
  }

  @Test("the four strided slices of a focus layer are a space-to-depth")
  func focus() throws {
    var file = ONNXFixture()
    for value in 0...3 { file.integers("\(value)", [value]) }
    file.integers("end", [Int.max])
    var parts: [String] = []
    for (row, column) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
      file.node("Slice", ["x", "\(row)", "end", "2", "2"], ["row \(row)\(column)"])
      file.node(
        "Slice", ["row \(row)\(column)", "\(column)", "end", "3", "2"], ["\(row)\(column)"])
      parts.append("\(row)\(column)")
    }
    file.node("Concat", parts, ["y"], ("axis", .integer(1)))
    #expect(try file.layers().map(\.operation) == [.reorganise(Reorganise(stride: 2))])
  }

  @Test("shape arithmetic becomes the constant that it is")
  func shapeArithmetic() throws {
    var file = ONNXFixture(input: [0, 8, 6, 6])
    file.integers("first", [0], extents: [])
    file.integers("minus one", [-1])
    file.integers("two", [2])
    file.integers("axis", [0])
    file.weight("w", [288, 5])
    file.node("Shape", ["x"], ["shape"])
    file.node("Gather", ["shape", "first"], ["batch"])
    file.node("Unsqueeze", ["batch", "axis"], ["vector"])
    file.node("Mul", ["minus one", "two"], ["minus two"])
    file.node("Div", ["minus two", "two"], ["rest"])
    file.node("Concat", ["vector", "rest"], ["target"], ("axis", .integer(0)))
    file.node("Reshape", ["x", "target"], ["flat"])
    file.node("Gemm", ["flat", "w"])
    let network = try file.imported(ImportOptions(batch: 4)).network
    #expect(network.batch == 4)
    #expect(network.counts.macs == 288 * 5)
  }

  @Test("a weight that comes through Identity or Transpose is a weight")
  func sharedInitialisers() throws {
    var file = ONNXFixture()
    file.weight("w", [8, 8, 3, 3])
    file.weight("m", [10, 128])
    file.node("Identity", ["w"], ["copy"])
    file.node("Conv", ["x", "copy"], ["c"])
    file.node("Flatten", ["c"], ["f"])
    file.node("Transpose", ["m"], ["t"])
    file.node("MatMul", ["f", "t"])
    #expect(try file.imported().network.counts.macs == 16 * 8 * 72 + 1280)
  }

  @Test(
    "a stage is a resolution; a squeeze-and-excitation block belongs to the stage that it is in")
  func stages() throws {
    var file = ONNXFixture()
    file.weight("w", [8, 8, 1, 1])
    file.node("Conv", ["x", "w"], ["a"])
    file.node("Conv", ["a", "w"], ["b"], ("strides", .integers([2, 2])))
    file.node("GlobalAveragePool", ["b"], ["g"])
    file.node("Mul", ["b", "g"], ["m"])
    file.node("Conv", ["m", "w"], ["d"], ("strides", .integers([2, 2])))
    file.node("GlobalAveragePool", ["d"])
    #expect(
      try file.layers().map(\.stage) == [
        "stem", "stage 1", "stage 1", "stage 1", "stage 2", "head",
      ])
  }
}
