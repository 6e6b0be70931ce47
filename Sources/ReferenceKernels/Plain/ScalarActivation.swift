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
    case .hardSwish: x * hardLogistic(x)
    case .hardSigmoid: hardLogistic(x)
    case .elu(let alpha): x >= 0 ? x : alpha * expm1f(x)
    case .softplus: logOnePlusExponential(x)
    case .gelu: 0.5 * x * (1 + erff(x * Float(0.5).squareRoot()))
    case .clip(let minimum, let maximum): min(max(x, minimum), maximum)
    }
  }
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Float) -> Float { 1 / (1 + expf(-x)) }

/// ONNX `HardSigmoid`, whose factor is the FP32 number nearest to 1/6; dividing by 6 differs in the
/// last bit.
private func hardLogistic(_ x: Float) -> Float { min(max(x * (1 / 6) + 0.5, 0), 1) }

/// ln(1 + eˣ), written so that eˣ can't overflow.
private func logOnePlusExponential(_ x: Float) -> Float { max(x, 0) + log1pf(expf(-abs(x))) }
