import LayerGraph
import Testing

@testable import ModelImport

@Suite("Bad ONNX files")
struct ONNXBadInputTests {
  private func failure(_ bytes: [UInt8]) -> String {
    do {
      _ = try ONNXImporter.network(source: MemoryByteSource(bytes), file: "net.onnx")
      return "imported"
    } catch {
      return error.description
    }
  }

  /// A sound file: a convolution and an activation.
  private var sound: ONNXFixture {
    var file = ONNXFixture()
    file.weight("w", [4, 8, 3, 3])
    file.node("Conv", ["x", "w"], ["c"])
    file.node("Relu", ["c"])
    return file
  }

  @Test("an empty file, and one that holds something else")
  func notONNX() {
    #expect(failure([]) == "net.onnx: the file is empty; give an ONNX model")
    #expect(
      failure([8, 8])
        == "net.onnx: it holds no graph, so it is not an ONNX model; give an ONNX model")
    #expect(failure(Array("[net]\nwidth=4".utf8)).hasPrefix("net.onnx: at byte 0: "))
  }

  @Test("every truncation of a file is refused")
  func truncated() {
    let bytes = sound.bytes
    #expect(failure(bytes) == "imported")
    for count in 0..<bytes.count {
      let message = failure(Array(bytes.prefix(count)))
      #expect(message.hasPrefix("net.onnx: "), "after \(count) bytes: \(message)")
    }
  }

  @Test("a file with any one byte changed is imported or refused with one line")
  func changedBytes() {
    let bytes = sound.bytes
    for index in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] = value
        let message = failure(damaged)
        let isOneLine = message.hasPrefix("net.onnx: ") && !message.contains("\n")
        #expect(message == "imported" || isOneLine, "byte \(index) is \(value): \(message)")
      }
    }
  }

  @Test("a length beyond the end, a number without end, a group, field 0")
  func hostileWire() {
    let huge: [UInt8] = [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    #expect(
      failure(huge).hasPrefix(
        "net.onnx: at byte 1: 9223372036854775807 bytes are announced but only 0 are left"))
    let endless = [UInt8](repeating: 0xFF, count: 40)
    #expect(failure(endless).hasPrefix("net.onnx: at byte 0: a number is longer than 64 bits"))
    #expect(failure([0x0B]).hasPrefix("net.onnx: at byte 0: 11 is not a field key"))
    #expect(failure([0x00, 0x00]).hasPrefix("net.onnx: at byte 0: 0 is not a field key"))
  }

  @Test("messages nested a thousand deep cost nothing")
  func deepNesting() {
    var inner = ProtobufWriter()
    for _ in 0..<1000 { inner = wrapped(inner) }
    var graph = ProtobufWriter()
    graph.message(1, wrapped(inner))
    var model = ProtobufWriter()
    model.message(7, graph)
    #expect(failure(model.bytes).contains("it names no version of the ONNX operators"))
  }

  private func wrapped(_ writer: ProtobufWriter) -> ProtobufWriter {
    var outer = ProtobufWriter()
    outer.message(6, writer)
    return outer
  }

  @Test("a cycle names the nodes in it")
  func cycle() {
    var file = ONNXFixture()
    file.node("Add", ["x", "c"], ["a"])
    file.node("Relu", ["a"], ["b"])
    file.node("Relu", ["b"], ["c"])
    file.node("Relu", ["c"])
    #expect(
      file.failure()
        == "net.onnx: node 'b' (Relu): it waits for its own output ('b' → 'c' → 'a'); "
        + "remove the cycle")
  }

  @Test("nodes in another order than that of their dependencies are sorted")
  func unsorted() throws {
    var file = ONNXFixture()
    file.weight("w", [4, 8, 3, 3])
    file.node("Relu", ["c"])
    file.node("Conv", ["x", "w"], ["c"])
    #expect(try file.layers().map(\.operation.name) == ["convolution"])
  }

  @Test("two definitions of a value, and none")
  func names() {
    var twice = ONNXFixture()
    twice.node("Relu", ["x"], ["a"])
    twice.node("Tanh", ["x"], ["a"])
    #expect(
      twice.failure()
        == "net.onnx: node 'a' (Tanh): its output 'a' is defined twice; "
        + "give each value one definition")
    var never = ONNXFixture()
    never.node("Relu", ["nowhere"])
    #expect(
      never.failure()
        == "net.onnx: node 'y' (Relu): its input 'nowhere' is made by no node, input or "
        + "initialiser; check the exporter")
    var output = sound
    output.outputs = ["nowhere"]
    #expect(
      output.failure()
        == "net.onnx: its output 'nowhere' is made by no node; check the exporter")
  }

  @Test("layers of nodes with one name get names of their own")
  func duplicateNodeNames() throws {
    var file = ONNXFixture()
    file.node("Relu", ["x"], ["x#2"])
    file.node("Concat", ["x", "x#2"], ["y"], ("axis", .integer(1)))
    #expect(Set(try file.imported().network.layers.map(\.name)).count == 3)
  }

  @Test("thousands of nodes of one name take no longer than others", .timeLimit(.minutes(1)))
  func manyNodesOfOneName() throws {
    var file = ONNXFixture()
    var last = "x"
    for index in 0..<3000 {
      file.node("Relu", [last], ["\(index)"], name: "same")
      last = "\(index)"
    }
    file.outputs = [last]
    #expect(try file.layers().last?.name == "same#3000")
  }

  @Test("constants that grow without end are no longer computed, but still followed")
  func growingConstants() throws {
    var file = ONNXFixture()
    file.integers("0", [Int](repeating: 1, count: 1000))
    for index in 0..<210 { file.node("Add", ["\(index)", "\(index)"], ["\(index + 1)"]) }
    file.node("Reshape", ["x", "210"])
    #expect(file.failure().contains("its input 1 ('210') is not known before running"))
  }

  @Test("an unknown operator is named with its node, or counted as a pass if that is asked for")
  func unknownOperator() throws {
    var file = ONNXFixture()
    file.node("Einsum", ["x"])
    file.node("Fancy", ["y"], ["z"], domain: "com.example")
    file.outputs = ["z"]
    #expect(
      file.failure()
        == "net.onnx: node 'y' (Einsum): the operator Einsum is not supported; "
        + "--allow-unsupported counts it as one pass over its elements")
    let imported = try file.imported(ImportOptions(allowsUnsupported: true))
    #expect(
      imported.network.layers.dropFirst().map(\.operation) == [
        .unsupported(name: "Einsum"), .unsupported(name: "Fancy"),
      ])
    #expect(
      imported.warnings.map(\.description) == [
        "net.onnx: node 'y' (Einsum): counted as one pass over its 8×6×6 elements",
        "net.onnx: node 'z' (Fancy): counted as one pass over its 8×6×6 elements",
      ])
  }

  @Test("inputs without a shape, without channels, or without a size")
  func openInputs() throws {
    var none = sound
    none.inputs = []
    #expect(none.failure().contains("its input 'x' is made by no node"))
    var size = sound
    size.inputs = [("x", [1, 8, 0, 0])]
    #expect(
      size.failure()
        == "net.onnx: axis 2 of input 'x' has no extent; give one, such as --input 224x224")
    let given = try size.imported(ImportOptions(input: Spatial(height: 9, width: 7)))
    #expect(given.network.input == Shape(channels: 8, height: 9, width: 7))
    var channels = sound
    channels.inputs = [("x", [1, 0, 6, 6])]
    #expect(channels.failure().contains("axis 1 of input 'x' has no extent"))
    var rank = sound
    rank.inputs = [("x", [])]
    #expect(rank.failure().contains("input 'x' has the shape []"))
  }

  @Test(
    "extents that are negative, huge, or too large together",
    arguments: [
      [1, 8, -6, 6], [1, 8, 1 << 40, 6], [1, 1 << 20, 1 << 20, 1 << 20], [1 << 62, 8, 6, 6],
    ])
  func hostileInputs(extents: [Int]) {
    var file = sound
    file.inputs = [("x", extents)]
    #expect(file.failure().contains("input 'x' has the shape \(extents)"))
  }

  @Test("weights that don't fit, or whose extents are out of bounds")
  func hostileWeights() {
    for (extents, part) in [
      ([4, 7, 3, 3], "its input and weights (with 1 groups) [1, 8, 6, 6] and [4, 7, 3, 3]"),
      ([4, 8, 9, 9], "a window of 9×9 doesn't fit into an input of 8×6×6"),
      ([0, 8, 3, 3], "its weights' extent is 0; expected 1 to 1048576"),
      ([1 << 40, 8, 3, 3], "its weights' extent is 1099511627776"),
      (
        [1 << 60, 8, 3, 3],
        "the shape [1152921504606846976, 8, 3, 3] of tensor 'w' is out of bounds"
      ),
      ([-4, 8, 3, 3], "the shape [-4, 8, 3, 3] of tensor 'w' is out of bounds"),
    ] {
      var file = ONNXFixture()
      file.weight("w", extents)
      file.node("Conv", ["x", "w"])
      #expect(file.failure().contains(part))
    }
  }

  @Test(
    "attributes out of range",
    arguments: [
      ("strides", [0, 1], "'strides' is 0"), ("strides", [1], "count of 'strides' is 1"),
      ("dilations", [1 << 40, 1], "'dilations' is 1099511627776"),
      ("pads", [-1, 0, 0, 0], "'pads' is -1"),
      ("kernel_shape", [5, 5], "kernel_shape and weights"),
    ])
  func attributes(name: String, values: [Int], part: String) {
    var file = ONNXFixture()
    file.weight("w", [4, 8, 3, 3])
    file.node("Conv", ["x", "w"], ["y"], (name, .integers(values)))
    #expect(file.failure().contains(part))
  }

  @Test("an opset before 11, and one from the future")
  func opset() throws {
    var old = sound
    old.opset = 9
    #expect(
      old.failure()
        == "net.onnx: it uses opset 9; export it again with opset_version 11 to 21")
    var new = sound
    new.opset = 30
    #expect(
      try new.imported().warnings.map(\.description) == [
        "net.onnx: opset 30 is newer than 21; its operators are read as those of 21"
      ])
  }

  @Test("a shape that only running the network would tell")
  func dynamicShape() {
    var file = ONNXFixture()
    file.node("Reshape", ["x", "x"])
    #expect(
      file.failure()
        == "net.onnx: node 'y' (Reshape): its input 1 ('x') is not known before running; "
        + "export with fixed shapes, so that it becomes a constant")
  }

  @Test("a source that can't be read says where")
  func unreadable() {
    struct Broken: ByteSource {
      let count = 100
      func bytes(in range: Range<Int>) -> [UInt8]? { nil }
    }
    #expect(throws: ImportError.self) {
      try ONNXImporter.network(source: Broken(), file: "net.onnx")
    }
    #expect(throws: ImportError.self) { try FileByteSource(path: "/") }
    #expect(throws: ImportError.self) { try FileByteSource(path: "no such file.onnx") }
  }
}
