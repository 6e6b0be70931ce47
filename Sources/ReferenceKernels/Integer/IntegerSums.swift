import LayerGraph

/// The exact INT32 sums of a convolution or linear layer over INT8 codes, without bias.
enum IntegerSums {
  /// The most products of codes, each up to 2¹⁴, that an INT32 holds whatever they are.
  static let limit = (1 << 17) - 1

  static func plain(
    _ layer: Layer, input: FeatureMap<Int8>, weights: [Int8]
  ) -> FeatureMap<Int32> {
    let (wide, weights) = (input.map(Int32.init), weights.map(Int32.init))
    if case .convolution(let convolution) = layer.operation {
      return PlainKernels.convolution(
        convolution, input: wide, weights: weights, output: layer.output)
    }
    return PlainKernels.linear(outputs: layer.output.channels, input: wide, weights: weights)
  }

  static func fast(
    _ layer: Layer, input: FeatureMap<Int8>, weights: [Int8], kernels: FastKernels
  ) throws(KernelError) -> FeatureMap<Int32> {
    var sums = FeatureMap<Int32>(shape: layer.output, repeating: 0)
    guard case .convolution(let convolution) = layer.operation else {
      addProducts(of: input.values, weights: weights, to: &sums.values)
      return sums
    }
    let tile = try ConvolutionTile(
      whole: convolution, input: input.shape, output: layer.output)
    try sums.withMutableView { sums throws(KernelError) in
      try input.withView { input throws(KernelError) in
        try withWeights(weights, filters: convolution.filters) { weights throws(KernelError) in
          try tile.accumulate(
            input: input, weights: weights, into: sums, threads: kernels.threads,
            set: kernels.set)
        }
      }
    }
    return sums
  }

  private static func addProducts(
    of inputs: [Int8], weights: [Int8], to sums: inout [Int32]
  ) {
    inputs.withUnsafeBufferPointer { inputs in
      weights.withUnsafeBufferPointer { weights in
        for output in sums.indices {
          var sum: Int32 = 0
          let row = output &* inputs.count
          for index in inputs.indices {
            sum &+= Int32(inputs[index]) &* Int32(weights[row &+ index])
          }
          sums[output] = sum
        }
      }
    }
  }
}
