import LayerGraph

/// Computes a network in INT8: convolution and linear layers by exact INT32 sums, layers that move
/// elements on the codes themselves, any other by its FP32 definition between codes.
///
/// Activation functions but linear and ReLU are tables of 256 codes, as on integer hardware. With
/// the same scales, the result is the same to the bit for plain and fast kernels, any number of
/// threads and any instruction set.
public struct IntegerExecutor: Sendable {
  public let network: Network
  public let level: KernelLevel
  private let kernels: FastKernels
  private let plan: QuantisationPlan
  private let layers: [IntegerLayer]

  /// - Parameter calibration: an image for each input layer, whose results set the scales.
  public init(
    _ network: Network, parameters: some ParameterSource = SyntheticParameters(),
    calibration: [FeatureMap<Float>], level: KernelLevel = .fast, threads: Int = 1,
    set: InstructionSet = .best
  ) throws(KernelError) {
    try self.init(
      network, parameters: parameters,
      plan: try Self.plan(network, parameters: parameters, calibration: calibration),
      level: level, threads: threads, set: set)
  }

  /// - Parameter plan: the scales of every layer.
  init(
    _ network: Network, parameters: some ParameterSource, plan: QuantisationPlan,
    level: KernelLevel = .fast, threads: Int = 1, set: InstructionSet = .best
  ) throws(KernelError) {
    self.network = network
    self.level = level
    self.plan = plan
    kernels = FastKernels(set: set, threads: max(threads, 1))
    var layers: [IntegerLayer] = []
    for index in network.layers.indices {
      layers.append(try IntegerLayer(network, index: index, source: parameters, plan: plan))
    }
    self.layers = layers
  }

  /// The code of a layer's output.
  public func quantisation(of layer: Int) -> Quantisation { plan.after[layer] }

  /// The code of a layer's result before its activation function.
  public func resultQuantisation(of layer: Int) -> Quantisation { plan.before[layer] }

  /// A convolution or linear layer's weights and scales; `nil` for another layer.
  public func matrix(of layer: Int) -> QuantisedMatrix? { layers[layer].matrix }

  /// The codes of the network's outputs.
  ///
  /// - Parameters:
  ///   - images: real values, one for each input layer.
  ///   - observe: called with each layer's index and output as it is computed.
  public func run(
    _ images: [FeatureMap<Float>], observe: (Int, FeatureMap<Int8>) -> Void = { _, _ in }
  ) throws(KernelError) -> [FeatureMap<Int8>] {
    let inputs = network.layers.indices.filter { network.layers[$0].operation == .input }
    let codes = zip(inputs, images).map { plan.after[$0].codes($1) }
    return try network.run(codes) { index, inputs throws(KernelError) in
      let output = try evaluate(layer: index, inputs: inputs)
      observe(index, output)
      return output
    }
  }

  /// The codes of one layer's output for the codes of its inputs.
  public func evaluate(
    layer index: Int, inputs: [FeatureMap<Int8>]
  ) throws(KernelError) -> FeatureMap<Int8> {
    try network.check(inputs.map(\.shape), for: index)
    let layer = network.layers[index]
    if case .input = layer.operation { return inputs[0] }
    return activated(try result(of: index, inputs: inputs), layer: index)
  }

  /// Applies a layer's activation function to codes of its result.
  public func activated(_ codes: FeatureMap<Int8>, layer index: Int) -> FeatureMap<Int8> {
    switch network.layers[index].activation {
    case .linear: codes
    case .relu: codes.map { max($0, 0) }
    default: codes.map { layers[index].table[Int($0) + 128] }
    }
  }

  /// Applies a layer's activation function to codes of its result, in place.
  public func activate(_ codes: UnsafeMutableBufferPointer<Int8>, layer index: Int) {
    switch network.layers[index].activation {
    case .linear: break
    case .relu: for place in codes.indices { codes[place] = max(codes[place], 0) }
    default:
      let table = layers[index].table
      for place in codes.indices { codes[place] = table[Int(codes[place]) + 128] }
    }
  }

