import LayerGraph

/// Strided slices of rows and columns, which are how some networks move pixels into channels.
extension ONNXGraphImporter {
  /// Takes every `step`-th row or column. No layer is drafted until something reads it.
  func stride(
    _ feature: inout Feature, axis: Int, range: Range<Int>, step: Int
  ) throws(NodeProblem) {
    let extent = feature.extents[axis]
    guard (2...Limits.extent).contains(step), feature.extents.count == 4, axis >= 2,
      range.upperBound == extent, range.lowerBound < step,
      feature.phase != nil || drafts[feature.layer].output == (try? shape(of: feature.extents))
    else {
      throw .unsupported(
        what: "a slice with step \(step) of axis \(axis) from \(range.lowerBound)",
        expected: "every n-th row or column")
    }
    var phase = feature.phase ?? Phase()
    if axis == 2 {
      guard phase.stride.height == 1 else {
        throw .unsupported(what: "a second step along the rows", expected: "one step")
      }
      phase.start = Spatial(height: range.lowerBound, width: phase.start.width)
      phase.stride = Spatial(height: step, width: phase.stride.width)
    } else {
      guard phase.stride.width == 1 else {
        throw .unsupported(what: "a second step along the columns", expected: "one step")
      }
      phase.start = Spatial(height: phase.start.height, width: range.lowerBound)
      phase.stride = Spatial(height: phase.stride.height, width: step)
    }
    feature.phase = phase
    feature.extents[axis] = (range.count + step - 1) / step
  }

  /// The layer that a feature's elements are taken from. A strided slice that starts at the first
  /// row and column is a max-pooling over single pixels.
  mutating func unstrided(_ feature: Feature, node: ONNXNode) throws(NodeProblem) -> Int {
    guard let phase = feature.phase else { return feature.layer }
    guard phase.start == Spatial(0) else {
      throw .unsupported(
        what: "a strided slice from row \(phase.start.height), column \(phase.start.width)",
        expected: "one from row 0, column 0, or all of them concatenated")
    }
    let window = Window(kernel: Spatial(1), stride: phase.stride)
    return try append(
      .pool(Pooling(kind: .maximum, window: window)), to: [feature.layer], node: node,
      suffix: "/stride")
  }

  /// The layer that a concatenation of all phases of one map is, in whatever order: the focus layer
  /// of YOLOv5 and YOLOX. `nil` if that isn't what is concatenated.
  mutating func spaceToDepth(
    _ node: ONNXNode, _ features: [Feature], axis: Int
  ) throws(NodeProblem) -> Int? {
    guard axis == 1, let first = features.first, let side = first.phase?.stride.height,
      Limits.product(of: side, side) == features.count
    else { return nil }
    var starts: Set<Spatial> = []
    for feature in features {
      guard let phase = feature.phase, feature.layer == first.layer,
        phase.stride == Spatial(side), feature.extents == first.extents
      else { return nil }
      starts.insert(phase.start)
    }
    guard starts.count == features.count else { return nil }
    return try append(
      .reorganise(Reorganise(stride: side)), to: [first.layer], node: node)
  }
}
