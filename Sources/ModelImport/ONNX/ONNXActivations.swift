import LayerGraph

/// Activation functions, fused into the layer before them if nothing else reads it.
extension ONNXGraphImporter {
  /// The function that a node applies to each element, or `nil` if it is no activation.
  func activation(of node: ONNXNode) throws(NodeProblem) -> ActivationFunction? {
    switch node.kind {
    case "Relu": return .relu
    case "LeakyRelu": return .leaky(slope: try node.float("alpha", default: 0.01))
    case "PRelu": return .leaky(slope: try slope(node))
    case "Sigmoid": return .sigmoid
    case "Tanh": return .tanh
    case "Swish": return .swish
    case "Mish": return .mish
    case "HardSwish": return .hardSwish
    case "HardSigmoid": return .hardSigmoid
    case "Softplus": return .softplus
    case "Gelu": return .gelu
    case "Elu": return .elu(alpha: try node.float("alpha", default: 1))
    case "Clip": return try clip(node)
    default: return nil
    }
  }

  /// One slope, or the first of one a channel; trained slopes aren't counted as parameters.
  private func slope(_ node: ONNXNode) throws(NodeProblem) -> Float {
    Float(try constant(node, 1).values?.first ?? 0.25)
  }

  private func clip(_ node: ONNXNode) throws(NodeProblem) -> ActivationFunction {
    let minimum = try bound(node, 1) ?? -Float.greatestFiniteMagnitude
    let maximum = try bound(node, 2) ?? Float.greatestFiniteMagnitude
    if minimum == 0, maximum == 6 { return .relu6 }
    return .clip(minimum: minimum, maximum: maximum)
  }

  private func bound(_ node: ONNXNode, _ index: Int) throws(NodeProblem) -> Float? {
    guard value(node, index) != nil else { return nil }
    guard let value = try constant(node, index).values?.first else {
      throw .notConstant(input: index, name: node.inputs[index])
    }
    return Float(value)
  }

  mutating func activate(
    _ node: ONNXNode, _ function: ActivationFunction
  ) throws(NodeProblem) {
    let feature = try feature(node, 0)
    if canFuse(feature), drafts[feature.layer].operation.takesActivation {
      drafts[feature.layer].activation = function
      return bind(node, view: feature)
    }
    let source = try layer(of: feature, node: node)
    let layer = try append(.activation, to: [source], node: node, activation: function)
    bind(node, layer: layer, extents: feature.extents)
  }

  /// Whether a node may be made part of the layer whose output it reads.
  func canFuse(_ feature: Feature) -> Bool {
    feature.isExclusive && feature.phase == nil && drafts[feature.layer].activation == .linear
  }

  /// An upper or lower bound: a rectifier, in the form that some exporters give it.
  mutating func bound(_ node: ONNXNode) throws(NodeProblem) {
    guard node.inputs.count == 2, let constant = try? constant(node, 1), constant.elements == 1,
      let value = constant.values?.first.map({ Float($0) })
    else {
      throw .unsupported(what: "\(node.kind) of two feature maps", expected: "a constant bound")
    }
    let limit = Float.greatestFiniteMagnitude
    switch (node.kind, value) {
    case ("Max", 0): try activate(node, .relu)
    case ("Max", _): try activate(node, .clip(minimum: value, maximum: limit))
    default: try activate(node, .clip(minimum: -limit, maximum: value))
    }
  }
}

extension Operation {
  /// Whether devices apply an activation function as they write the operation's results.
  fileprivate var takesActivation: Bool {
    switch self {
    case .input, .activation, .unsupported, .detection, .softmax, .pad, .shuffle, .reorganise:
      false
    default: !isView
    }
  }
}
