import LayerGraph
import Testing

@testable import ModelImport

/// The heads of detectors as exporters write them: tensors of three axes, anchors as constants.
@Suite("ONNX detectors")
struct ONNXDetectorTests {
  @Test("a head that decodes boxes by an expectation over 16 bins (YOLOv8)")
  func distributionHead() throws {
    var file = ONNXFixture(input: [1, 144, 4, 4])
    file.inputs.append(("z", [1, 144, 2, 2]))
    for (name, values) in [
      ("flat", [1, 144, -1]), ("parts", [64, 80]), ("bins", [1, 4, 16, 20]), ("boxes", [1, 4, 20]),
      ("0", [0]), ("1", [1]), ("2", [2]), ("4", [4]),
    ] { file.integers(name, values) }
    file.weight("expectation", [1, 16, 1, 1])
    file.weight("anchors", [1, 2, 20])
    file.weight("strides", [1, 20])
    file.floats("two", [2], extents: [])
    file.node("Reshape", ["x", "flat"], ["a"])
    file.node("Reshape", ["z", "flat"], ["b"])
    file.node("Concat", ["a", "b"], ["all"], ("axis", .integer(2)))
    file.node("Split", ["all", "parts"], ["box", "class"], ("axis", .integer(1)))
    file.node("Reshape", ["box", "bins"], ["binned"])
    file.node("Transpose", ["binned"], ["turned"], ("perm", .integers([0, 2, 1, 3])))
    file.node("Softmax", ["turned"], ["likely"], ("axis", .integer(1)))
    file.node("Conv", ["likely", "expectation"], ["expected"])
    file.node("Reshape", ["expected", "boxes"], ["sides"])
    file.node("Slice", ["sides", "0", "2", "1"], ["left top"])
    file.node("Slice", ["sides", "2", "4", "1"], ["right bottom"])
    file.node("Sub", ["anchors", "left top"], ["start"])
    file.node("Add", ["anchors", "right bottom"], ["end"])
    file.node("Add", ["start", "end"], ["sum"])
    file.node("Div", ["sum", "two"], ["centre"])
    file.node("Sub", ["end", "start"], ["size"])
    file.node("Concat", ["centre", "size"], ["decoded"], ("axis", .integer(1)))
    file.node("Mul", ["decoded", "strides"], ["scaled"])
    file.node("Sigmoid", ["class"], ["scores"])
    file.node("Concat", ["scaled", "scores"], ["y"], ("axis", .integer(1)))
    let network = try file.imported().network
    let output = network.layers[network.outputs[0]]
    #expect(network.outputs.count == 1)
    #expect(output.output == Shape(channels: 84, height: 1, width: 20))
    #expect(network.counts.macs == 16 * 4 * 20)
    #expect(network.layers.contains { $0.operation == .shuffle(groups: 4) })
  }

  @Test("a head that moves the anchors' channels behind the pixels (YOLOv5)")
  func anchorHead() throws {
    var file = ONNXFixture(input: [2, 255, 4, 4])
    file.integers("anchors", [2, 3, 85, 4, 4])
    file.integers("parts", [2, 2, 81])
    file.integers("rows", [2, 48, 85])
    file.weight("grid", [1, 3, 4, 4, 2])
    file.floats("two", [2], extents: [])
    file.node("Reshape", ["x", "anchors"], ["a"])
    file.node("Transpose", ["a"], ["t"], ("perm", .integers([0, 1, 3, 4, 2])))
    file.node("Sigmoid", ["t"], ["s"])
    file.node("Split", ["s", "parts"], ["xy", "wh", "rest"], ("axis", .integer(4)))
    file.node("Mul", ["xy", "two"], ["twice"])
    file.node("Add", ["twice", "grid"], ["centre"])
    file.node("Mul", ["wh", "two"], ["size"])
    file.node("Pow", ["size", "two"], ["square"])
    file.node("Concat", ["centre", "square", "rest"], ["c"], ("axis", .integer(4)))
    file.node("Reshape", ["c", "rows"])
    let imported = try file.imported()
    let network = imported.network
    #expect(network.batch == 2)
    #expect(network.layers[network.outputs[0]].output.elements == 48 * 85)
    #expect(
      imported.warnings.map(\.description) == [
        "net.onnx: node 't' (Transpose): counted as one pass over its 3×340×4 elements",
        "net.onnx: node 'square' (Pow): counted as one pass over its 3×16×2 elements",
      ])
  }
}
