import LayerGraph

/// Addition, subtraction, multiplication and division, of feature maps and of constants.
extension ONNXGraphImporter {
  mutating func arithmetic(_ node: ONNXNode) throws(NodeProblem) {
    guard node.inputs.count == 2 || node.kind == "Sum" else { throw .missingInput(1) }
    var features: [Feature] = []
    var constants: [ONNXConstant] = []
    for index in node.inputs.indices {
      switch value(node, index) {
      case .feature(let feature): features.append(feature)
      case .constant(let constant): constants.append(constant)
      case nil: throw .missingInput(index)
      }
    }
    if let constant = constants.first {
      guard features.count == 1, constants.count == 1 else {
        throw .unsupported(what: "a sum of several constants", expected: "one constant")
      }
      return try arithmetic(node, features[0], constant)
    }
    if ["Add", "Sum", "Sub"].contains(node.kind) {
      try addition(node, features)
    } else {
      try product(node, features)
    }
  }

  /// A bias if it can be one; else a pass of its own over the elements.
  private mutating func arithmetic(
    _ node: ONNXNode, _ feature: Feature, _ constant: ONNXConstant
  ) throws(NodeProblem) {
    let result = try broadcast(feature.extents, constant.extents)
    guard result == feature.extents else {
      throw .unsupported(
        what: "a constant of \(constant.extents) that enlarges \(feature.extents)",
        expected: "a constant that fits into the feature map")
    }
    if node.kind == "Add", fuseBias(node, feature, constant) { return }
    if canFuse(feature), case .affine(let affine) = drafts[feature.layer].operation,
      !affine.isTrained
    {
      return bind(node, view: feature)
    }
    try affine(node, feature, isTrained: false)
  }

  private mutating func addition(
    _ node: ONNXNode, _ features: [Feature]
  ) throws(NodeProblem) {
    guard let first = features.first else { throw .missingInput(0) }
    guard features.allSatisfy({ $0.extents == first.extents }) else {
      throw .unsupported(
        what: "a sum of maps of \(features.map(\.extents))", expected: "maps of one shape")
    }
    let layer = try append(.add, to: layers(of: features, node: node), node: node)
    if node.kind == "Sub" { warn(node, "a difference of feature maps, counted as an addition") }
    bind(node, layer: layer, extents: first.extents)
  }

  private mutating func product(
    _ node: ONNXNode, _ features: [Feature]
  ) throws(NodeProblem) {
    let extents = try broadcast(features[0].extents, features[1].extents)
    let full = features.map { feature in
      var feature = feature
      let missing = extents.count - feature.extents.count
      feature.extents = [Int](repeating: 1, count: missing) + feature.extents
      return feature
    }
    let layer = try append(.multiply, to: layers(of: full, node: node), node: node)
    if node.kind == "Div" { warn(node, "a quotient of feature maps, counted as a product") }
    bind(node, layer: layer, extents: extents)
  }

  mutating func layers(of features: [Feature], node: ONNXNode) throws(NodeProblem) -> [Int] {
    var layers: [Int] = []
    for feature in features { layers.append(try layer(of: feature, node: node)) }
    return layers
  }
}
