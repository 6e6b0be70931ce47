import LayerGraph

/// Operators that give the same elements other extents. They draft no layer; where a later node
/// needs the new shape, `layer(of:node:)` does.
extension ONNXGraphImporter {
  mutating func reshape(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    guard var target = try integers(node, 1) else { throw .missingInput(1) }
    let allowsZero = try node.integer("allowzero", default: 0) != 0
    for axis in target.indices where target[axis] == 0 && !allowsZero {
      guard axis < feature.extents.count else {
        throw .mismatch(what: "input and shape", feature.extents, target)
      }
      target[axis] = feature.extents[axis]
    }
    let known = target.filter { $0 != -1 }
    guard known.allSatisfy({ $0 > 0 }), target.count - known.count <= 1,
      let elements = ONNXLimits.product(known), elements > 0
    else { throw .mismatch(what: "input and shape", feature.extents, target) }
    let whole = feature.extents.reduce(1, *)
    if let open = target.firstIndex(of: -1) { target[open] = whole / elements }
    guard target.reduce(1, *) == whole, target.count <= ONNXLimits.rank else {
      throw .mismatch(what: "input and shape", feature.extents, target)
    }
    bind(node, view: feature, extents: target)
  }

  mutating func flatten(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let extents = feature.extents
    var axis = try node.integer("axis", default: 1)
    try check(axis, "axis", in: -extents.count...extents.count)
    if axis < 0 { axis += extents.count }
    let rows = extents[..<axis].reduce(1, *)
    bind(node, view: feature, extents: [rows, extents[axis...].reduce(1, *)])
  }

  mutating func squeeze(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    var removed: Set<Int> = []
    for axis in try integers(node, attribute: "axes", orInput: 1) ?? [] {
      removed.insert(try self.axis(axis, of: feature.extents))
    }
    let extents = feature.extents
    let isGiven = !removed.isEmpty
    let kept = extents.indices.filter { isGiven ? !removed.contains($0) : extents[$0] != 1 }
    guard removed.allSatisfy({ extents[$0] == 1 }) else {
      throw .mismatch(what: "input and axes", extents, removed.sorted())
    }
    bind(node, view: feature, extents: kept.map { extents[$0] })
  }

  mutating func unsqueeze(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    guard let axes = try integers(node, attribute: "axes", orInput: 1) else {
      throw .missingAttribute("axes")
    }
    guard let extents = Self.unsqueezed(feature.extents, axes: axes) else {
      throw .mismatch(what: "input and axes", feature.extents, axes)
    }
    bind(node, view: feature, extents: extents)
  }

  /// Extents with axes of 1 put in, or `nil` if the axes don't fit.
  static func unsqueezed(_ extents: [Int], axes: [Int]) -> [Int]? {
    let count = extents.count + axes.count
    guard count <= ONNXLimits.rank, axes.allSatisfy({ (-count..<count).contains($0) }) else {
      return nil
    }
    let new = Set(axes.map { $0 < 0 ? $0 + count : $0 })
    guard new.count == axes.count else { return nil }
    var rest = extents[...]
    return (0..<count).map { new.contains($0) ? 1 : rest.removeFirst() }
  }
}
