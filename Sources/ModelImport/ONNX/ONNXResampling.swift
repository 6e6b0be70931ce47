import LayerGraph

/// Operators that change the size of a map.
extension ONNXGraphImporter {
  /// Resize's inputs are the map, a region of interest, scales, sizes; Upsample's the map, scales.
  mutating func resize(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let scaleIndex = node.kind == "Resize" ? 2 : 1
    let given = value(node, scaleIndex) == nil ? nil : try constant(node, scaleIndex)
    var axes: [Int] = []
    for axis in try node.integers("axes") ?? Array(feature.extents.indices) {
      axes.append(try self.axis(axis, of: feature.extents))
    }
    let named = axes.map { feature.extents[$0] }
    var target = feature.extents.map { _ in 1.0 }
    if let given, given.elements > 0 {
      guard let scales = given.values else {
        throw .notConstant(input: scaleIndex, name: node.inputs[scaleIndex])
      }
      guard scales.count == axes.count else {
        throw .mismatch(what: "axes and scales", axes, given.extents)
      }
      for (axis, scale) in zip(axes, scales) { target[axis] = scale }
    } else {
      guard let sizes = try integers(node, 3) else { throw .missingInput(3) }
      guard sizes.count == axes.count else {
        throw .mismatch(what: "extents and sizes", named, sizes)
      }
      for (axis, size) in zip(axes, sizes) {
        target[axis] = Double(size) / Double(feature.extents[axis])
      }
    }
    let factors = target.map { Int(exactly: $0) ?? 0 }
    guard factors.count == 4, factors[0] == 1, factors[1] == 1,
      factors.allSatisfy({ (1...Limits.extent).contains($0) })
    else {
      throw .unsupported(
        what: "resizing \(feature.extents) by \(target)",
        expected: "whole factors of height and width")
    }
    let source = try layer(of: feature, node: node)
    let mode = try node.string("mode", default: "nearest")
    let upsample = Upsample(
      factor: Spatial(height: factors[2], width: factors[3]),
      mode: mode == "nearest" ? .nearest : .bilinear)
    let layer = try append(.upsample(upsample), to: [source], node: node)
    bind(node, layer: layer, extents: extents(of: drafts[layer].output, axes: 4))
  }

  mutating func reorganise(
    _ node: ONNXNode, _ direction: Reorganise.Direction
  ) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let side = try node.integer("blocksize")
    try check(side, "'blocksize'", in: 1...Limits.extent)
    let mode = try node.string("mode", default: "DCR")
    let source = try layer(of: feature, node: node)
    let operation = Operation.reorganise(
      Reorganise(
        stride: side, direction: direction, order: mode == "CRD" ? .channelFirst : .blockFirst))
    let layer = try append(operation, to: [source], node: node)
    bind(node, layer: layer, extents: extents(of: drafts[layer].output, axes: 4))
  }

  mutating func pad(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    guard let given = try integers(node, attribute: "pads", orInput: 1) else {
      throw .missingInput(1)
    }
    let rank = feature.extents.count
    let axes = try integers(node, 3) ?? Array(0..<rank)
    guard given.count == 2 * axes.count else {
      throw .mismatch(what: "input and pads", feature.extents, given)
    }
    var before = [Int](repeating: 0, count: rank)
    var after = before
    for (index, axis) in axes.enumerated() {
      let axis = try self.axis(axis, of: feature.extents)
      before[axis] = given[index]
      after[axis] = given[index + axes.count]
    }
    if (before + after).allSatisfy({ $0 == 0 }) { return bind(node, view: feature) }
    guard rank >= 3, rank <= 4, before[..<2].allSatisfy({ $0 == 0 }),
      after[..<2].allSatisfy({ $0 == 0 }),
      (before + after).allSatisfy({ (0...Limits.extent).contains($0) })
    else {
      throw .unsupported(
        what: "padding of \(given) around \(feature.extents)", expected: "rows and columns only")
    }
    let source = try layer(of: feature, node: node)
    let padding = Padding(
      top: rank == 4 ? before[2] : 0, left: before[rank - 1],
      bottom: rank == 4 ? after[2] : 0, right: after[rank - 1])
    let layer = try append(.pad(padding), to: [source], node: node)
    drafts[layer].padsZeros = try padsZeros(node)
    bind(node, layer: layer, extents: extents(of: drafts[layer].output, axes: rank))
  }

  private func padsZeros(_ node: ONNXNode) throws(NodeProblem) -> Bool {
    guard try node.string("mode", default: "constant") == "constant" else { return false }
    guard value(node, 2) != nil else { return true }
    return try constant(node, 2).values == [0]
  }
}
