/// Values by name.
extension ONNXGraphImporter {
  /// Gives a node's output a value.
  mutating func bind(_ node: ONNXNode, output: Int = 0, to value: ONNXValue) {
    guard node.outputs.indices.contains(output), !node.outputs[output].isEmpty else { return }
    values[node.outputs[output]] = value
  }

  /// Gives a node's output the elements of a layer of its own.
  mutating func bind(_ node: ONNXNode, output: Int = 0, layer: Int, extents: [Int]) {
    let isExclusive = useCount(node, output: output) == 1
    bind(
      node, output: output,
      to: .feature(Feature(layer: layer, extents: extents, isExclusive: isExclusive)))
  }

  /// Gives a node's output the elements of an earlier one, in the same or other extents.
  mutating func bind(
    _ node: ONNXNode, output: Int = 0, view feature: Feature, extents: [Int]? = nil
  ) {
    var view = feature
    view.extents = extents ?? feature.extents
    view.isExclusive = feature.isExclusive && useCount(node, output: output) == 1
    bind(node, output: output, to: .feature(view))
  }

  /// How many inputs of nodes, or of the network's outputs, a node's output is.
  func useCount(_ node: ONNXNode, output: Int) -> Int {
    guard node.outputs.indices.contains(output) else { return 0 }
    return uses[node.outputs[output]] ?? 0
  }

  /// A node's input, or `nil` if it is left out.
  func value(_ node: ONNXNode, _ index: Int) -> ONNXValue? {
    guard node.inputs.indices.contains(index), !node.inputs[index].isEmpty else { return nil }
    return values[node.inputs[index]]
  }

  func feature(_ node: ONNXNode, _ index: Int) throws(NodeProblem) -> Feature {
    switch value(node, index) {
    case .feature(let feature): return feature
    case .constant: throw .notFeature(input: index, name: node.inputs[index])
    case nil: throw .missingInput(index)
    }
  }

  func constant(_ node: ONNXNode, _ index: Int) throws(NodeProblem) -> ONNXConstant {
    switch value(node, index) {
    case .constant(let constant): return constant
    case .feature: throw .notConstant(input: index, name: node.inputs[index])
    case nil: throw .missingInput(index)
    }
  }

  /// The integers of a constant input; `nil` if it is left out.
  func integers(_ node: ONNXNode, _ index: Int) throws(NodeProblem) -> [Int]? {
    guard value(node, index) != nil else { return nil }
    guard let integers = try constant(node, index).integers else {
      throw .notConstant(input: index, name: node.inputs[index])
    }
    return integers
  }
}

/// Operands that moved from attributes to inputs in later opsets.
extension ONNXGraphImporter {
  func integers(
    _ node: ONNXNode, attribute: String, orInput index: Int
  ) throws(NodeProblem) -> [Int]? {
    if let integers = try node.integers(attribute) { return integers }
    return try integers(node, index)
  }
}
