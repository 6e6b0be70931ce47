import LayerGraph

extension ActivationFunction {
  /// Applies the function to `count` elements in place.
  func apply(to x: UnsafeMutablePointer<Float>, count: Int, set: InstructionSet) {
    let kernels = set.kernels
    switch self {
    case .linear: break
    case .relu: kernels.clamp(x, count, 0, .infinity)
    case .relu6: kernels.clamp(x, count, 0, 6)
    case .clip(let minimum, let maximum): kernels.clamp(x, count, minimum, maximum)
    case .leaky(let slope): kernels.leaky(x, count, slope)
    case .sigmoid: kernels.logistic(x, count, false)
    case .swish: kernels.logistic(x, count, true)
    case .hardSigmoid: kernels.hard_logistic(x, count, 1 / 6, false)
    case .hardSwish: kernels.hard_logistic(x, count, 1 / 6, true)
    case .mish: kernels.mish(x, count)
    case .tanh, .elu, .softplus, .gelu:
      for index in 0..<count { x[index] = self(x[index]) }
    }
  }
}

extension VectorKernels {
  /// Applies an activation function in place, as whole layers do.
  public func activate(_ function: ActivationFunction, _ values: UnsafeMutableBufferPointer<Float>)
  {
    guard let base = values.baseAddress else { return }
    function.apply(to: base, count: values.count, set: set)
  }
}
