/// Reads `onnx.proto`'s ModelProto, keeping what a network is made of and passing over the rest.
///
/// Field numbers are those of onnx.proto3, IR versions 3 to 11.
enum ONNXModelReader {
  static func model(source: some ByteSource) throws(ONNXProblem) -> ONNXModel {
    guard source.count > 0 else { throw .empty }
    let window = ByteWindow(source)
    var reader = WireReader(window, range: 0..<window.count)
    var model = ONNXModel()
    var opsets = 0
    while let field = try reader.next() {
      switch field.number {
      case 7:
        guard model.graph == nil else { throw .twoGraphs(offset: field.offset) }
        model.graph = try graph(reader.message(field))
      case 8:
        opsets += 1
        guard opsets <= ONNXLimits.opsets else {
          throw .tooMany(what: "opsets", offset: field.offset, limit: ONNXLimits.opsets)
        }
        let opset = try operatorSet(reader.message(field))
        if ["", "ai.onnx"].contains(opset.domain) { model.opset = opset.version }
      case 25:
        try check(model.functions.count, ONNXLimits.functions, "functions", field)
        model.functions.append(try function(reader.message(field)))
      default: try reader.skip(field)
      }
    }
    return model
  }

  private static func operatorSet(
    _ message: WireReader
  ) throws(ONNXProblem) -> (domain: String, version: Int) {
    var reader = message
    var domain = ""
    var version = 0
    while let field = try reader.next() {
      switch field.number {
      case 1: domain = try reader.string(field)
      case 2: version = try reader.integer(field)
      default: try reader.skip(field)
      }
    }
    return (domain, version)
  }

  private static func graph(_ message: WireReader) throws(ONNXProblem) -> ONNXGraph {
    var reader = message
    var graph = ONNXGraph()
    while let field = try reader.next() {
      switch field.number {
      case 1:
        try check(graph.nodes.count, ONNXLimits.nodes, "nodes", field)
        graph.nodes.append(try node(reader.message(field)))
      case 5:
        try check(graph.initialisers.count, ONNXLimits.initialisers, "initialisers", field)
        graph.initialisers.append(try ONNXTensorReader.tensor(reader.message(field)))
      case 11:
        try check(graph.inputs.count, ONNXLimits.initialisers, "inputs", field)
        graph.inputs.append(try input(reader.message(field)))
      case 12:
        try check(graph.outputs.count, ONNXLimits.graphInputs, "outputs", field)
        graph.outputs.append(try input(reader.message(field)).name)
      default: try reader.skip(field)
      }
    }
    return graph
  }

  private static func function(_ message: WireReader) throws(ONNXProblem) -> ONNXFunction {
    var reader = message
    var function = ONNXFunction()
    while let field = try reader.next() {
      switch field.number {
      case 1: function.name = try reader.string(field)
      case 4:
        try check(function.inputs.count, ONNXLimits.inputsOfNode, "inputs of a function", field)
        function.inputs.append(try reader.string(field))
      case 5:
        try check(function.outputs.count, ONNXLimits.inputsOfNode, "outputs of a function", field)
        function.outputs.append(try reader.string(field))
      case 7:
        try check(function.nodes.count, ONNXLimits.nodes, "nodes", field)
        function.nodes.append(try node(reader.message(field)))
      case 10: function.domain = try reader.string(field)
      case 11:
        try check(
          function.defaults.count, ONNXLimits.attributesOfNode, "attributes of a function", field)
        let (name, value) = try attribute(reader.message(field))
        function.defaults[name] = value
      case 13: function.overload = try reader.string(field)
      default: try reader.skip(field)
      }
    }
    return function
  }

