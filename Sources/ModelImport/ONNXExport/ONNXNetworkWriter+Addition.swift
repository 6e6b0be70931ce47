import LayerGraph

/// Additions, of maps of one shape or, as darknet adds them, of unequal ones.
extension ONNXNetworkWriter {
  mutating func add(_ inputs: [String], _ index: Int, _ name: String) -> String {
    let shape = inputShape(index)
    let shapes = inputs.indices.map { inputShape(index, $0) }
    if shapes.allSatisfy({ $0 == shape }) {
      return graph.value(inputs.count == 2 ? "Add" : "Sum", inputs, named: name)
    }
    var sum = inputs[0]
    for position in inputs.indices.dropFirst() {
      let common = min(shape.channels, shapes[position].channels)
      let other = matched(inputs[position], shapes[position], to: shape, common, "\(name)/other")
      sum = add(other, to: sum, shape, common, position == inputs.count - 1 ? name : "\(name)/part")
    }
    return sum
  }

  /// Adds to the first channels and leaves the others as they are.
  private mutating func add(
    _ other: String, to sum: String, _ shape: Shape, _ common: Int, _ name: String
  ) -> String {
    guard common < shape.channels else {
      return graph.value("Add", [sum, other], named: name)
    }
    let first = slice(sum, 0..<common, axis: 1, "\(name)/first")
    let rest = slice(sum, common..<shape.channels, axis: 1, "\(name)/rest")
    let added = graph.value("Add", [first, other], named: "\(name)/added")
    return graph.value("Concat", [added, rest], named: name, [("axis", .integer(1))])
  }

  /// The first channels of a map: every so many of its rows and columns, or they with zeros between.
  private mutating func matched(
    _ other: String, _ from: Shape, to shape: Shape, _ common: Int, _ name: String
  ) -> String {
    var value = other
    if common < from.channels { value = slice(value, 0..<common, axis: 1, "\(name)/channels") }
    if from.height > shape.height || from.width > shape.width {
      let steps = [from.height / shape.height, from.width / shape.width]
      let operands = [[0, 0], [from.height, from.width], [2, 3], steps].map { graph.integers($0) }
      value = graph.value("Slice", [value] + operands, named: "\(name)/strided")
    }
    if from.height < shape.height || from.width < shape.width {
      value = spread(value, from, to: shape, "\(name)/spread")
    }
    return value
  }

  /// Zeros between rows and columns: an enlarged map, of whose pixels all but the first of each block
  /// are multiplied by 0.
  private mutating func spread(
    _ value: String, _ from: Shape, to shape: Shape, _ name: String
  ) -> String {
    let factor = Spatial(
      height: max(shape.height / from.height, 1), width: max(shape.width / from.width, 1))
    let large = upsample(Upsample(factor: factor), of: value, "\(name)/large")
    let mask = (0..<shape.area).map { index -> Float in
      let (row, column) = (index / shape.width, index % shape.width)
      return row % factor.height == 0 && column % factor.width == 0 ? 1 : 0
    }
    let tensor = graph.tensor("\(name).mask", extents: [1, 1, shape.height, shape.width], mask)
    return graph.value("Mul", [large, tensor], named: name)
  }
}
