import LayerGraph

/// Operations that rearrange channels.
extension ONNXNetworkWriter {
  mutating func shuffle(
    _ groups: Int, of input: String, _ index: Int, _ name: String
  ) -> String {
    let shape = inputShape(index)
    return rearranged(
      input, [groups, shape.channels / groups, shape.height, shape.width], order: [1, 0, 2, 3],
      to: shape, name)
  }

  mutating func reorganise(
    _ reorganise: Reorganise, of input: String, _ index: Int, _ name: String
  ) -> String {
    let (shape, output) = (inputShape(index), network.layers[index].output)
    let side = reorganise.stride
    let size: [(String, ONNXAttributeValue)] = [("blocksize", .integer(side))]
    switch (reorganise.direction, reorganise.order) {
    case (.depthToSpace, let order):
      let mode = order == .channelFirst ? "CRD" : "DCR"
      return graph.value("DepthToSpace", [input], named: name, size + [("mode", .string(mode))])
    case (.spaceToDepth, .blockFirst):
      return graph.value("SpaceToDepth", [input], named: name, size)
    case (.spaceToDepth, .channelFirst):
      return rearranged(
        input, [shape.channels, output.height, side, output.width, side],
        order: [0, 2, 4, 1, 3], to: output, name)
    case (.spaceToDepth, .darknet):
      let shallow = Shape(
        channels: shape.channels / (side * side), height: shape.height * side,
        width: shape.width * side)
      let wide = reshaped(input, to: shallow, "\(name)/shallow")
      let deep = graph.value("SpaceToDepth", [wide], named: "\(name)/deep", size)
      return reshaped(deep, to: output, name)
    }
  }

  mutating func crossChannel(
    _ pooling: CrossChannelPooling, of input: String, _ index: Int, _ name: String
  ) -> String {
    let output = network.layers[index].output
    let extents = graph.integers([
      network.batch, output.channels, pooling.groupSize, output.height, output.width,
    ])
    let grouped = graph.value("Reshape", [input, extents], named: "\(name)/groups")
    return graph.value(
      pooling.kind == .maximum ? "ReduceMax" : "ReduceMean", [grouped], named: name,
      [("axes", .integers([2])), ("keepdims", .integer(0))])
  }

  /// An anchor's channels are x, y, width, height, objectness and the classes; all but width and
  /// height go through the logistic function.
  mutating func detection(
    _ detection: Detection, of input: String, _ index: Int, _ name: String
  ) -> String {
    let channels = inputShape(index).channels
    let isLogistic = (0..<channels).map { ![2, 3].contains($0 % (detection.classes + 5)) }
    var starts = [0]
    for channel in 1..<max(channels, 1) where isLogistic[channel] != isLogistic[channel - 1] {
      starts.append(channel)
    }
    guard starts.count > 1 else { return graph.value("Sigmoid", [input], named: name) }
    let ends = starts.dropFirst() + [channels]
    let sizes = graph.integers(zip(starts, ends).map { $1 - $0 })
    var parts = graph.node(
      "Split", [input, sizes], named: "\(name)/parts", outputs: starts.count,
      [("axis", .integer(1))])
    for (part, start) in starts.enumerated() where isLogistic[start] {
      parts[part] = graph.value("Sigmoid", [parts[part]], named: "\(name)/logistic \(part)")
    }
    return graph.value("Concat", parts, named: name, [("axis", .integer(1))])
  }

  /// A view, a transposition of one image's axes, and a view of the result.
  private mutating func rearranged(
    _ input: String, _ extents: [Int], order: [Int], to shape: Shape, _ name: String
  ) -> String {
    let view = graph.integers([network.batch] + extents)
    let split = graph.value("Reshape", [input, view], named: "\(name)/split")
    let moved = graph.value(
      "Transpose", [split], named: "\(name)/moved",
      [("perm", .integers([0] + order.map { $0 + 1 }))])
    return reshaped(moved, to: shape, name)
  }
}
