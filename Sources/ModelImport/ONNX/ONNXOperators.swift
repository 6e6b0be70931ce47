import LayerGraph

/// Which function reads which operator.
extension ONNXGraphImporter {
  mutating func read(_ node: ONNXNode) throws(NodeProblem) {
    guard node.domain.isEmpty else {
      throw .unsupportedOperator("\(node.domain)::\(node.kind)")
    }
    if let function = try activation(of: node) { return try activate(node, function) }
    switch node.kind {
    case "Conv": try convolution(node)
    case "Gemm": try gemm(node)
    case "MatMul": try matrixProduct(node)
    case "BatchNormalization": try normalisation(node)
    case "MaxPool": try pool(node, .maximum)
    case "AveragePool": try pool(node, .average)
    case "GlobalAveragePool": try globalPool(node, .average)
    case "GlobalMaxPool": try globalPool(node, .maximum)
    case "ReduceMean": try reduction(node, .average)
    case "ReduceMax": try reduction(node, .maximum)
    case "Add", "Sum", "Sub", "Mul", "Div": try arithmetic(node)
    case "Max", "Min": try bound(node)
    case "Concat": try concatenation(node)
    case "Split": try split(node)
    case "Slice": try slice(node)
    case "Gather": try gather(node)
    case "Softmax": try softmax(node)
    case "Identity", "Dropout", "Cast": bind(node, view: try feature(node, 0))
    case "Reshape": try reshape(node)
    case "Flatten": try flatten(node)
    case "Squeeze": try squeeze(node)
    case "Unsqueeze": try unsqueeze(node)
    case "Transpose": try transpose(node)
    case "Resize", "Upsample": try resize(node)
    case "DepthToSpace": try reorganise(node, .depthToSpace)
    case "SpaceToDepth": try reorganise(node, .spaceToDepth)
    case "Pad": try pad(node)
    case "LRN": try localResponseNormalisation(node)
    case "Exp", "Log", "Sqrt", "Abs", "Neg", "Reciprocal", "Pow", "Floor", "Ceil", "Round", "Sin",
      "Cos", "Erf", "Sign", "Selu":
      try pass(node)
    default: throw .unsupportedOperator(node.kind)
    }
  }

  /// One pass over the elements, as of a darknet configuration's.
  private mutating func localResponseNormalisation(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let source = try layer(of: feature, node: node)
    let layer = try append(.localResponseNormalisation, to: [source], node: node)
    bind(node, layer: layer, extents: feature.extents)
  }

  /// Counts a node as one pass over the elements of its first feature map, and says so.
  mutating func pass(_ node: ONNXNode) throws(NodeProblem) {
    for index in node.inputs.indices {
      guard case .feature(let feature) = value(node, index) else { continue }
      let source = try layer(of: feature, node: node)
      let layer = try append(.unsupported(name: node.kind), to: [source], node: node)
      for output in node.outputs.indices {
        bind(node, output: output, layer: layer, extents: feature.extents)
      }
      return warn(node, "counted as one pass over its \(drafts[layer].output) elements")
    }
    throw .unsupportedOperator(node.kind)
  }
}
