/// A local function: nodes under one name, which PyTorch's newer exporter makes of modules.
struct ONNXFunction {
  var name = ""
  var domain = ""
  var overload = ""
  var inputs: [String] = []
  var outputs: [String] = []
  /// Values of attributes that a call may leave out.
  var defaults: [String: ONNXAttribute] = [:]
  var nodes: [ONNXNode] = []

  /// What calls are matched by.
  var key: Key { Key(domain: domain, name: name, overload: overload) }

  struct Key: Hashable {
    let domain: String
    let name: String
    let overload: String
  }
}

/// Puts the nodes of local functions in the place of their calls, without recursion.
struct ONNXInliner {
  private let functions: [ONNXFunction.Key: ONNXFunction]
  private var calls = 0
  private var nodes: [ONNXNode] = []
  /// Nodes still to be looked at, the next one last.
  private var pending: [Pending] = []

  private struct Pending {
    let node: ONNXNode
    let depth: Int
    /// The node of the graph that it stands for.
    let origin: ONNXNode
  }

  /// The nodes of `model`'s graph, with no call left.
  ///
  /// - Throws: if functions call each other too deeply, as a function that calls itself does.
  static func nodes(
    of graph: ONNXGraph, functions: [ONNXFunction]
  ) throws(ONNXProblem) -> [ONNXNode] {
    guard !functions.isEmpty else { return graph.nodes }
    var inliner = ONNXInliner(functions: functions)
    inliner.pending = graph.nodes.reversed().map { Pending(node: $0, depth: 0, origin: $0) }
    try inliner.run()
    return inliner.nodes
  }

  private init(functions: [ONNXFunction]) {
    var known: [ONNXFunction.Key: ONNXFunction] = [:]
    for function in functions { known[function.key] = known[function.key] ?? function }
    self.functions = known
  }

  private mutating func run() throws(ONNXProblem) {
    while let next = pending.popLast() {
      let node = next.node
      guard let function = functions[node.key] else {
        nodes.append(node)
        continue
      }
      guard next.depth < ONNXLimits.functionDepth else {
        throw next.origin.problem(.deepFunction)
      }
      calls += 1
      let body = body(of: function, calledBy: node)
      guard nodes.count + pending.count + body.count <= ONNXLimits.inlinedNodes else {
        throw next.origin.problem(.manyInlinedNodes(limit: ONNXLimits.inlinedNodes))
      }
      pending += body.reversed().map {
        Pending(node: $0, depth: next.depth + 1, origin: next.origin)
      }
    }
  }

  /// The function's nodes with the call's values, attributes and name in place of its own.
  private func body(of function: ONNXFunction, calledBy call: ONNXNode) -> [ONNXNode] {
    var names: [String: String] = [:]
    for (index, input) in function.inputs.enumerated() {
      names[input] = index < call.inputs.count ? call.inputs[index] : ""
    }
    var passed: [ONNXNode] = []
    for (output, given) in zip(function.outputs, call.outputs) {
      if let input = names[output] {
        passed.append(ONNXNode(kind: "Identity", inputs: [input], outputs: [given]))
      } else {
        names[output] = given
      }
    }
    let body = function.nodes.map { node in
      var copy = node
      copy.name = "\(call.label.prefix(100))/\(node.label.prefix(100))"
      copy.inputs = node.inputs.map { inner($0, names) }
      copy.outputs = node.outputs.map { inner($0, names) }
      copy.attributes = attributes(of: node, calledBy: call, defaults: function.defaults)
      return copy
    }
    return body + passed
  }

  /// The name in the graph of a value of the function; no name of a file begins with a line end.
  private func inner(_ name: String, _ names: [String: String]) -> String {
    name.isEmpty ? "" : names[name] ?? "\n\(calls)/\(name)"
  }

  private func attributes(
    of node: ONNXNode, calledBy call: ONNXNode, defaults: [String: ONNXAttribute]
  ) -> [String: ONNXAttribute] {
    node.attributes.compactMapValues { attribute in
      guard case .reference(let name) = attribute else { return attribute }
      return call.attributes[name] ?? defaults[name]
    }
  }
}

extension ONNXNode {
  fileprivate var key: ONNXFunction.Key {
    ONNXFunction.Key(domain: domain, name: kind, overload: overload)
  }
}
