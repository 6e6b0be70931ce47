import LayerGraph

/// Which kernels compute a network: the definitions or the fast ones.
public enum KernelLevel: String, CaseIterable, Hashable, Sendable {
  case plain
  case fast
}

/// Computes a network in FP32, one image at a time.
///
///     let executor = try GraphExecutor(network)
///     let outputs = try executor.run([.synthetic(network.input)])
public struct GraphExecutor: Sendable {
  public let network: Network
  public let level: KernelLevel
  private let fast: FastKernels
  private let layers: [PreparedLayer]

  /// - Parameter threads: how many threads the fast kernels share a layer among.
  /// - Throws: `KernelError` if an operation can't be computed or parameters are missing.
  public init(
    _ network: Network, parameters: some ParameterSource = SyntheticParameters(),
    level: KernelLevel = .fast, threads: Int = 1, set: InstructionSet = .best
  ) throws(KernelError) {
    self.network = network
    self.level = level
    fast = FastKernels(set: set, threads: max(threads, 1))
    var layers: [PreparedLayer] = []
    for (index, layer) in network.layers.enumerated() {
      if case .unsupported(let name) = layer.operation {
        throw .meaningless(layer: layer.name, operation: name)
      }
      let values = try network.parameters(of: index, from: parameters)
      let input = network.inputShapes(of: index).first
      layers.append(
        level == .fast
          ? try fast.prepare(layer, input: input, parameters: values)
          : PreparedLayer(parameters: values, filters: nil))
    }
    self.layers = layers
  }

  /// The output of one layer for given inputs.
  ///
  /// - Parameter activating: whether the layer's activation function is applied.
  public func evaluate(
    layer index: Int, inputs: [FeatureMap<Float>], activating: Bool = true
  ) throws(KernelError) -> FeatureMap<Float> {
    let layer = network.layers[index]
    try network.check(inputs.map(\.shape), for: index)
    if case .input = layer.operation { return inputs[0] }
    if level == .fast {
      return try fast.evaluate(
        layer, inputs: inputs, prepared: layers[index], activating: activating)
    }
    let result = try PlainKernels.evaluate(
      layer, inputs: inputs, parameters: layers[index].parameters)
    return layer.activation == .linear || !activating
      ? result : result.map { layer.activation($0) }
  }

  /// The outputs of the network's output layers, in order.
  ///
  /// - Parameters:
  ///   - images: one for each input layer, in order.
  ///   - observe: called with each layer's index and output as it is computed.
  public func run(
    _ images: [FeatureMap<Float>], observe: (Int, FeatureMap<Float>) -> Void = { _, _ in }
  ) throws(KernelError) -> [FeatureMap<Float>] {
    try network.run(images) { index, inputs throws(KernelError) in
      let output = try evaluate(layer: index, inputs: inputs)
      observe(index, output)
      return output
    }
  }
}

extension Network {
  /// Walks the layers in order, keeping each output until its last consumer has read it.
  ///
  /// - Parameter evaluate: gives the output of a layer for its inputs; an input layer's image is its
  ///   input.
  func run<Value>(
    _ images: [Value], evaluate: (Int, [Value]) throws(KernelError) -> Value
  ) throws(KernelError) -> [Value] {
    let inputLayers = layers.indices.filter { layers[$0].operation == .input }
    guard images.count == inputLayers.count else {
      throw .wrongCount(what: "input images", expected: inputLayers.count, given: images.count)
    }
    var values = [Value?](repeating: nil, count: layers.count)
    var nextImage = 0
    for (index, layer) in layers.enumerated() {
      if case .input = layer.operation {
        values[index] = try evaluate(index, [images[nextImage]])
        nextImage += 1
      } else {
        values[index] = try evaluate(index, layer.inputs.compactMap { values[$0] })
      }
      for input in layer.inputs where consumers[input].last == index { values[input] = nil }
    }
    return outputs.compactMap { values[$0] }
  }

  /// Checks the shapes that a layer is given; an input layer is given its image.
  func check(_ shapes: [Shape], for index: Int) throws(KernelError) {
    let layer = layers[index]
    let expected = layer.operation == .input ? [layer.output] : inputShapes(of: index)
    guard shapes.count == expected.count else {
      throw .wrongCount(
        what: "inputs of layer '\(layer.name)'", expected: expected.count, given: shapes.count)
    }
    for (given, expected) in zip(shapes, expected) where given != expected {
      throw .wrongShape(
        what: "an input of layer '\(layer.name)'", expected: expected, given: given)
    }
  }
}
