import LayerGraph

/// Transpositions: views where only axes of 1 move, one of the known rearrangements of channels
/// where they are one, else a pass over the elements.
extension ONNXGraphImporter {
  mutating func transpose(_ node: ONNXNode) throws(NodeProblem) {
    let feature = try feature(node, 0)
    let extents = feature.extents
    let order = try node.integers("perm") ?? extents.indices.reversed()
    guard order.sorted() == Array(extents.indices) else {
      throw .mismatch(what: "input and perm", extents, order)
    }
    let result = order.map { extents[$0] }
    let moving = order.filter { extents[$0] != 1 }
    if moving == moving.sorted() { return bind(node, view: feature, extents: result) }
    if let (operation, shape) = rearrangement(extents, order: order) {
      let source = try layer(of: feature, as: shape, node: node)
      let layer = try append(operation, to: [source], node: node)
      return bind(node, layer: layer, extents: result)
    }
    try pass(node)
    guard case .feature(let passed) = node.outputs.first.flatMap({ values[$0] }) else { return }
    bind(node, layer: passed.layer, extents: result)
  }

  /// The operation that a transposition is, and the shape in which its input has to be.
  private func rearrangement(
    _ extents: [Int], order: [Int]
  ) -> (operation: Operation, input: Shape)? {
    guard order.first == 0, hasBatchAxis(extents) else { return nil }
    let body = Array(extents.dropFirst())
    let order = order.dropFirst().map { $0 - 1 }
    if let moved = Self.pixelMove(body, order: order) { return moved }
    guard body.count >= 2, order == [1, 0] + Array(2..<body.count),
      body[0] * body[1] <= Limits.extent
    else { return nil }
    let shape = Shape(
      channels: body[0] * body[1],
      height: body.count > 3 ? body[2..<(body.count - 1)].reduce(1, *) : 1,
      width: body.count > 2 ? body[body.count - 1] : 1)
    return (.shuffle(groups: body[0]), shape)
  }

  /// Space to depth and depth to space, in either numbering of the channels.
  private static func pixelMove(
    _ body: [Int], order: [Int]
  ) -> (operation: Operation, input: Shape)? {
    guard body.count == 5 else { return nil }
    let table:
      [([Int], channels: Int, height: Int, width: Int, Reorganise.Direction, Reorganise.Order)] =
        [
          ([0, 2, 4, 1, 3], 0, 1, 3, .spaceToDepth, .channelFirst),
          ([2, 4, 0, 1, 3], 0, 1, 3, .spaceToDepth, .blockFirst),
          ([0, 3, 1, 4, 2], 0, 3, 4, .depthToSpace, .channelFirst),
          ([2, 3, 0, 4, 1], 2, 3, 4, .depthToSpace, .blockFirst),
        ]
    guard let row = table.first(where: { $0.0 == order }) else { return nil }
    let isToDepth = row.4 == .spaceToDepth
    let side = Set(body.indices).subtracting([row.channels, row.height, row.width]).map { body[$0] }
    guard let stride = side.first, side.allSatisfy({ $0 == stride }), stride <= Limits.extent else {
      return nil
    }
    let (channels, height, width) = (body[row.channels], body[row.height], body[row.width])
    let block = stride * stride
    return (
      .reorganise(Reorganise(stride: stride, direction: row.4, order: row.5)),
      isToDepth
        ? Shape(channels: channels, height: height * stride, width: width * stride)
        : Shape(channels: channels * block, height: height, width: width)
    )
  }
}
