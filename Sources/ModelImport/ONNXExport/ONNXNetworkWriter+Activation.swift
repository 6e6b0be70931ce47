import LayerGraph

/// Activation functions, spelt out where opset 17 has no operator.
extension ONNXNetworkWriter {
  mutating func activated(
    _ input: String, _ function: ActivationFunction, _ name: String
  ) -> String {
    func named(_ part: String) -> String { "\(name)/\(part)" }
    switch function {
    case .linear: return input
    case .relu: return graph.value("Relu", [input], named: named("relu"))
    case .relu6: return clip(input, 0, 6, named("relu6"))
    case .clip(let minimum, let maximum): return clip(input, minimum, maximum, named("clip"))
    case .leaky(let slope):
      return graph.value("LeakyRelu", [input], named: named("leaky"), [("alpha", .float(slope))])
    case .sigmoid: return graph.value("Sigmoid", [input], named: named("sigmoid"))
    case .tanh: return graph.value("Tanh", [input], named: named("tanh"))
    case .softplus: return graph.value("Softplus", [input], named: named("softplus"))
    case .hardSwish: return graph.value("HardSwish", [input], named: named("hard-swish"))
    case .hardSigmoid:
      return graph.value(
        "HardSigmoid", [input], named: named("hard-sigmoid"),
        [("alpha", .float(1 / 6)), ("beta", .float(0.5))])
    case .elu(let alpha):
      return graph.value("Elu", [input], named: named("elu"), [("alpha", .float(alpha))])
    case .swish:
      let gate = graph.value("Sigmoid", [input], named: named("sigmoid"))
      return graph.value("Mul", [input, gate], named: named("swish"))
    case .mish:
      let softplus = graph.value("Softplus", [input], named: named("softplus"))
      let gate = graph.value("Tanh", [softplus], named: named("tanh"))
      return graph.value("Mul", [input, gate], named: named("mish"))
    case .gelu: return gelu(input, named("gelu"))
    }
  }

  private mutating func clip(
    _ input: String, _ minimum: Float, _ maximum: Float, _ name: String
  ) -> String {
    let bounds = [scalar(minimum, "\(name).minimum"), scalar(maximum, "\(name).maximum")]
    return graph.value("Clip", [input] + bounds, named: name)
  }

  /// x · (1 + erf(x ÷ √2)) · ½.
  private mutating func gelu(_ input: String, _ name: String) -> String {
    let root = scalar(Float(2).squareRoot(), "\(name).root")
    let scaled = graph.value("Div", [input, root], named: "\(name)/scaled")
    let error = graph.value("Erf", [scaled], named: "\(name)/erf")
    let one = scalar(1, "\(name).one")
    let sum = graph.value("Add", [error, one], named: "\(name)/sum")
    let product = graph.value("Mul", [input, sum], named: "\(name)/product")
    let half = scalar(0.5, "\(name).half")
    return graph.value("Mul", [product, half], named: name)
  }

  private mutating func scalar(_ value: Float, _ name: String) -> String {
    graph.tensor(name, extents: [], [value])
  }
}
