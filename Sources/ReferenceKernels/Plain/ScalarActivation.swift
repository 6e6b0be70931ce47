import LayerGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ActivationFunction {
  /// The function's value, by its definition.
  public func callAsFunction(_ x: Float) -> Float {
    switch self {
    case .linear: x
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .leaky(let slope): x >= 0 ? x : slope * x
    case .swish: x * logistic(x)
    case .mish: x * tanhf(logOnePlusExponential(x))
    case .sigmoid: logistic(x)
    case .tanh: tanhf(x)
    case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
    case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
    case .elu(let alpha): x >= 0 ? x : alpha * expm1f(x)
    case .softplus: logOnePlusExponential(x)
    case .gelu: 0.5 * x * (1 + erff(x * Float(0.5).squareRoot()))
    case .clip(let minimum, let maximum): min(max(x, minimum), maximum)
    }
  }
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Float) -> Float { 1 / (1 + expf(-x)) }

/// ln(1 + eˣ), written so that eˣ can't overflow.
private func logOnePlusExponential(_ x: Float) -> Float { max(x, 0) + log1pf(expf(-abs(x))) }
