import LayerGraph

/// darknet's names of activation functions (`get_activation` in its `activations.c`).
enum DarknetActivation {
  /// The function of that name, or `nil` if darknet has none.
  ///
  /// `isExact` is false where the graph has only a function of the same cost and a similar curve.
  static func function(_ name: String) -> (function: ActivationFunction, isExact: Bool)? {
    switch name {
    case "linear": (.linear, true)
    case "relu": (.relu, true)
    case "relu6": (.relu6, true)
    case "leaky": (.leaky(slope: 0.1), true)
    case "relie": (.leaky(slope: 0.01), true)
    case "swish": (.swish, true)
    case "mish": (.mish, true)
    case "logistic": (.sigmoid, true)
    case "tanh": (.tanh, true)
    case "elu": (.elu(alpha: 1), true)
    case "gelu": (.gelu, true)
    case "hardtan": (.clip(minimum: -1, maximum: 1), true)
    case "loggy": (.tanh, false)
    case "selu": (.elu(alpha: 1.6733), false)
    case "hard_mish": (.hardSwish, false)
    case "ramp", "revleaky": (.leaky(slope: 0.1), false)
    case "lhtan", "plse", "stair": (.clip(minimum: 0, maximum: 1), false)
    case "normalize_channels", "normalize_channels_softmax", "normalize_channels_softmax_maxval":
      (.softplus, false)
    default: nil
    }
  }

  /// The name that darknet reads back as `function`, or `nil` if it has none.
  static func name(_ function: ActivationFunction) -> String? {
    switch function {
    case .linear: "linear"
    case .relu: "relu"
    case .relu6: "relu6"
    case .leaky(let slope): slope == 0.1 ? "leaky" : slope == 0.01 ? "relie" : nil
    case .swish: "swish"
    case .mish: "mish"
    case .sigmoid: "logistic"
    case .tanh: "tanh"
    case .elu(let alpha): alpha == 1 ? "elu" : nil
    case .gelu: "gelu"
    case .clip(let minimum, let maximum): minimum == -1 && maximum == 1 ? "hardtan" : nil
    case .hardSwish, .hardSigmoid, .softplus: nil
    }
  }

  static let commonNames = "linear, leaky, mish, swish, relu, relu6, logistic, tanh or elu"
}
