import LayerGraph

/// Writes layer after layer.
struct ONNXNetworkWriter {
  let network: Network
  let parameters: (Int, ParameterRole) -> [Float]
  var graph: ONNXGraphWriter
  /// For each layer, its output as batch × channels × height × width, or as batch × channels.
  private var maps: [String?]
  private var rows: [String?]

  init(network: Network, parameters: @escaping (Int, ParameterRole) -> [Float]) {
    self.network = network
    self.parameters = parameters
    graph = ONNXGraphWriter(parameters: network.counts.parameters)
    maps = network.layers.map { _ in nil }
    rows = maps
  }

  mutating func bytes() throws(ONNXExportError) -> [UInt8] {
    for (index, layer) in network.layers.enumerated() { try write(layer, index) }
    let inputs = network.layers.indices.filter { network.layers[$0].inputs.isEmpty }.map {
      (name: map($0), extents: extents(of: $0))
    }
    let outputs = network.outputs.map { index in
      rows[index].map {
        (name: $0, extents: [network.batch, network.layers[index].output.channels])
      }
        ?? (name: map(index), extents: extents(of: index))
    }
    return graph.model(name: network.name, inputs: inputs, outputs: outputs)
  }

  private func extents(of layer: Int) -> [Int] {
    let shape = network.layers[layer].output
    return [network.batch, shape.channels, shape.height, shape.width]
  }

  private mutating func write(_ layer: Layer, _ index: Int) throws(ONNXExportError) {
    let name = layer.name.isEmpty ? "layer \(index)" : layer.name
    guard let first = layer.inputs.first else {
      maps[index] = graph.unique(name)
      return
    }
    if case .linear(let linear) = layer.operation {
      let result = try self.linear(linear, of: flat(first), index, name)
      rows[index] = activated(result, layer.activation, name)
    } else if keepsRow(layer.operation), let row = rows[first] {
      let result = try output(of: layer.operation, [row], index, name)
      rows[index] = activated(result, layer.activation, name)
    } else {
      let inputs = layer.inputs.map { map($0) }
      let result = try output(of: layer.operation, inputs, index, name)
      maps[index] = activated(result, layer.activation, name)
    }
  }

  /// Whether an operation works on the rows that a linear layer gives.
  private func keepsRow(_ operation: Operation) -> Bool {
    switch operation {
    case .activation, .softmax, .identity: true
    default: false
    }
  }

  /// A layer's output with four axes.
  private mutating func map(_ layer: Int) -> String {
    if let known = maps[layer] { return known }
    let name = reshaped(
      rows[layer] ?? "", to: network.layers[layer].output, "\(network.layers[layer].name)/map")
    maps[layer] = name
    return name
  }

  /// A layer's output with two axes.
  private mutating func flat(_ layer: Int) -> String {
    if let known = rows[layer] { return known }
    return graph.value(
      "Flatten", [map(layer)], named: "\(network.layers[layer].name)/row", [("axis", .integer(1))])
  }

  /// The same elements in another shape.
  mutating func reshaped(_ value: String, to shape: Shape, _ name: String) -> String {
    let extents = graph.integers([
      network.batch, shape.channels, shape.height, shape.width,
    ])
    return graph.value("Reshape", [value, extents], named: name)
  }

  /// A parameter as a tensor.
  mutating func parameter(
    _ layer: Int, _ role: ParameterRole, extents: [Int], _ name: String
  ) throws(ONNXExportError) -> String {
    let expected = network.parameterCount(of: layer, role: role)
    let values = parameters(layer, role)
    guard values.count == expected else {
      throw .wrongCount(
        layer: network.layers[layer].name, role: "\(role)", expected: expected,
        given: values.count)
    }
    return graph.tensor("\(name).\(role)", extents: extents, values)
  }
}

/// One operator or a few for each operation.
extension ONNXNetworkWriter {
  private mutating func output(
    of operation: Operation, _ inputs: [String], _ index: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    let input = inputs[0]
    switch operation {
    case .convolution(let convolution):
      return try self.convolution(convolution, of: input, index, name)
    case .pool(let pooling): return try pool(pooling, of: input, index, name)
    case .globalPool(let kind):
      return graph.value(
        kind == .maximum ? "GlobalMaxPool" : "GlobalAveragePool", [input], named: name)
    case .add: return add(inputs, index, name)
    case .multiply: return product(inputs, name)
    case .concatenate:
      return graph.value("Concat", inputs, named: name, [("axis", .integer(1))])
    case .slice(let slice): return self.slice(input, slice.range, axis: 1, name)
    case .upsample(let upsample): return self.upsample(upsample, of: input, name)
    case .affine(let affine): return try self.affine(affine, of: input, index, name)
    case .shuffle(let groups): return shuffle(groups, of: input, index, name)
    case .reorganise(let reorganise): return self.reorganise(reorganise, of: input, index, name)
    case .crossChannelPool(let pooling): return crossChannel(pooling, of: input, index, name)
    case .softmax: return graph.value("Softmax", [input], named: name, [("axis", .integer(1))])
    case .detection(let detection): return self.detection(detection, of: input, index, name)
    case .pad(let padding):
      let pads = graph.integers([
        0, 0, padding.top, padding.left, 0, 0, padding.bottom, padding.right,
      ])
      return graph.value("Pad", [input, pads], named: name)
    case .reshape(let shape): return reshaped(input, to: shape, name)
    case .activation where network.layers[index].activation != .linear: return input
    case .activation, .identity: return graph.value("Identity", [input], named: name)
    // The window that AlexNet and GoogLeNet have.
    case .localResponseNormalisation:
      return graph.value("LRN", [input], named: name, [("size", .integer(5))])
    case .input, .linear, .unsupported:
      throw .inexpressible(layer: network.layers[index].name, operation: operation.name)
    }
  }

  func inputShape(_ layer: Int, _ index: Int = 0) -> Shape {
    network.layers[network.layers[layer].inputs[index]].output
  }

  private mutating func product(_ inputs: [String], _ name: String) -> String {
    var result = inputs[0]
    for (index, other) in inputs.dropFirst().enumerated() {
      let isLast = index == inputs.count - 2
      result = graph.value("Mul", [result, other], named: isLast ? name : "\(name)/part")
    }
    return result
  }

  mutating func slice(
    _ input: String, _ range: Range<Int>, axis: Int, _ name: String
  ) -> String {
    let bounds = [range.lowerBound, range.upperBound, axis].map { graph.integers([$0]) }
    return graph.value("Slice", [input] + bounds, named: name)
  }

  mutating func upsample(_ upsample: Upsample, of input: String, _ name: String) -> String {
    let scales = graph.tensor(
      "\(name).scales", extents: [4],
      [1, 1, Float(upsample.factor.height), Float(upsample.factor.width)])
    let attributes: [(String, ONNXAttributeValue)] =
      upsample.mode == .nearest
      ? [
        ("mode", .string("nearest")), ("nearest_mode", .string("floor")),
        ("coordinate_transformation_mode", .string("asymmetric")),
      ]
      : [
        ("mode", .string("linear")), ("coordinate_transformation_mode", .string("half_pixel")),
      ]
    return graph.value("Resize", [input, "", scales], named: name, attributes)
  }
}
