import LayerGraph

/// A layer's parameters arranged once for the fast kernels.
struct PreparedLayer: Sendable {
  let parameters: LayerParameters
  /// Of a convolution.
  let filters: PreparedFilters?
}

/// The fast kernels over whole layers.
struct FastKernels: Sendable {
  let set: InstructionSet
  let threads: Int

  /// A convolution's weights are packed, and not kept besides.
  func prepare(
    _ layer: Layer, input: Shape?, parameters: LayerParameters
  ) throws(KernelError) -> PreparedLayer {
    guard case .convolution(let convolution) = layer.operation, let input else {
      return PreparedLayer(parameters: parameters, filters: nil)
    }
    let tile = try ConvolutionTile(whole: convolution, input: input, output: layer.output)
    let filters = try withWeights(parameters.matrix, filters: convolution.filters) {
      tile.prepared($0, set: set).filters
    }
    return PreparedLayer(
      parameters: LayerParameters(matrix: [], bias: parameters.bias), filters: filters)
  }

  /// The layer's output.
  func evaluate(
    _ layer: Layer, inputs: [FeatureMap<Float>], prepared: PreparedLayer, activating: Bool
  ) throws(KernelError) -> FeatureMap<Float> {
    try FeatureMap.written(layer.output) { view throws(KernelError) in
      switch layer.operation {
      case .convolution(let convolution):
        try inputs[0].withView { input throws(KernelError) in
          try convolve(
            convolution, input: input, shape: inputs[0].shape, prepared: prepared, output: view)
        }
      case .linear:
        try inputs[0].withView { input throws(KernelError) in
          FastLinear(set: set).run(
            weights: prepared.parameters.matrix, inputs: input.base,
            depth: input.region.elements, bias: prepared.parameters.bias, outputs: view.base,
            threads: threads)
        }
      default:
        try withViews(inputs) { views throws(KernelError) in
          try VectorKernels(threads: threads, set: set).run(
            layer, inputs: views, shapes: inputs.map(\.shape), parameters: prepared.parameters,
            output: view)
        }
      }
      if activating { activate(layer.activation, view) }
    }
  }

  private func convolve(
    _ convolution: Convolution, input: MapView<Float>, shape: Shape, prepared: PreparedLayer,
    output: MutableMapView<Float>
  ) throws(KernelError) {
    let whole = Shape(
      channels: convolution.filters, height: output.region.rows.count,
      width: output.region.columns.count)
    let tile = try ConvolutionTile(whole: convolution, input: shape, output: whole)
    let bias = prepared.parameters.bias
    bias.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress, let filters = prepared.filters else { return }
      tile.running(filters, set: set).run(
        input: input, sink: .output(output, bias: bias), threads: threads)
    }
  }

  private func activate(_ function: ActivationFunction, _ view: MutableMapView<Float>) {
    guard function != .linear else { return }
    let size = 1 << 14
    let count = view.region.elements
    forEachIndex(below: count.dividedUp(by: size), threads: threads) {
      function.apply(
        to: view.base + $0 * size, count: min(size, count - $0 * size), set: set)
    }
  }

  /// Calls `body` with views of all maps, which the arrays keep alive.
  private func withViews(
    _ maps: [FeatureMap<Float>], _ views: [MapView<Float>] = [],
    _ body: ([MapView<Float>]) throws(KernelError) -> Void
  ) throws(KernelError) {
    guard views.count < maps.count else { return try body(views) }
    try maps[views.count].withView { view throws(KernelError) in
      try withViews(maps, views + [view], body)
    }
  }
}

extension ConvolutionTile {
  /// The whole layer as one tile.
  init(whole convolution: Convolution, input: Shape, output: Shape) throws(KernelError) {
    try self.init(
      convolution, input: input, filters: 0..<convolution.filters,
      channels: 0..<input.channels / convolution.groups, rows: 0..<output.height,
      columns: 0..<output.width)
  }
}

/// Calls `body` with a view of weights stored row by row without gaps.
func withWeights<Value, Result>(
  _ weights: [Value], filters: Int,
  _ body: (WeightView<Value>) throws(KernelError) -> Result
) throws(KernelError) -> Result {
  try weights.span.withUnsafeBufferPointer { buffer throws(KernelError) in
    try body(WeightView(buffer, filters: filters, depth: weights.count / max(filters, 1)))
  }
}
