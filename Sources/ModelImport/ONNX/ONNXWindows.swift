import LayerGraph

/// Sliding windows of convolutions and pooling, and the padding before them.
extension ONNXGraphImporter {
  /// The window that a node's attributes describe. A window over one axis slides along the width.
  func window(
    of node: ONNXNode, kernel: [Int], over input: Shape
  ) throws(NodeProblem) -> Window {
    guard (1...2).contains(kernel.count) else {
      throw .unsupported(what: "a window over \(kernel.count) axes", expected: "1 or 2 axes")
    }
    let count = kernel.count
    let positive = 1...Limits.extent
    for extent in kernel { try check(extent, "kernel extent", in: positive) }
    let strides = try node.perAxis("strides", count: count, default: 1, in: positive)
    let dilations = try node.perAxis("dilations", count: count, default: 1, in: positive)
    let pads = try node.perAxis("pads", count: 2 * count, default: 0, in: 0...Limits.extent)
    func spatial(_ list: [Int], otherwise: Int = 1) -> Spatial {
      Spatial(height: count == 2 ? list[0] : otherwise, width: list[count - 1])
    }
    let plain = Window(
      kernel: spatial(kernel), stride: spatial(strides), dilation: spatial(dilations))
    let start = spatial(pads, otherwise: 0)
    let end = spatial(Array(pads[count...]), otherwise: 0)
    let explicit = Padding(
      top: start.height, left: start.width, bottom: end.height, right: end.width)
    return Window(
      kernel: plain.kernel, stride: plain.stride, dilation: plain.dilation,
      padding: try automaticPadding(of: node, plain, over: input) ?? explicit,
      roundsUp: try node.integer("ceil_mode", default: 0) != 0)
  }

  /// The padding that `auto_pad` asks for, or `nil` if the `pads` attribute holds.
  private func automaticPadding(
    of node: ONNXNode, _ window: Window, over input: Shape
  ) throws(NodeProblem) -> Padding? {
    let mode = try node.string("auto_pad", default: "NOTSET")
    func total(_ extent: Int, _ stride: Int, _ span: Int) -> Int {
      max(0, ((extent + stride - 1) / stride - 1) * stride + span - extent)
    }
    let rows = total(input.height, window.stride.height, window.span.height)
    let columns = total(input.width, window.stride.width, window.span.width)
    let less = Padding(top: rows / 2, left: columns / 2, bottom: 0, right: 0)
    switch mode {
    case "NOTSET", "": return nil
    case "VALID": return Padding.none
    case "SAME_UPPER":
      return Padding(
        top: less.top, left: less.left, bottom: rows - less.top, right: columns - less.left)
    case "SAME_LOWER":
      return Padding(
        top: rows - less.top, left: columns - less.left, bottom: less.top, right: less.left)
    default:
      throw .unsupported(
        what: "auto_pad '\(mode)'", expected: "NOTSET, VALID, SAME_UPPER or SAME_LOWER")
    }
  }

  /// Takes in a layer of zeros around the map: the window that pads for itself, and its input.
  mutating func absorbPadding(
    _ window: Window, of feature: Feature
  ) -> (window: Window, input: Int)? {
    let draft = drafts[feature.layer]
    guard canFuse(feature), draft.padsZeros, case .pad(let outer) = draft.operation,
      (try? shape(of: feature.extents)) == draft.output
    else { return nil }
    drafts[feature.layer].isAbsorbed = true
    let inner = window.padding
    let padding = Padding(
      top: inner.top + outer.top, left: inner.left + outer.left,
      bottom: inner.bottom + outer.bottom, right: inner.right + outer.right)
    let wider = Window(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation, padding: padding,
      roundsUp: window.roundsUp)
    return (wider, draft.inputs[0])
  }
}

/// Pooling.
extension ONNXGraphImporter {
  mutating func pool(_ node: ONNXNode, _ kind: PoolingKind) throws(NodeProblem) {
    guard useCount(node, output: 1) == 0 else {
      throw .unsupported(what: "the output of indices", expected: "one output")
    }
    let feature = try feature(node, 0)
    guard let kernel = try node.integers("kernel_shape") else {
      throw .missingAttribute("kernel_shape")
    }
    let source = try layer(of: feature, node: node)
    var window = try window(of: node, kernel: kernel, over: drafts[source].output)
    guard kernel.count + 2 == feature.extents.count else {
      throw .mismatch(what: "input and kernel", feature.extents, kernel)
    }
    var input = source
    if kind == .maximum, followsNonNegative(feature),
      let absorbed = absorbPadding(window, of: feature)
    {
      (window, input) = absorbed
    }
    let countsPadding = try node.integer("count_include_pad", default: 0) != 0
    let pooling = Pooling(
      kind: kind, window: window,
      countsPadding: countsPadding && window.padding != .none)
    let layer = try append(.pool(pooling), to: [input], node: node)
    let extents = extents(of: drafts[layer].output, axes: feature.extents.count)
    bind(node, layer: layer, extents: extents)
  }

  /// Whether what is padded has no negative elements, so that zeros around it never win and are
  /// what max-pooling pads with by itself.
  private func followsNonNegative(_ feature: Feature) -> Bool {
    guard let input = drafts[feature.layer].inputs.first else { return false }
    return [.relu, .relu6, .sigmoid, .softplus].contains(drafts[input].activation)
  }

  mutating func globalPool(_ node: ONNXNode, _ kind: PoolingKind) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let source = try layer(of: feature, node: node)
    let layer = try append(.globalPool(kind), to: [source], node: node)
    let ones = [Int](repeating: 1, count: max(feature.extents.count - 2, 0))
    bind(node, layer: layer, extents: [batch, drafts[layer].output.channels] + ones)
  }

  /// A reduction over all of the map is a global pooling; one over groups of channels, a
  /// cross-channel pooling.
  mutating func reduction(_ node: ONNXNode, _ kind: PoolingKind) throws(NodeProblem) {
    let feature = try feature(node, 0)
    var axes: [Int] = []
    for axis in try integers(node, attribute: "axes", orInput: 1) ?? [] {
      axes.append(try self.axis(axis, of: feature.extents))
    }
    axes.sort()
    let rank = feature.extents.count
    let keeps = try node.integer("keepdims", default: 1) != 0
    var reduced = feature.extents
    for axis in axes.reversed() {
      if keeps { reduced[axis] = 1 } else { reduced.remove(at: axis) }
    }
    let source: Int
    let operation: Operation
    if rank > 2, rank < 5, axes == Array(2..<rank) {
      source = try layer(of: feature, node: node)
      operation = .globalPool(kind)
    } else if rank == 5, axes == [2], hasBatchAxis(feature.extents) {
      let (groups, size) = (feature.extents[1], feature.extents[2])
      let whole = Shape(
        channels: groups * size, height: feature.extents[3], width: feature.extents[4])
      source = try layer(of: feature, as: whole, node: node)
      operation = .crossChannelPool(CrossChannelPooling(kind: kind, groupSize: size))
    } else {
      throw .unsupported(
        what: "a reduction of \(feature.extents) over the axes \(axes)",
        expected: "one over height and width")
    }
    bind(node, layer: try append(operation, to: [source], node: node), extents: reduced)
  }
}
