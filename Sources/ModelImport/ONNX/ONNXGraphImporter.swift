import LayerGraph

/// Goes through a graph's nodes once, in order, and drafts the layers of a network.
///
/// Each topic's operators are read in an extension of their own.
struct ONNXGraphImporter {
  /// A layer that later nodes may still be fused into.
  struct Draft {
    let name: String
    var operation: Operation
    let inputs: [Int]
    var activation: ActivationFunction = .linear
    let output: Shape
    /// Whether it is a padding with zeros, which a convolution does by itself.
    var padsZeros = false
    /// Whether the layer has become part of another one.
    var isAbsorbed = false
  }

  struct Warning: Hashable {
    let location: ImportLocation
    let message: String
  }

  let graph: ONNXGraph
  let opset: Int
  let allowsUnsupported: Bool
  /// The first extent of every feature map in the file; 1 if it is open.
  let batch: Int
  var values: [String: ONNXValue] = [:]
  var drafts: [Draft] = []
  private(set) var warnings: [Warning] = []
  private(set) var uses: [String: Int] = [:]
  /// How many more elements of constants may be computed; past them, only extents are followed.
  var foldingBudget = ONNXLimits.foldedElements
  private var names = UniqueNames()
  private var views: [View: Int] = [:]

  /// A layer's output in another shape.
  private struct View: Hashable {
    let layer: Int
    let shape: Shape
  }

  init(graph: ONNXGraph, opset: Int, options: ImportOptions) throws(ONNXProblem) {
    self.graph = graph
    self.opset = opset
    allowsUnsupported = options.allowsUnsupported
    for node in graph.nodes {
      for input in node.inputs { uses[input, default: 0] += 1 }
    }
    for output in graph.outputs { uses[output, default: 0] += 1 }
    for tensor in graph.initialisers { values[tensor.name] = .constant(ONNXConstant(tensor)) }
    let constants = Set(values.keys)
    let inputs = graph.inputs.filter { !constants.contains($0.name) }
    guard let first = inputs.first else { throw .noInput }
    batch = (first.extents?.first ?? nil) ?? 1
    for input in inputs where uses[input.name] != nil {
      try add(input, size: options.input)
    }
    guard !drafts.isEmpty else { throw .noInput }
  }

  /// Reads every node.
  mutating func run() throws(ONNXProblem) {
    for node in graph.nodes {
      let before = drafts.count
      do {
        if try !fold(node) { try read(node) }
      } catch {
        guard allowsUnsupported, error.isUnsupported else { throw node.problem(error) }
        drafts.removeLast(drafts.count - before)
        do { try pass(node) } catch { throw node.problem(error) }
      }
    }
  }

  mutating func warn(_ location: ImportLocation, _ message: String) {
    let warning = Warning(location: location, message: message)
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  mutating func warn(_ node: ONNXNode, _ message: String) {
    warnings.append(
      Warning(location: .node(operator: node.kind, name: node.label), message: message))
  }
}

/// Inputs of the network.
extension ONNXGraphImporter {
  private mutating func add(_ input: ONNXInput, size: Spatial?) throws(ONNXProblem) {
    guard var extents = input.extents else { throw .noInputShape(name: input.name) }
    guard !extents.isEmpty else { throw .inputShape(name: input.name, extents: []) }
    extents[0] = extents[0] ?? batch
    if let size, extents.count == 4 {
      extents[2] = size.height
      extents[3] = size.width
    }
    for (axis, extent) in extents.enumerated() where extent == nil {
      throw .openInput(name: input.name, axis: axis)
    }
    let known = extents.compactMap { $0 }
    guard (1...4).contains(known.count),
      known.allSatisfy({ (1...Limits.extent).contains($0) }), ONNXLimits.product(known) != nil
    else { throw .inputShape(name: input.name, extents: known) }
    guard let shape = try? shape(of: known) else {
      throw .inputShape(name: input.name, extents: known)
    }
    drafts.append(
      Draft(
        name: names.name(like: input.name), operation: .input, inputs: [], output: shape))
    values[input.name] = .feature(
      Feature(layer: drafts.count - 1, extents: known, isExclusive: false))
  }
}

/// Layers.
extension ONNXGraphImporter {
  /// Drafts a layer and returns its index.
  mutating func append(
    _ operation: Operation, to inputs: [Int], node: ONNXNode, suffix: String = "",
    activation: ActivationFunction = .linear
  ) throws(NodeProblem) -> Int {
    let output: Shape
    do {
      output = try operation.outputShape(for: inputs.map { drafts[$0].output })
    } catch {
      throw .shape(error)
    }
    for (what, extent) in [
      ("channel count", output.channels), ("height", output.height), ("width", output.width),
    ] {
      try check(extent, what, in: 1...Limits.extent)
    }
    guard Limits.product(of: output.channels, output.height, output.width, batch) != nil else {
      throw .tooLarge(what: "output")
    }
    let name = names.name(like: (node.label.isEmpty ? node.kind : node.label) + suffix)
    drafts.append(
      Draft(
        name: name, operation: operation, inputs: inputs, activation: activation,
        output: output))
    return drafts.count - 1
  }

  func check(_ value: Int, _ what: String, in range: ClosedRange<Int>) throws(NodeProblem) {
    guard range.contains(value) else { throw .outOfRange(what: what, value: value, range: range) }
  }

  /// The layer that has a feature's elements in a shape: its own, or a view of it.
  mutating func layer(
    of feature: Feature, as shape: Shape, node: ONNXNode
  ) throws(NodeProblem) -> Int {
    let source = try unstrided(feature, node: node)
    guard drafts[source].output != shape else { return source }
    let view = View(layer: source, shape: shape)
    if let known = views[view], isView(known, of: view) { return known }
    let layer = try append(.reshape(shape), to: [source], node: node, suffix: "/view")
    views[view] = layer
    return layer
  }

  /// Whether a draft still is the view that it was; drafts of a node that failed are dropped.
  private func isView(_ layer: Int, of view: View) -> Bool {
    layer < drafts.count && drafts[layer].inputs == [view.layer]
      && drafts[layer].operation == .reshape(view.shape)
  }

  /// The layer that has a feature's elements in the shape that its extents stand for.
  mutating func layer(of feature: Feature, node: ONNXNode) throws(NodeProblem) -> Int {
    try layer(of: feature, as: shape(of: feature.extents), node: node)
  }
}