  private static func node(_ message: WireReader) throws(ONNXProblem) -> ONNXNode {
    var reader = message
    var node = ONNXNode()
    while let field = try reader.next() {
      switch field.number {
      case 1:
        try check(node.inputs.count, ONNXLimits.inputsOfNode, "inputs of a node", field)
        node.inputs.append(try reader.string(field))
      case 2:
        try check(node.outputs.count, ONNXLimits.inputsOfNode, "outputs of a node", field)
        node.outputs.append(try reader.string(field))
      case 3: node.name = try reader.string(field)
      case 4: node.kind = try reader.string(field)
      case 5:
        try check(
          node.attributes.count, ONNXLimits.attributesOfNode, "attributes of a node", field)
        let (name, value) = try attribute(reader.message(field))
        node.attributes[name] = value
      case 7: node.domain = try reader.string(field)
      case 8: node.overload = try reader.string(field)
      default: try reader.skip(field)
      }
    }
    if node.domain == "ai.onnx" { node.domain = "" }
    return node
  }

  /// The value is the last one present: exporters write one, and its type is optional in old files.
  private static func attribute(
    _ message: WireReader
  ) throws(ONNXProblem) -> (name: String, value: ONNXAttribute) {
    var reader = message
    var name = ""
    var value = ONNXAttribute.other
    var integers: [Int] = []
    var floats: [Float] = []
    var type = 0
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.string(field)
      case 2: value = .float(try reader.float(field))
      case 3: value = .integer(try reader.integer(field))
      case 4: value = .string(try reader.string(field))
      case 5: value = .tensor(try ONNXTensorReader.tensor(reader.message(field)))
      case 7: try reader.floats(field, into: &floats, limit: ONNXLimits.valuesOfAttribute)
      case 8: try reader.integers(field, into: &integers, limit: ONNXLimits.valuesOfAttribute)
      case 20: type = try reader.integer(field)
      case 21:
        let reference = try reader.string(field)
        if !reference.isEmpty { return (name, .reference(reference)) }
      default: try reader.skip(field)
      }
    }
    if type == 7 || !integers.isEmpty { value = .integers(integers) }
    if type == 6 || !floats.isEmpty { value = .floats(floats) }
    return (name, Self.defaulted(value, type: type))
  }

  /// Proto3 leaves out a value that is zero.
  private static func defaulted(_ value: ONNXAttribute, type: Int) -> ONNXAttribute {
    guard case .other = value else { return value }
    switch type {
    case 1: return .float(0)
    case 2: return .integer(0)
    case 3: return .string("")
    default: return value
    }
  }

  private static func check(
    _ count: Int, _ limit: Int, _ what: String, _ field: WireReader.Field
  ) throws(ONNXProblem) {
    guard count < limit else { throw .tooMany(what: what, offset: field.offset, limit: limit) }
  }
}

/// ValueInfoProto, down to the extents of its tensor type.
extension ONNXModelReader {
  private static func input(_ message: WireReader) throws(ONNXProblem) -> ONNXInput {
    var reader = message
    var input = ONNXInput()
    while let field = try reader.next() {
      switch field.number {
      case 1: input.name = try reader.string(field)
      case 2: input.extents = try tensorType(reader.message(field))
      default: try reader.skip(field)
      }
    }
    return input
  }

  /// TypeProto, whose field 1 is a tensor's type, whose field 2 is its shape.
  private static func tensorType(_ message: WireReader) throws(ONNXProblem) -> [Int?]? {
    var reader = message
    var extents: [Int?]?
    while let field = try reader.next() {
      guard field.number == 1 else {
        try reader.skip(field)
        continue
      }
      var tensor = try reader.message(field)
      while let field = try tensor.next() {
        guard field.number == 2 else {
          try tensor.skip(field)
          continue
        }
        extents = try shape(tensor.message(field))
      }
    }
    return extents
  }

  private static func shape(_ message: WireReader) throws(ONNXProblem) -> [Int?] {
    var reader = message
    var extents: [Int?] = []
    while let field = try reader.next() {
      guard field.number == 1 else {
        try reader.skip(field)
        continue
      }
      try check(extents.count, ONNXLimits.rank, "axes", field)
      var dimension = try reader.message(field)
      var extent: Int?
      while let field = try dimension.next() {
        if field.number == 1 {
          extent = try dimension.integer(field)
        } else {
          try dimension.skip(field)
        }
      }
      extents.append(extent == 0 || extent == -1 ? nil : extent)
    }
    return extents
  }
}
