import LayerGraph
import Testing

@testable import ModelImport

@Suite("Local functions of ONNX models")
struct ONNXFunctionTests {
  @Test("a call becomes the function's nodes, with the call's attributes")
  func call() throws {
    var file = ONNXFixture()
    file.function("act", ["a"], ["b"], calling: "LeakyRelu", ("alpha", .float(0.25)))
    file.node("MaxPool", ["x"], ["p"], ("kernel_shape", .integers([2, 2])))
    file.node("act", ["p"], domain: "local")
    let layer = try #require(try file.layers().first)
    #expect(layer.activation == .leaky(slope: 0.25))
  }

  @Test("two calls of one function don't share its values")
  func twoCalls() throws {
    var file = ONNXFixture()
    file.function(
      "down", ["a"], ["b"], calling: "MaxPool", ("kernel_shape", .integers([2, 2])))
    file.node("down", ["x"], ["h"], domain: "local")
    file.node("down", ["h"], domain: "local")
    #expect(try file.layers().map(\.output.height) == [5, 4])
    #expect(try file.layers().map(\.name) == ["h/b", "y/b"])
  }

  @Test("functions call functions, and the order of the file doesn't matter")
  func nested() throws {
    var file = ONNXFixture()
    file.node("outer", ["x"], domain: "local")
    file.function("outer", ["a"], ["b"], calling: "inner", domain: "local")
    file.function("inner", ["a"], ["b"], calling: "GlobalAveragePool")
    #expect(try file.layers().map(\.operation) == [.globalPool(.average)])
  }

  @Test("a function that calls itself is refused, naming the call")
  func recursion() {
    var file = ONNXFixture()
    file.function("again", ["a"], ["b"], calling: "again", domain: "local")
    file.node("again", ["x"], domain: "local")
    #expect(
      file.failure()
        == "net.onnx: node 'y' (again): functions call each other more than 32 deep; export without "
        + "local functions")
  }

  @Test("functions that double at every level stop where the limit is", .timeLimit(.minutes(1)))
  func doubling() {
    var file = ONNXFixture()
    for level in 0..<30 {
      file.doublingFunction("f\(level)", calling: "f\(level + 1)")
    }
    file.node("f0", ["x"], domain: "local")
    #expect(file.failure().contains("its functions have more than 100000 nodes in all"))
  }

  @Test("a function of an unknown operator names that operator")
  func unknown() {
    var file = ONNXFixture()
    file.function("odd", ["a"], ["b"], calling: "Hardmax")
    file.node("odd", ["x"], domain: "local")
    #expect(file.failure().contains("node 'y/b' (Hardmax): the operator Hardmax is not supported"))
  }
}
