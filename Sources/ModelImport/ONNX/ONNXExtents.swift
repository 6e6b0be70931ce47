import LayerGraph

/// Extents of ONNX tensors, and what they are in a network whose batch is apart.
extension ONNXGraphImporter {
  /// Whether the first axis is the batch. With a batch of 1, tensors may have lost it.
  func hasBatchAxis(_ extents: [Int]) -> Bool { extents.first == batch }

  /// The extents of one image.
  func body(of extents: [Int]) throws(NodeProblem) -> [Int] {
    if hasBatchAxis(extents) { return Array(extents.dropFirst()) }
    guard batch == 1 else {
      throw .unsupported(
        what: "a tensor of \(extents), which mixes images,", expected: "the batch as first axis")
    }
    return extents
  }

  /// One image's shape: its first axis counts as channels, its last as width.
  func shape(of extents: [Int]) throws(NodeProblem) -> Shape {
    let body = try body(of: extents)
    guard let channels = body.first else { return Shape(channels: 1, height: 1, width: 1) }
    let width = body.count > 1 ? body[body.count - 1] : 1
    let between = body.count > 2 ? body[1..<(body.count - 1)].reduce(1, *) : 1
    return Shape(channels: channels, height: between, width: width)
  }

  /// The extents of a shape in a tensor with so many axes.
  func extents(of shape: Shape, axes: Int) -> [Int] {
    switch axes {
    case ...2: [batch, shape.channels]
    case 3: [batch, shape.channels, shape.width]
    default: [batch, shape.channels, shape.height, shape.width]
    }
  }

  /// An axis counted from the front, from one that may be counted from the back.
  func axis(_ axis: Int, of extents: [Int]) throws(NodeProblem) -> Int {
    let count = extents.count
    try check(axis, "axis", in: -max(count, 1)...max(count - 1, 0))
    return axis < 0 ? axis + count : axis
  }

  /// The shape whose channels are the given axis; the axes before it become rows, those behind it
  /// columns.
  func grouped(_ extents: [Int], by axis: Int) throws(NodeProblem) -> Shape {
    let body = try body(of: extents)
    let index = hasBatchAxis(extents) ? axis - 1 : axis
    guard body.indices.contains(index) else {
      throw .unsupported(what: "work along the batch", expected: "another axis than 0")
    }
    if index == 0 { return try shape(of: extents) }
    return Shape(
      channels: body[index], height: body[..<index].reduce(1, *),
      width: body[(index + 1)...].reduce(1, *))
  }

  /// The extents that two tensors have when each is repeated along its axes of 1.
  func broadcast(_ a: [Int], _ b: [Int]) throws(NodeProblem) -> [Int] {
    let count = max(a.count, b.count)
    let longA = [Int](repeating: 1, count: count - a.count) + a
    let longB = [Int](repeating: 1, count: count - b.count) + b
    var result: [Int] = []
    for (x, y) in zip(longA, longB) {
      guard x == y || x == 1 || y == 1 else { throw .mismatch(what: "inputs' extents", a, b) }
      result.append(x == 1 ? y : x)
    }
    guard ONNXLimits.product(result) != nil else { throw .tooLarge(what: "output") }
    return result
  }
}
