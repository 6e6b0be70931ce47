import LayerGraph

/// Every operation but convolution and linear, over any region of its output.
///
/// A vector unit computes its layers piece by piece: `run` reads views of the inputs and writes one
/// region, and the pieces in any order make up the layer, each element the same to the bit.
public struct VectorKernels: Sendable {
  typealias Output = MutableMapView<Float>

  let set: InstructionSet
  let threads: Int

  public init(threads: Int = 1, set: InstructionSet = .best) {
    self.set = set
    self.threads = threads
  }

  /// Computes the region of the layer's output that `output` is a view of, without the activation
  /// function.
  ///
  /// - Parameters:
  ///   - inputs: views in the coordinates of each whole input, covering `inputRegions`.
  ///   - shapes: of the whole inputs.
  /// - Throws: `KernelError.outside` if a view is too small, `.meaningless` for an operation that
  ///   this isn't for.
  public func run(
    _ layer: Layer, inputs: [MapView<Float>], shapes: [Shape], parameters: LayerParameters,
    output: MutableMapView<Float>
  ) throws(KernelError) {
    try check(layer, inputs: inputs, shapes: shapes, output: output)
    let (input, shape, whole) = (inputs[0], shapes[0], layer.output)
    switch layer.operation {
    case .input, .identity, .activation: copy(input, output: output)
    case .add: add(inputs, shapes: shapes, output: output)
    case .multiply: multiply(inputs, shapes: shapes, output: output)
    case .concatenate: concatenate(inputs, shapes: shapes, output: output)
    case .slice(let slice):
      renumber(input, output: output) { $0 + slice.range.lowerBound }
    case .shuffle(let groups):
      let channels = shape.channels / groups
      renumber(input, output: output) { $0 % groups * channels + $0 / groups }
    case .pad(let padding): pad(padding, input: input, shape: shape, output: output)
    case .reshape: reshape(input, shape: shape, whole: whole, output: output)
    case .reorganise(let reorganise):
      self.reorganise(reorganise, input: input, shape: shape, whole: whole, output: output)
    case .upsample(let upsample) where upsample.mode == .nearest:
      upsampleNearest(upsample.factor, input: input, output: output)
    case .upsample(let upsample):
      upsampleBilinear(upsample.factor, input: input, shape: shape, output: output)
    case .affine: affine(input, parameters: parameters, output: output)
    case .softmax: softmax(input, output: output)
    case .detection(let detection): self.detection(detection, input: input, output: output)
    case .crossChannelPool(let pooling): crossChannelPool(pooling, input: input, output: output)
    case .globalPool(let kind): globalPool(kind, input: input, output: output)
    case .pool(let pooling) where pooling.kind == .maximum:
      maximumPool(pooling.window, input: input, shape: shape, output: output)
    case .pool(let pooling): averagePool(pooling, input: input, shape: shape, output: output)
    case .convolution, .linear, .unsupported:
      throw .meaningless(layer: layer.name, operation: layer.operation.name)
    }
  }

  /// Calls `body` with the first element of each row of the region.
  func forEachRow(_ output: Output, _ body: (Int, Int, UnsafeMutablePointer<Float>) -> Void) {
    let region = output.region
    forEachIndex(below: region.channels.count, threads: threads) {
      let channel = region.channels.lowerBound + $0
      for row in region.rows {
        body(channel, row, output.pointer(channel, row, region.columns.lowerBound))
      }
    }
  }

  private func check(
    _ layer: Layer, inputs: [MapView<Float>], shapes: [Shape], output: Output
  ) throws(KernelError) {
    guard Region(layer.output).contains(output.region) else {
      throw .outside(
        what: "layer '\(layer.name)'", needed: output.region, available: Region(layer.output))
    }
    let needed = layer.inputRegions(for: output.region, shapes: shapes)
    guard needed.count == inputs.count, !inputs.isEmpty else {
      throw .wrongCount(what: "inputs", expected: needed.count, given: inputs.count)
    }
    for (input, region) in zip(inputs, needed) where !input.region.contains(region) {
      throw .outside(
        what: "an input of layer '\(layer.name)'", needed: region, available: input.region)
    }
    if case .reorganise(let reorganise) = layer.operation { try reorganise.check(shapes[0]) }
  }
}
