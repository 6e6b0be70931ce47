import LayerGraph

extension PlainKernels {
  /// The operation's result, before the layer's activation function.
  ///
  /// - Throws: `KernelError.meaningless` for an operation that cspsim can't compute.
  public static func evaluate(
    _ layer: Layer, inputs: [FeatureMap<Float>], parameters: LayerParameters
  ) throws(KernelError) -> FeatureMap<Float> {
    if let moved = try move(layer, inputs: inputs) { return moved }
    let (input, output) = (inputs[0], layer.output)
    switch layer.operation {
    case .convolution(let convolution):
      let sums = self.convolution(
        convolution, input: input, weights: parameters.matrix, output: output)
      return adding(parameters.bias, to: sums)
    case .linear(let linear):
      let sums = self.linear(outputs: linear.outputs, input: input, weights: parameters.matrix)
      return adding(parameters.bias, to: sums)
    case .pool(let pooling): return averagePool(pooling, input: input, output: output)
    case .globalPool: return globalAveragePool(input: input)
    case .crossChannelPool(let pooling):
      return crossChannelAverage(groupSize: pooling.groupSize, input: input, output: output)
    case .add: return add(inputs)
    case .multiply: return multiply(inputs, output: output)
    case .upsample(let upsample):
      return upsampleBilinear(upsample.factor, input: input, output: output)
    case .affine:
      return affine(input: input, scale: parameters.matrix, shift: parameters.bias)
    case .softmax: return softmax(input: input)
    case .detection(let detection): return self.detection(detection, input: input)
    default:
      throw .meaningless(layer: layer.name, operation: layer.operation.name)
    }
  }

  /// The result of an operation that only moves or compares elements, whatever their type; `nil`
  /// for one that computes new ones.
  static func move<Value: Comparable & AdditiveArithmetic & Sendable>(
    _ layer: Layer, inputs: [FeatureMap<Value>]
  ) throws(KernelError) -> FeatureMap<Value>? {
    let (input, output) = (inputs[0], layer.output)
    switch layer.operation {
    case .input, .identity, .activation: return input
    case .reshape: return input.reshaped(to: output)
    case .concatenate: return concatenate(inputs, output: output)
    case .slice(let slice): return self.slice(slice, input: input)
    case .pad(let padding): return pad(padding, input: input, output: output)
    case .shuffle(let groups): return shuffle(groups: groups, input: input)
    case .upsample(let upsample) where upsample.mode == .nearest:
      return upsampleNearest(upsample.factor, input: input, output: output)
    case .reorganise(let reorganise):
      try reorganise.check(input.shape)
      return self.reorganise(reorganise, input: input, output: output)
    case .pool(let pooling) where pooling.kind == .maximum:
      return maximumPool(pooling.window, input: input, output: output)
    case .globalPool(.maximum): return globalMaximumPool(input: input)
    case .crossChannelPool(let pooling) where pooling.kind == .maximum:
      return crossChannelMaximum(groupSize: pooling.groupSize, input: input, output: output)
    default: return nil
    }
  }

  private static func adding(_ bias: [Float], to sums: FeatureMap<Float>) -> FeatureMap<Float> {
    FeatureMap(shape: sums.shape) { channel, row, column in
      sums[channel, row, column] + bias[channel]
    }
  }
}

extension Reorganise {
  /// darknet's order treats the channels as stride² bundles, whichever way it moves them.
  func check(_ input: Shape) throws(KernelError) {
    let block = stride * stride
    guard order != .darknet || input.channels % block == 0 else {
      throw .indivisible(
        what: "channels of a darknet reorganisation", extent: input.channels, by: block)
    }
  }
}
