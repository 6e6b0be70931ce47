/// An attribute's value, as the exporter writes it.
enum ONNXAttributeValue {
  case integer(Int)
  case float(Float)
  case string(String)
  case integers([Int])
}

/// Collects the nodes and initialisers of an ONNX graph.
///
/// Values are names; each node gets the name of its first output, and names are made unique.
struct ONNXGraphWriter {
  private var nodes = ProtobufWriter()
  private var initialisers = ProtobufWriter()
  private var names = UniqueNames()
  private var constants: [[Int]: String] = [:]

  /// - Parameter parameters: how many floats the initialisers will hold.
  init(parameters: Int) { initialisers.reserve(4 * parameters + parameters / 8) }

  /// A name like the one given that nothing in the graph has yet.
  mutating func unique(_ name: String) -> String {
    names.name(like: name)
  }

  /// Adds a node and returns the names of its outputs.
  @discardableResult
  mutating func node(
    _ kind: String, _ inputs: [String], named name: String, outputs count: Int = 1,
    _ attributes: [(String, ONNXAttributeValue)] = []
  ) -> [String] {
    let outputs = (0..<count).map { unique(count == 1 ? name : "\(name)/\($0)") }
    var node = ProtobufWriter()
    for input in inputs { node.string(1, input) }
    for output in outputs { node.string(2, output) }
    node.string(3, name)
    node.string(4, kind)
    for (name, value) in attributes { node.message(5, Self.attribute(name, value)) }
    nodes.message(1, node)
    return outputs
  }

  /// Adds a node with one output and returns that.
  mutating func value(
    _ kind: String, _ inputs: [String], named name: String,
    _ attributes: [(String, ONNXAttributeValue)] = []
  ) -> String {
    node(kind, inputs, named: name, attributes)[0]
  }

  /// Adds a tensor of floats and returns its name.
  mutating func tensor(_ name: String, extents: [Int], _ values: [Float]) -> String {
    let name = unique(name)
    var head = ProtobufWriter()
    head.packed(1, extents)
    head.integer(2, 1)
    head.string(8, name)
    initialisers.message(5, head, endingIn: 9, values)
    return name
  }

  /// A vector of integers; equal ones are one initialiser.
  mutating func integers(_ values: [Int]) -> String {
    if let known = constants[values] { return known }
    let name = unique("constant \(values.map(String.init).joined(separator: ","))")
    var tensor = ProtobufWriter()
    tensor.packed(1, [values.count])
    tensor.integer(2, 7)
    tensor.packed(7, values)
    tensor.string(8, name)
    initialisers.message(5, tensor)
    constants[values] = name
    return name
  }

  /// The bytes of a whole model.
  func model(
    name: String, inputs: [(name: String, extents: [Int])],
    outputs: [(name: String, extents: [Int])]
  ) -> [UInt8] {
    var ends = ProtobufWriter()
    for input in inputs { ends.message(11, Self.info(input.name, input.extents)) }
    for output in outputs { ends.message(12, Self.info(output.name, output.extents)) }
    var title = ProtobufWriter()
    title.string(2, name)
    var opset = ProtobufWriter()
    opset.string(1, "")
    opset.integer(2, 17)
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.string(2, "cspsim")
    model.message(8, opset)
    model.message(7, [nodes, title, initialisers, ends])
    return model.bytes
  }

  /// AttributeProto; the type is a field of its own.
  private static func attribute(_ name: String, _ value: ONNXAttributeValue) -> ProtobufWriter {
    var attribute = ProtobufWriter()
    attribute.string(1, name)
    switch value {
    case .float(let float):
      attribute.float(2, float)
      attribute.integer(20, 1)
    case .integer(let integer):
      attribute.integer(3, integer)
      attribute.integer(20, 2)
    case .string(let string):
      attribute.string(4, string)
      attribute.integer(20, 3)
    case .integers(let integers):
      for integer in integers { attribute.integer(8, integer) }
      attribute.integer(20, 7)
    }
    return attribute
  }

  /// ValueInfoProto of a tensor of floats.
  private static func info(_ name: String, _ extents: [Int]) -> ProtobufWriter {
    var shape = ProtobufWriter()
    for extent in extents {
      var dimension = ProtobufWriter()
      dimension.integer(1, extent)
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
