/// The scalar function that a layer applies to each output element.
public enum ActivationFunction: Hashable, Sendable {
  /// f(x) = x: no work.
  case linear
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// x for x ≥ 0, slope·x below.
  case leaky(slope: Float)
  /// x · sigmoid(x), also called SiLU.
  case swish
  /// x · tanh(softplus(x)) (Misra, 2019).
  case mish
  case sigmoid
  case tanh
  case hardSwish
  case hardSigmoid
  case elu(alpha: Float)
  case softplus
  case gelu
  case clip(minimum: Float, maximum: Float)

  /// The name that tables and charts print.
  public var name: String {
    switch self {
    case .linear: "linear"
    case .relu: "relu"
    case .relu6: "relu6"
    case .leaky: "leaky"
    case .swish: "swish"
    case .mish: "mish"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .hardSwish: "hard-swish"
    case .hardSigmoid: "hard-sigmoid"
    case .elu: "elu"
    case .softplus: "softplus"
    case .gelu: "gelu"
    case .clip: "clip"
    }
  }
}
