import LayerGraph

/// Constants out of parts of other constants. Where the values are unknown, as those of weights are,
/// the extents still are followed.
enum ConstantViews {
  /// The node's value, or `nil` if its operator isn't one of these.
  static func folded(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant? {
    let first = inputs[0]
    switch node.kind {
    case "Unsqueeze", "Squeeze": return try axes(node, inputs)
    case "Concat": return try concatenated(node, inputs)
    case "Gather": return try gathered(node, inputs)
    case "Slice": return try sliced(node, inputs)
    case "Reshape": return try reshaped(node, inputs)
    case "Transpose": return try transposed(node, first)
    case "Range": return try range(node, inputs)
    case "ConstantOfShape": return try filled(node, first)
    case "Expand": return try expanded(node, inputs)
    case "Where": return chosen(inputs)
    case "ReduceProd": return product(first)
    default: return nil
    }
  }

  private static func axes(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    var result = inputs[0]
    let axes = try node.integers("axes") ?? inputs.dropFirst().first?.integers
    if node.kind == "Unsqueeze" {
      guard let axes, let extents = ONNXGraphImporter.unsqueezed(result.extents, axes: axes) else {
        throw .mismatch(what: "input and axes", result.extents, axes ?? [])
      }
      result.extents = extents
    } else {
      let count = result.extents.count
      let removed = Set((axes ?? []).map { $0 < 0 ? $0 &+ count : $0 })
      guard removed.allSatisfy({ result.extents.indices.contains($0) && result.extents[$0] == 1 })
      else { throw .mismatch(what: "input and axes", result.extents, axes ?? []) }
      result.extents = result.extents.indices.filter {
        axes == nil ? result.extents[$0] != 1 : !removed.contains($0)
      }.map { result.extents[$0] }
    }
    return result
  }

  /// Vectors one behind the other.
  private static func concatenated(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    guard inputs.allSatisfy({ $0.extents.count == 1 }) else {
      throw .unsupported(what: "a concatenation of constant matrices", expected: "vectors")
    }
    var values: [Double]? = []
    var elements = 0
    for input in inputs {
      elements += input.elements
      guard elements <= Limits.product else { throw .tooLarge(what: "output") }
      if elements > ONNXLimits.constantElements { values = nil }
      values = input.values.flatMap { part in values.map { $0 + part } }
    }
    return ONNXConstant(
      extents: [elements], isInteger: inputs[0].isInteger, values: values)
  }

  private static func gathered(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    guard inputs.count == 2, inputs[0].extents.count == 1, inputs[1].extents.count <= 1 else {
      throw .unsupported(what: "gathering from a constant matrix", expected: "a vector")
    }
    let count = inputs[0].elements
    var result = ONNXConstant(
      extents: inputs[1].extents, isInteger: inputs[0].isInteger, values: nil)
    guard let values = inputs[0].values, let indices = inputs[1].integers else { return result }
    var taken: [Double] = []
    for index in indices {
      guard (-count..<count).contains(index) else {
        throw .outOfRange(what: "index", value: index, range: -max(count, 1)...max(count - 1, 0))
      }
      taken.append(values[index < 0 ? index + count : index])
    }
    result.values = taken
    return result
  }

  private static func sliced(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    guard inputs.count >= 3, inputs[0].extents.count == 1, let values = inputs[0].values,
      let start = inputs[1].integers?.first, let end = inputs[2].integers?.first
    else {
      throw .unsupported(what: "slicing a constant matrix", expected: "a vector")
    }
    let step = inputs.count > 4 ? inputs[4].integers?.first ?? 1 : 1
    guard step > 0 else {
      throw .unsupported(what: "a step of \(step)", expected: "a positive step")
    }
    func position(_ index: Int) -> Int {
      min(max(index < 0 ? index &+ values.count : index, 0), values.count)
    }
    let from = position(start)
    let to = max(position(end), from)
    let taken = (from..<to).filter { ($0 - from) % step == 0 }.map { values[$0] }
    return ONNXConstant(
      extents: [taken.count], isInteger: inputs[0].isInteger, values: taken)
  }

  private static func reshaped(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    guard inputs.count == 2, var target = inputs[1].integers, target.count <= ONNXLimits.rank
    else { throw .missingInput(1) }
    var result = inputs[0]
    for axis in target.indices where target[axis] == 0 && axis < result.extents.count {
      target[axis] = result.extents[axis]
    }
    let known = target.filter { $0 != -1 }
    guard let product = ONNXLimits.product(known), target.count - known.count <= 1 else {
      throw .mismatch(what: "input and shape", result.extents, target)
    }
    if let open = target.firstIndex(of: -1) { target[open] = result.elements / max(product, 1) }
    guard ONNXLimits.product(target) == result.elements else {
      throw .mismatch(what: "input and shape", result.extents, target)
    }
    result.extents = target
    return result
  }

  /// Weights are transposed before a matrix product; their values don't matter.
  private static func transposed(
    _ node: ONNXNode, _ constant: ONNXConstant
  ) throws(NodeProblem) -> ONNXConstant {
    let order = try node.integers("perm") ?? constant.extents.indices.reversed()
    guard order.sorted() == Array(constant.extents.indices) else {
      throw .mismatch(what: "input and perm", constant.extents, order)
    }
    return ONNXConstant(
      extents: order.map { constant.extents[$0] }, isInteger: constant.isInteger,
      values: constant.extents.count < 2 ? constant.values : nil)
  }

  private static func range(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant? {
    guard inputs.count == 3, let start = inputs[0].values?.first,
      let limit = inputs[1].values?.first, let step = inputs[2].values?.first,
      let count = Int(exactly: ((limit - start) / step).rounded(.up)),
      (0...Limits.extent).contains(count)
    else { throw .unsupported(what: "this range", expected: "constant bounds") }
    guard count <= ONNXLimits.constantElements else {
      return ONNXConstant(extents: [count], isInteger: inputs[0].isInteger, values: nil)
    }
    return ONNXConstant(
      extents: [count], isInteger: inputs[0].isInteger,
      values: (0..<count).map { start + Double($0) * step })
  }

  private static func filled(
    _ node: ONNXNode, _ shape: ONNXConstant
  ) throws(NodeProblem) -> ONNXConstant {
    guard let extents = shape.integers, extents.count <= ONNXLimits.rank,
      extents.allSatisfy({ $0 >= 0 }), let elements = ONNXLimits.product(extents)
    else { throw .tooLarge(what: "output") }
    var value = ONNXConstant(extents: [1], isInteger: false, values: [0])
    if case .tensor(let tensor) = node.attributes["value"] { value = ONNXConstant(tensor) }
    let element = elements <= ONNXLimits.constantElements ? value.values?.first : nil
    return ONNXConstant(
      extents: extents, isInteger: value.isInteger,
      values: element.map { [Double](repeating: $0, count: elements) })
  }

  private static func expanded(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant? {
    guard inputs.count == 2, inputs[0].elements == 1, let extents = inputs[1].integers,
      extents.count <= ONNXLimits.rank, extents.allSatisfy({ $0 >= 0 }),
      let elements = ONNXLimits.product(extents)
    else { return nil }
    let element = elements <= ONNXLimits.constantElements ? inputs[0].values?.first : nil
    return ONNXConstant(
      extents: extents, isInteger: inputs[0].isInteger,
      values: element.map { [Double](repeating: $0, count: elements) })
  }

  /// Element by element, the second input where the first isn't zero, else the third.
  private static func chosen(_ inputs: [ONNXConstant]) -> ONNXConstant? {
    guard inputs.count == 3, inputs[0].extents == inputs[1].extents,
      inputs[0].extents == inputs[2].extents
    else { return nil }
    var result = inputs[1]
    result.values = nil
    if let condition = inputs[0].values, let yes = inputs[1].values, let no = inputs[2].values {
      result.values = condition.indices.map { condition[$0] != 0 ? yes[$0] : no[$0] }
    }
    return result
  }

  private static func product(_ constant: ONNXConstant) -> ONNXConstant {
    ONNXConstant(
      extents: [], isInteger: constant.isInteger,
      values: constant.values.map { [$0.reduce(1, *)] })
  }
}
