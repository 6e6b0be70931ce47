import LayerGraph

/// Convolutions, linear layers, and the normalisations and biases that are folded into them.
extension ONNXGraphImporter {
  mutating func convolution(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let weights = try constant(node, 1).extents
    guard weights.count == feature.extents.count, weights.count >= 3 else {
      throw .mismatch(what: "input and weights", feature.extents, weights)
    }
    for extent in weights { try check(extent, "weights' extent", in: 1...Limits.extent) }
    let groups = try node.integer("group", default: 1)
    try check(groups, "'group'", in: 1...Limits.extent)
    let kernel = Array(weights[2...])
    if let stated = try node.integers("kernel_shape"), stated != kernel {
      throw .mismatch(what: "kernel_shape and weights", stated, weights)
    }
    guard feature.extents[1] == weights[1] * groups else {
      throw .mismatch(what: "input and weights (with \(groups) groups)", feature.extents, weights)
    }
    let source = try layer(of: feature, node: node)
    let window = try window(of: node, kernel: kernel, over: drafts[source].output)
    let absorbed = absorbPadding(window, of: feature)
    let operation = Operation.convolution(
      Convolution(
        filters: weights[0], window: absorbed?.window ?? window, groups: groups,
        hasBias: value(node, 2) != nil, isNormalised: false))
    let layer = try append(operation, to: [absorbed?.input ?? source], node: node)
    bind(
      node, layer: layer, extents: extents(of: drafts[layer].output, axes: feature.extents.count))
  }

  mutating func gemm(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    guard try node.integer("transA", default: 0) == 0 else {
      throw .unsupported(what: "a transposed first matrix", expected: "transA = 0")
    }
    let weights = try constant(node, 1).extents
    guard weights.count == 2, feature.extents.count == 2 else {
      throw .mismatch(what: "matrices", feature.extents, weights)
    }
    let isTransposed = try node.integer("transB", default: 0) != 0
    try linear(
      node, feature, inputs: weights[isTransposed ? 1 : 0],
      outputs: weights[isTransposed ? 0 : 1], hasBias: value(node, 2) != nil)
  }

  mutating func matrixProduct(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    guard case .constant(let constant) = value(node, 1), constant.extents.count == 2 else {
      throw .unsupported(what: "a product of two feature maps", expected: "a matrix of weights")
    }
    try linear(
      node, feature, inputs: constant.extents[0], outputs: constant.extents[1], hasBias: false)
  }

  /// A linear layer, or, if an image has several rows of inputs, a 1×1 convolution over them.
  private mutating func linear(
    _ node: ONNXNode, _ feature: Feature, inputs: Int, outputs: Int, hasBias: Bool
  ) throws(NodeProblem) {
    try check(inputs, "inputs", in: 1...Limits.product)
    try check(outputs, "outputs", in: 1...Limits.extent)
    let body = try body(of: feature.extents)
    guard body.last ?? 1 == inputs else {
      throw .mismatch(what: "input and weights", feature.extents, [inputs, outputs])
    }
    let rows = body.dropLast().reduce(1, *)
    let layer: Int
    if rows == 1 {
      let source = try unstrided(feature, node: node)
      layer = try append(
        .linear(Linear(outputs: outputs, hasBias: hasBias)), to: [source], node: node)
    } else {
      let columns = Shape(channels: inputs, height: 1, width: rows)
      let source = try self.layer(of: feature, as: columns, node: node)
      let pointwise = Convolution(
        filters: outputs, window: Window(kernel: Spatial(1)), hasBias: hasBias,
        isNormalised: false)
      layer = try append(.convolution(pointwise), to: [source], node: node)
    }
    bind(node, layer: layer, extents: Array(feature.extents.dropLast()) + [outputs])
  }
}

/// Per-channel scales and shifts.
extension ONNXGraphImporter {
  mutating func normalisation(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let channels = try body(of: feature.extents).first ?? 1
    let scale = try constant(node, 1).extents
    guard scale == [channels] else {
      throw .mismatch(what: "input and scale", feature.extents, scale)
    }
    if canFuse(feature), let normalised = drafts[feature.layer].operation.normalised(channels) {
      drafts[feature.layer].operation = normalised
      return bind(node, view: feature)
    }
    try affine(node, feature, isTrained: true)
  }

  mutating func affine(
    _ node: ONNXNode, _ feature: Feature, isTrained: Bool
  ) throws(NodeProblem) {
    let source = try layer(of: feature, node: node)
    let layer = try append(.affine(Affine(isTrained: isTrained)), to: [source], node: node)
    bind(node, layer: layer, extents: feature.extents)
  }

  /// Makes a constant with one value a filter the bias of the layer before it, if that has none.
  mutating func fuseBias(
    _ node: ONNXNode, _ feature: Feature, _ constant: ONNXConstant
  ) -> Bool {
    guard canFuse(feature),
      let biased = drafts[feature.layer].operation.biased(constant.elements),
      isPerChannel(constant.extents, feature)
    else { return false }
    drafts[feature.layer].operation = biased
    bind(node, view: feature)
    return true
  }

  /// Whether a constant varies along the layer's channels alone: axis 1, or the last one if the layer
  /// is a matrix product over several rows.
  private func isPerChannel(_ constant: [Int], _ feature: Feature) -> Bool {
    guard let varying = constant.lastIndex(where: { $0 != 1 }) else { return true }
    let isMap = (try? shape(of: feature.extents)) == drafts[feature.layer].output
    return constant.count - varying == (isMap ? feature.extents.count - 1 : 1)
  }
}

extension Operation {
  /// The layer with a batch normalisation folded in, if it may have one and has none.
  fileprivate func normalised(_ channels: Int) -> Operation? {
    switch self {
    case .convolution(let convolution)
    where !convolution.isNormalised && convolution.filters == channels:
      .convolution(
        Convolution(
          filters: convolution.filters, window: convolution.window, groups: convolution.groups,
          hasBias: convolution.hasBias, isNormalised: true))
    case .linear(let linear) where !linear.isNormalised && linear.outputs == channels:
      .linear(Linear(outputs: linear.outputs, hasBias: linear.hasBias, isNormalised: true))
    default: nil
    }
  }

  /// The layer with a bias, if it may have one of so many values and has none.
  fileprivate func biased(_ count: Int) -> Operation? {
    switch self {
    case .convolution(let convolution)
    where !convolution.hasBias && !convolution.isNormalised && convolution.filters == count:
      .convolution(
        Convolution(
          filters: convolution.filters, window: convolution.window, groups: convolution.groups,
          hasBias: true, isNormalised: false))
    case .linear(let linear)
    where !linear.hasBias && !linear.isNormalised && linear.outputs == count:
      .linear(Linear(outputs: linear.outputs, hasBias: true, isNormalised: false))
    default: nil
    }
  }
}
