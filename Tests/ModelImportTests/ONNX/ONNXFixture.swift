import LayerGraph

@testable import ModelImport

/// An ONNX model put together in a test, sound or not.
struct ONNXFixture {
  typealias Attribute = (String, ONNXAttributeValue)

  var inputs: [(name: String, extents: [Int])] = [("x", [1, 8, 6, 6])]
  var outputs = ["y"]
  var opset = 17
  private var nodes: [ProtobufWriter] = []
  private var tensors: [ProtobufWriter] = []
  private var functions: [ProtobufWriter] = []

  init(input extents: [Int] = [1, 8, 6, 6]) { inputs = [("x", extents)] }

  /// Adds a node; its name is its first output, unless one is given.
  mutating func node(
    _ kind: String, _ inputs: [String], _ outputs: [String] = ["y"], name: String? = nil,
    domain: String = "",
    _ attributes: Attribute...
  ) {
    nodes.append(
      Self.node(kind, inputs, outputs, name: name, domain: domain, attributes: attributes))
  }

  /// A local function of one node of the standard operators, or of its own domain "local".
  mutating func function(
    _ function: String, _ inputs: [String], _ outputs: [String], calling kind: String,
    domain: String = "", _ attributes: Attribute...
  ) {
    var writer = ProtobufWriter()
    writer.string(1, function)
    for input in inputs { writer.string(4, input) }
    for output in outputs { writer.string(5, output) }
    writer.message(
      7,
      Self.node(kind, inputs, outputs, name: nil, domain: domain, attributes: attributes))
    writer.string(10, "local")
    functions.append(writer)
  }

  /// A local function that calls another one twice, one after the other.
  mutating func doublingFunction(_ function: String, calling kind: String) {
    var writer = ProtobufWriter()
    writer.string(1, function)
    writer.string(4, "a")
    writer.string(5, "b")
    for (input, output) in [("a", "m"), ("m", "b")] {
      writer.message(
        7,
        Self.node(kind, [input], [output], name: nil, domain: "local", attributes: []))
    }
    writer.string(10, "local")
    functions.append(writer)
  }

  private static func node(
    _ kind: String, _ inputs: [String], _ outputs: [String], name: String?, domain: String,
    attributes: [Attribute]
  ) -> ProtobufWriter {
    var node = ProtobufWriter()
    for input in inputs { node.string(1, input) }
    for output in outputs { node.string(2, output) }
    node.string(3, name ?? outputs.first ?? "")
    node.string(4, kind)
    for (name, value) in attributes { node.message(5, Self.attribute(name, value)) }
    node.string(7, domain)
    return node
  }

  /// Adds a weight, whose data are in another file.
  mutating func weight(_ name: String, _ extents: [Int]) {
    var tensor = ProtobufWriter()
    tensor.packed(1, extents)
    tensor.integer(2, 1)
    tensor.string(8, name)
    tensor.integer(14, 1)
    tensors.append(tensor)
  }

  mutating func floats(_ name: String, _ values: [Float], extents: [Int]? = nil) {
    var tensor = ProtobufWriter()
    tensor.packed(1, extents ?? [values.count])
    tensor.integer(2, 1)
    for value in values { tensor.float(4, value) }
    tensor.string(8, name)
    tensors.append(tensor)
  }

  mutating func integers(_ name: String, _ values: [Int], extents: [Int]? = nil) {
    var tensor = ProtobufWriter()
    tensor.packed(1, extents ?? [values.count])
    tensor.integer(2, 7)
    tensor.packed(7, values)
    tensor.string(8, name)
    tensors.append(tensor)
  }

  var bytes: [UInt8] {
    var graph = ProtobufWriter()
    for node in nodes { graph.message(1, node) }
    for tensor in tensors { graph.message(5, tensor) }
    for input in inputs { graph.message(11, Self.info(input.name, input.extents)) }
    for output in outputs { graph.message(12, Self.info(output, [])) }
    var version = ProtobufWriter()
    version.integer(2, opset)
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.message(8, version)
    model.message(7, graph)
    for function in functions { model.message(25, function) }
    return model.bytes
  }

  func imported(_ options: ImportOptions = ImportOptions()) throws(ImportError) -> ImportedNetwork {
    try ONNXImporter.network(
      source: MemoryByteSource(bytes), file: "net.onnx", options: options)
  }

  /// The layers behind the input.
  func layers(_ options: ImportOptions = ImportOptions()) throws(ImportError) -> [Layer] {
    Array(try imported(options).network.layers.dropFirst())
  }

  /// The message of the error that importing gives.
  func failure(_ options: ImportOptions = ImportOptions()) -> String {
    do {
      _ = try imported(options)
      return "imported"
    } catch {
      return error.description
    }
  }

  private static func attribute(_ name: String, _ value: ONNXAttributeValue) -> ProtobufWriter {
    var attribute = ProtobufWriter()
    attribute.string(1, name)
    switch value {
    case .float(let float): attribute.float(2, float)
    case .integer(let integer): attribute.integer(3, integer)
    case .string(let string): attribute.string(4, string)
    case .integers(let integers): attribute.packed(8, integers)
    }
    return attribute
  }

  /// A tensor's name and extents; 0 stands for a symbolic one.
  private static func info(_ name: String, _ extents: [Int]) -> ProtobufWriter {
    var shape = ProtobufWriter()
    for extent in extents {
      var dimension = ProtobufWriter()
      if extent == 0 { dimension.string(2, "open") } else { dimension.integer(1, extent) }
      shape.message(1, dimension)
    }
    var tensor = ProtobufWriter()
    tensor.integer(1, 1)
    tensor.message(2, shape)
    var type = ProtobufWriter()
    type.message(1, tensor)
    var info = ProtobufWriter()
    info.string(1, name)
    info.message(2, type)
    return info
  }
}
