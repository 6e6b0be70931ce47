import LayerGraph

/// Slicing, joining and normalising along an axis.
extension ONNXGraphImporter {
  mutating func concatenation(_ node: ONNXNode) throws(NodeProblem) {
    var features: [Feature] = []
    for index in node.inputs.indices { features.append(try feature(node, index)) }
    guard let first = features.first else { throw .missingInput(0) }
    let axis = try axis(node.integer("axis"), of: first.extents)
    var extents = first.extents
    for other in features.dropFirst() {
      guard other.extents.count == extents.count,
        extents.indices.allSatisfy({ $0 == axis || other.extents[$0] == extents[$0] })
      else { throw .mismatch(what: "inputs' extents", first.extents, other.extents) }
      extents[axis] += other.extents[axis]
    }
    guard ONNXLimits.product(extents) != nil else { throw .tooLarge(what: "output") }
    if features.count == 1 { return bind(node, view: first) }
    if let layer = try spaceToDepth(node, features, axis: axis) {
      return bind(node, layer: layer, extents: extents)
    }
    var inputs: [Int] = []
    for feature in features {
      let shape = try grouped(feature.extents, by: axis)
      inputs.append(try layer(of: feature, as: shape, node: node))
    }
    let layer = try append(.concatenate, to: inputs, node: node)
    bind(node, layer: layer, extents: extents)
  }

  mutating func split(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let axis = try axis(node.integer("axis", default: 0), of: feature.extents)
    let extent = feature.extents[axis]
    let count = try node.integer("num_outputs", default: node.outputs.count)
    try check(count, "count of outputs", in: 1...max(node.outputs.count, 1))
    let part = (extent + count - 1) / count
    let equal = (0..<count).map { min(part, max(extent - $0 * part, 0)) }
    let sizes = try integers(node, attribute: "split", orInput: 1) ?? equal
    guard sizes.count == node.outputs.count else {
      throw .outOfRange(
        what: "count of parts", value: sizes.count,
        range: node.outputs.count...node.outputs.count)
    }
    var start = 0
    for (output, size) in sizes.enumerated() {
      try check(size, "part", in: 1...max(extent - start, 1))
      let range = start..<(start + size)
      start += size
      guard useCount(node, output: output) > 0 else { continue }
      try slice(node, feature, axis: axis, range: range, output: output)
    }
    guard start == extent else {
      throw .outOfRange(what: "sum of parts", value: start, range: extent...extent)
    }
  }

  /// A range of an axis.
  mutating func slice(
    _ node: ONNXNode, _ feature: Feature, axis: Int, range: Range<Int>, output: Int = 0
  ) throws(NodeProblem) {
    guard range.count < feature.extents[axis] else {
      return bind(node, output: output, view: feature)
    }
    let sliced = try slice(
      feature, axis: axis, range: range, node: node,
      suffix: node.outputs.count > 1 ? "/\(output)" : "")
    bind(node, output: output, layer: sliced.layer, extents: sliced.extents)
  }

  private mutating func slice(
    _ feature: Feature, axis: Int, range: Range<Int>, node: ONNXNode, suffix: String = ""
  ) throws(NodeProblem) -> Feature {
    let shape = try grouped(feature.extents, by: axis)
    let source = try layer(of: feature, as: shape, node: node)
    let layer = try append(
      .slice(ChannelSlice(range: range)), to: [source], node: node, suffix: suffix)
    var extents = feature.extents
    extents[axis] = range.count
    return Feature(layer: layer, extents: extents, isExclusive: true)
  }

  mutating func slice(_ node: ONNXNode) throws(NodeProblem) {
    var feature = try feature(node, 0)
    guard let starts = try integers(node, 1), let ends = try integers(node, 2) else {
      throw .missingInput(1)
    }
    let axes = try integers(node, 3) ?? Array(starts.indices)
    let steps = try integers(node, 4) ?? starts.map { _ in 1 }
    guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count
    else { throw .mismatch(what: "starts and ends", starts, ends) }
    for index in starts.indices {
      let axis = try axis(axes[index], of: feature.extents)
      let extent = feature.extents[axis]
      let start = clamped(starts[index], to: extent)
      let end = clamped(ends[index], to: extent)
      guard start < end else {
        throw .unsupported(what: "an empty slice", expected: "at least one element")
      }
      if steps[index] != 1 {
        try stride(&feature, axis: axis, range: start..<end, step: steps[index])
      } else if end - start < extent {
        feature = try slice(feature, axis: axis, range: start..<end, node: node)
      }
    }
    bind(node, view: feature)
  }

  /// One element of an axis, which goes, as Python's indexing makes it.
  mutating func gather(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let axis = try axis(node.integer("axis", default: 0), of: feature.extents)
    let indices = try constant(node, 1)
    guard indices.elements == 1, let index = indices.integers?.first else {
      throw .unsupported(what: "gathering several elements", expected: "one index")
    }
    let extent = feature.extents[axis]
    try check(index, "index", in: -extent...(extent - 1))
    let start = index < 0 ? index + extent : index
    var taken =
      extent == 1
      ? feature : try slice(feature, axis: axis, range: start..<(start + 1), node: node)
    if indices.extents.isEmpty { taken.extents.remove(at: axis) }
    bind(node, view: taken)
  }

  mutating func softmax(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let axis = try axis(
      node.integer("axis", default: opset < 13 ? 1 : -1), of: feature.extents)
    let shape = try grouped(feature.extents, by: axis)
    let source = try layer(of: feature, as: shape, node: node)
    let layer = try append(.softmax, to: [source], node: node)
    bind(node, layer: layer, extents: feature.extents)
  }

  /// An index that may be counted from the end or lie outside, as Python reads it.
  private func clamped(_ index: Int, to extent: Int) -> Int {
    let fromFront = index < 0 ? index &+ extent : index
    return min(max(fromFront, 0), extent)
  }
}
