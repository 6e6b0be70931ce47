import LayerGraph

/// Why a file isn't an ONNX model that cspsim can read.
enum ONNXProblem: Error, Hashable {
  case empty
  case unreadable(offset: Int)
  case truncated(offset: Int, needed: UInt64, left: Int)
  case longNumber(offset: Int)
  case badKey(offset: Int, key: UInt64)
  case wrongWireType(offset: Int, field: Int, found: UInt8, expected: UInt8)
  case tooMany(what: String, offset: Int, limit: Int)
  case twoGraphs(offset: Int)
  case tensorExtents(name: String, offset: Int, extents: [Int])
  case noGraph
  case noNodes
  case noOpset
  case oldOpset(Int)
  case noInput
  case noOutput(name: String)
  case openInput(name: String, axis: Int)
  case noInputShape(name: String)
  case inputShape(name: String, extents: [Int])
  case graph(GraphError)
  case node(kind: String, name: String, NodeProblem)
}

/// Why a node can't be read.
enum NodeProblem: Error, Hashable {
  case unsupportedOperator(String)
  case unsupported(what: String, expected: String)
  case undefinedInput(String)
  case duplicateOutput(String)
  case cycle([String])
  case deepFunction
  case manyInlinedNodes(limit: Int)
  case missingInput(Int)
  case missingOutput
  case notConstant(input: Int, name: String)
  case notFeature(input: Int, name: String)
  case missingAttribute(String)
  case attributeType(String, expected: String)
  case outOfRange(what: String, value: Int, range: ClosedRange<Int>)
  case mismatch(what: String, [Int], [Int])
  case tooLarge(what: String)
  case shape(ShapeError)
}