  /// Computes a region of a layer that is no matrix product, without its activation function, as a
  /// vector unit does tile by tile; the same codes as `evaluate`.
  ///
  /// - Parameters:
  ///   - inputs: codes, in the coordinates of each whole input, covering `Layer.inputRegions`.
  ///   - output: the region.
  public func compute(
    layer index: Int, inputs: [MapView<Int8>], into output: MutableMapView<Int8>
  ) throws(KernelError) {
    let layer = network.layers[index]
    let moves = layer.operation.keepsCode
    let scales = layer.inputs.map { moves ? Quantisation(scale: 1) : plan.after[$0] }
    let code = moves ? Quantisation(scale: 1) : plan.before[index]
    let needed = layer.inputRegions(for: output.region, shapes: network.inputShapes(of: index))
    let values = zip(zip(inputs, needed), scales).map { $0.0.values(of: $0.1, scale: $1) }
    var result = [Float](repeating: 0, count: output.region.elements)
    try withRegions(values, needed) { views throws(KernelError) in
      var span = result.mutableSpan
      try span.withUnsafeMutableBufferPointer { buffer throws(KernelError) in
        try VectorKernels(threads: 1, set: kernels.set).run(
          layer, inputs: views, shapes: network.inputShapes(of: index),
          parameters: layers[index].parameters,
          output: MutableMapView(buffer, region: output.region))
      }
    }
    var next = 0
    output.forEachRun { target, count in
      for offset in 0..<count { target[offset] = code.code(result[next + offset]) }
      next += count
    }
  }

  private func result(
    of index: Int, inputs: [FeatureMap<Int8>]
  ) throws(KernelError) -> FeatureMap<Int8> {
    let layer = network.layers[index]
    if let matrix = layers[index].matrix {
      let sums =
        level == .fast
        ? try IntegerSums.fast(
          layer, input: inputs[0], weights: matrix.weights, kernels: kernels)
        : IntegerSums.plain(layer, input: inputs[0], weights: matrix.weights)
      return matrix.codes(sums)
    }
    if layer.operation.keepsCode,
      let moved = try PlainKernels.move(layer, inputs: inputs)
    {
      return moved
    }
    let values = zip(layer.inputs, inputs).map { plan.after[$0].values($1) }
    let result = try PlainKernels.evaluate(
      layer, inputs: values, parameters: layers[index].parameters)
    return plan.before[index].codes(result)
  }

  /// Runs the network in FP32 and notes the largest magnitudes.
  private static func plan(
    _ network: Network, parameters: some ParameterSource, calibration: [FeatureMap<Float>]
  ) throws(KernelError) -> QuantisationPlan {
    let executor = try GraphExecutor(network, parameters: parameters)
    var before = [Float](repeating: 0, count: network.layers.count)
    var after = before
    _ = try network.run(calibration) { index, inputs throws(KernelError) in
      let result = try executor.evaluate(layer: index, inputs: inputs, activating: false)
      let output = result.map { network.layers[index].activation($0) }
      before[index] = result.magnitude
      after[index] = output.magnitude
      return output
    }
    return QuantisationPlan(network, before: before, after: after)
  }
}

/// Calls `body` with views of values stored region by region.
private func withRegions(
  _ values: [[Float]], _ regions: [Region], _ views: [MapView<Float>] = [],
  _ body: ([MapView<Float>]) throws(KernelError) -> Void
) throws(KernelError) {
  guard views.count < values.count else { return try body(views) }
  let index = views.count
  let own = values[index]
  try own.span.withUnsafeBufferPointer { buffer throws(KernelError) in
    try withRegions(
      values, regions, views + [MapView(buffer, region: regions[index])], body)
  }
}

extension MapView<Int8> {
  /// The real values of a part of the view.
  fileprivate func values(of part: Region, scale: Quantisation) -> [Float] {
    guard region.contains(part) else { return [] }
    var values: [Float] = []
    values.reserveCapacity(part.elements)
    for channel in part.channels {
      for row in part.rows {
        let source = pointer(channel, row, part.columns.lowerBound)
        for index in 0..<part.columns.count { values.append(scale.value(source[index])) }
      }
    }
    return values
  }
}

/// What a layer needs besides its inputs' codes.
private struct IntegerLayer: Sendable {
  let matrix: QuantisedMatrix?
  /// Of a layer that is computed in FP32.
  let parameters: LayerParameters
  /// The activation function, from each code −128…127.
  let table: [Int8]

  init(
    _ network: Network, index: Int, source: some ParameterSource, plan: QuantisationPlan
  ) throws(KernelError) {
    let layer = network.layers[index]
    let (before, after) = (plan.before[index], plan.after[index])
    let parameters = try network.parameters(of: index, from: source)
    if layer.operation.isMatrixProduct, let input = layer.inputs.first {
      let products = parameters.matrix.count / max(parameters.bias.count, 1)
      guard products <= IntegerSums.limit else {
        throw .sumTooLong(products: products, limit: IntegerSums.limit)
      }
      matrix = QuantisedMatrix(parameters, input: plan.after[input], output: before)
      self.parameters = .none
    } else {
      matrix = nil
      self.parameters = parameters
    }
    table =
      layer.activation.keepsCode
      ? [] : (-128...127).map { after.code(layer.activation(before.value(Int8($0)))) }
  }
}

extension FeatureMap where Element == Float {
  /// The largest magnitude of any element.
  fileprivate var magnitude: Float { values.reduce(0) { max($0, abs($1)) } }
}
