/// Finds activation functions that exporters spell out in several nodes, and puts one node in their
/// place.
///
/// | function | spelt as |
/// |---|---|
/// | swish | x · Sigmoid(x) |
/// | mish | x · Tanh(Softplus(x)) |
/// | hard-sigmoid | Clip(x + 3, 0, 6) ÷ 6 |
/// | hard-swish | x · HardSigmoid(x), x · Clip(x + 3, 0, 6) ÷ 6 |
/// | GELU | x · (1 + Erf(x ÷ √2)) · ½ |
struct ActivationPatterns {
  /// The graph's nodes with each pattern replaced; the graph's own nodes are in order.
  static func recognised(in graph: ONNXGraph) -> [ONNXNode] {
    var patterns = ActivationPatterns(graph)
    for index in patterns.nodes.indices { patterns.recognise(at: index) }
    return patterns.nodes.indices.filter { !patterns.isRemoved[$0] }.map { patterns.nodes[$0] }
  }

  private var nodes: [ONNXNode]
  private var isRemoved: [Bool]
  private var producers: [String: Int] = [:]
  private var uses: [String: Int] = [:]
  private var scalars: [String: Double] = [:]

  private init(_ graph: ONNXGraph) {
    nodes = graph.nodes
    isRemoved = nodes.map { _ in false }
    for tensor in graph.initialisers where tensor.values?.count == 1 {
      scalars[tensor.name] = tensor.values?.first
    }
    for (index, node) in nodes.enumerated() {
      for output in node.outputs { producers[output] = index }
      for input in node.inputs { uses[input, default: 0] += 1 }
      if node.kind == "Constant", case .tensor(let tensor) = node.attributes["value"],
        tensor.values?.count == 1, let output = node.outputs.first
      {
        scalars[output] = tensor.values?.first
      }
    }
    for output in graph.outputs { uses[output, default: 0] += 1 }
  }

  /// Looks for a pattern that ends in a node.
  private mutating func recognise(at index: Int) {
    let node = nodes[index]
    guard node.domain.isEmpty, node.inputs.count == 2, node.outputs.count == 1 else { return }
    let match =
      switch node.kind {
      case "Mul": product(node) ?? scaledClip(node)
      case "Div": scaledClip(node)
      default: nil as Match?
      }
    guard let match else { return }
    for removed in match.removed { isRemoved[removed] = true }
    nodes[index].kind = match.kind
    nodes[index].inputs = [match.input]
    nodes[index].attributes = [:]
  }

  private struct Match {
    let kind: String
    let input: String
    let removed: [Int]
  }

  /// x · f(x), in either order.
  private func product(_ node: ONNXNode) -> Match? {
    for (x, other) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
      guard let last = sole(other), let source = nodes[last].inputs.first else { continue }
      switch nodes[last].kind {
      case "Sigmoid" where source == x:
        return Match(kind: "Swish", input: x, removed: [last])
      case "HardSigmoid" where source == x:
        return Match(kind: "HardSwish", input: x, removed: [last])
      case "Tanh":
        guard let softplus = sole(source), nodes[softplus].kind == "Softplus",
          nodes[softplus].inputs == [x]
        else { continue }
        return Match(kind: "Mish", input: x, removed: [last, softplus])
      default: continue
      }
    }
    return nil
  }

  /// Clip(x + 3, 0, 6) ÷ 6, or x · Clip(x + 3, 0, 6) ÷ 6; or half of x · (1 + Erf(x ÷ √2)).
  private func scaledClip(_ node: ONNXNode) -> Match? {
    guard let (value, factor) = scaled(node), let last = sole(value) else { return nil }
    if abs(factor - 1 / 6.0) < 1e-3 {
      if let clip = shiftedClip(at: last) {
        return Match(kind: "HardSigmoid", input: clip.input, removed: [last] + clip.removed)
      }
      return multiplied(at: last) { x, other in
        guard let index = sole(other), let clip = shiftedClip(at: index), clip.input == x else {
          return nil
        }
        return Match(kind: "HardSwish", input: x, removed: [last, index] + clip.removed)
      }
    }
    guard factor == 0.5 else { return nil }
    return multiplied(at: last) { x, other in
      guard let removed = errorFunction(of: x, ending: other) else { return nil }
      return Match(kind: "Gelu", input: x, removed: [last] + removed)
    }
  }

  /// The value that a multiplication or division by a constant scales, and the factor.
  private func scaled(_ node: ONNXNode) -> (value: String, factor: Double)? {
    if let constant = scalars[node.inputs[1]] {
      return (node.inputs[0], node.kind == "Div" ? 1 / constant : constant)
    }
    guard node.kind == "Mul", let constant = scalars[node.inputs[0]] else { return nil }
    return (node.inputs[1], constant)
  }

  private func multiplied(at index: Int, match: (String, String) -> Match?) -> Match? {
    guard nodes[index].kind == "Mul", nodes[index].inputs.count == 2 else { return nil }
    let (a, b) = (nodes[index].inputs[0], nodes[index].inputs[1])
    return match(a, b) ?? match(b, a)
  }

  /// Clip(x + 3, 0, 6).
  private func shiftedClip(at index: Int) -> (input: String, removed: [Int])? {
    let clip = nodes[index]
    guard clip.kind == "Clip", clip.inputs.count == 3, scalars[clip.inputs[1]] == 0,
      scalars[clip.inputs[2]] == 6, let sum = sole(clip.inputs[0]),
      let input = added(3, at: sum)
    else { return nil }
    return (input, [sum])
  }

  /// The nodes of 1 + Erf(x ÷ √2).
  private func errorFunction(of x: String, ending value: String) -> [Int]? {
    guard let sum = sole(value), let erfValue = added(1, at: sum), let erf = sole(erfValue),
      nodes[erf].kind == "Erf", let scale = nodes[erf].inputs.first.flatMap(sole),
      nodes[scale].inputs.count == 2, let scaled = scaled(nodes[scale]), scaled.value == x,
      abs(scaled.factor - 0.70710678) < 1e-4
    else { return nil }
    return [sum, erf, scale]
  }

  /// The other summand of an addition of a constant.
  private func added(_ constant: Double, at index: Int) -> String? {
    let node = nodes[index]
    guard node.kind == "Add", node.inputs.count == 2 else { return nil }
    if scalars[node.inputs[1]] == constant { return node.inputs[0] }
    return scalars[node.inputs[0]] == constant ? node.inputs[1] : nil
  }

  /// The node that makes a value which nothing else reads.
  private func sole(_ value: String) -> Int? {
    guard uses[value] == 1, let index = producers[value], !isRemoved[index] else { return nil }
    return index
  }
}
