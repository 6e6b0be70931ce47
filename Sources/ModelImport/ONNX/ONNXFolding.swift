import LayerGraph

/// Shape arithmetic: nodes that read nothing but constants and shapes become constants themselves.
extension ONNXGraphImporter {
  /// Evaluates a node if it is a constant.
  ///
  /// - Returns: whether it is, so that nothing is left to do.
  mutating func fold(_ node: ONNXNode) throws(NodeProblem) -> Bool {
    guard node.domain.isEmpty, var constant = try folded(node) else { return false }
    foldingBudget -= constant.values?.count ?? 0
    if foldingBudget < 0 { constant.values = nil }
    bind(node, to: .constant(constant))
    return true
  }

  private func folded(_ node: ONNXNode) throws(NodeProblem) -> ONNXConstant? {
    switch node.kind {
    case "Constant": return try literal(node)
    case "Shape": return try shape(node)
    case "Size": return ONNXConstant(try extents(node).reduce(1, *)).scalar
    default: break
    }
    var inputs: [ONNXConstant] = []
    for index in node.inputs.indices {
      switch value(node, index) {
      case .constant(let constant): inputs.append(constant)
      case .feature: return nil
      case nil: continue
      }
    }
    guard let first = inputs.first else { return nil }
    switch node.kind {
    case "Identity", "Dropout": return first
    case "Cast": return try cast(node, first)
    case "Add", "Sub", "Mul", "Div", "Mod", "Min", "Max", "Pow", "Equal", "Less", "Greater":
      return try binary(node, inputs)
    case "Neg", "Floor", "Ceil", "Round", "Sqrt", "Abs": return unary(node, first)
    default: return try ConstantViews.folded(node, inputs)
    }
  }

  private func literal(_ node: ONNXNode) throws(NodeProblem) -> ONNXConstant {
    if case .tensor(let tensor) = node.attributes["value"] { return ONNXConstant(tensor) }
    if let integers = try node.integers("value_ints") { return ONNXConstant(integers) }
    if node.attributes["value_int"] != nil {
      return ONNXConstant([try node.integer("value_int")]).scalar
    }
    if node.attributes["value_float"] != nil {
      let value = Double(try node.float("value_float", default: 0))
      return ONNXConstant(extents: [], isInteger: false, values: [value])
    }
    if case .floats(let floats) = node.attributes["value_floats"] {
      return ONNXConstant(
        extents: [floats.count], isInteger: false, values: floats.map { Double($0) })
    }
    throw .unsupported(what: "a constant of another type", expected: "a tensor or numbers")
  }

  private func extents(_ node: ONNXNode) throws(NodeProblem) -> [Int] {
    switch value(node, 0) {
    case .constant(let constant): return constant.extents
    case .feature(let feature): return feature.extents
    case nil: throw .missingInput(0)
    }
  }

  private func shape(_ node: ONNXNode) throws(NodeProblem) -> ONNXConstant {
    let extents = try extents(node)
    let count = extents.count
    func position(_ name: String, _ value: Int) throws(NodeProblem) -> Int {
      let index = try node.integer(name, default: value)
      return min(max(index < 0 ? index &+ count : index, 0), count)
    }
    let start = try position("start", 0)
    let end = try position("end", count)
    return ONNXConstant(start < end ? Array(extents[start..<end]) : [])
  }

  private func cast(
    _ node: ONNXNode, _ constant: ONNXConstant
  ) throws(NodeProblem) -> ONNXConstant {
    var result = constant
    result.isInteger = ![1, 10, 11, 16].contains(try node.integer("to"))
    if result.isInteger { result.values = constant.values?.map { $0.rounded(.towardZero) } }
    return result
  }

  private func unary(_ node: ONNXNode, _ constant: ONNXConstant) -> ONNXConstant {
    var result = constant
    result.values = constant.values?.map { value in
      switch node.kind {
      case "Neg": -value
      case "Floor": value.rounded(.down)
      case "Ceil": value.rounded(.up)
      case "Round": value.rounded(.toNearestOrEven)
      case "Sqrt": value.squareRoot()
      default: abs(value)
      }
    }
    return result
  }

  private func binary(
    _ node: ONNXNode, _ inputs: [ONNXConstant]
  ) throws(NodeProblem) -> ONNXConstant {
    guard inputs.count == 2 else {
      if inputs.count == 1, ["Min", "Max"].contains(node.kind) { return inputs[0] }
      throw .missingInput(1)
    }
    let (a, b) = (inputs[0], inputs[1])
    let isInteger = a.isInteger && b.isInteger
    var result = ONNXConstant(
      extents: try broadcast(a.extents, b.extents), isInteger: isInteger, values: nil)
    guard let x = a.values, let y = b.values, result.elements <= ONNXLimits.constantElements,
      x.count == 1 || x.count == result.elements, y.count == 1 || y.count == result.elements
    else { return result }
    result.values = (0..<result.elements).map { index in
      Self.value(node.kind, x[x.count == 1 ? 0 : index], y[y.count == 1 ? 0 : index], isInteger)
    }
    return result
  }

  private static func value(_ kind: String, _ x: Double, _ y: Double, _ isInteger: Bool) -> Double {
    switch kind {
    case "Add": x + y
    case "Sub": x - y
    case "Mul": x * y
    case "Div": isInteger ? (x / y).rounded(.towardZero) : x / y
    case "Mod": x - y * (x / y).rounded(.down)
    case "Min": min(x, y)
    case "Max": max(x, y)
    case "Equal": x == y ? 1 : 0
    case "Less": x < y ? 1 : 0
    case "Greater": x > y ? 1 : 0
    default: power(x, y)
    }
  }

  /// Whole powers, which is what shape arithmetic has.
  private static func power(_ x: Double, _ y: Double) -> Double {
    guard let exponent = Int(exactly: y), (0...64).contains(exponent) else { return .nan }
    return (0..<exponent).reduce(1) { product, _ in product * x }
  }
}

extension ONNXConstant {
  fileprivate init(_ integer: Int) { self.init([integer]) }

  /// A single element without axes.
  var scalar: ONNXConstant { ONNXConstant(extents: [], isInteger: isInteger, values: values) }
}
