#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a parameter of a layer is for.
public enum ParameterRole: UInt64, CaseIterable, Hashable, Sendable {
  /// The matrix of a convolution (filters × channels a group × kernel height × kernel width) or
  /// linear layer (outputs × inputs), row-major.
  case weight
  /// One a filter, added before the normalisation.
  case bias
  /// The normalisation's or affine layer's γ, one a channel.
  case scale
  /// The normalisation's or affine layer's β, one a channel.
  case shift
}

/// Stand-ins for trained parameters: the same numbers wherever and in whatever order they are read.
///
/// Each value is a hash of (layer, role, index), so no state is carried and any part of a tensor can
/// be made alone. Normalisation is given with mean 0 and variance 1: a normalised layer computes
/// γ · (weights · input + bias) + β. Only additions, multiplications and one square root are
/// involved, each rounded as IEEE 754 demands, so every machine makes the same bits.
public enum SyntheticWeights {
  /// The first `count` values of a parameter.
  ///
  /// Weights are uniform in ±√(6 / fan-in), whose variance 2 / fan-in keeps the scale of activations
  /// through rectified layers (He et al., 2015). Scales lie in 0.5…1; biases and shifts in ±0.1.
  ///
  /// - Parameters:
  ///   - layer: the layer's index, which seeds the values together with the role.
  ///   - role: what the parameter does.
  ///   - count: how many values.
  ///   - fanIn: the inputs that one output is summed from; weights only.
  public static func values(
    layer: Int, role: ParameterRole, count: Int, fanIn: Int = 1
  ) -> [Float] {
    let range = interval(role: role, fanIn: fanIn)
    let stream = mixed(UInt64(truncatingIfNeeded: layer) &* 4 &+ role.rawValue)
    return (0..<max(count, 0)).map { index in
      let bits = mixed(stream &+ UInt64(truncatingIfNeeded: index)) >> 40
      return range.centre + range.radius * (Float(bits) * 0x1p-23 - 1)
    }
  }

  private static func interval(
    role: ParameterRole, fanIn: Int
  ) -> (centre: Float, radius: Float) {
    switch role {
    case .weight: (0, (6 / Float(max(fanIn, 1))).squareRoot())
    case .scale: (0.75, 0.25)
    case .bias, .shift: (0, 0.1)
    }
  }

  /// The output function of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Network {
  /// How many values a layer has of a parameter; 0 if it has none.
  public func parameterCount(of layer: Int, role: ParameterRole) -> Int {
    guard let input = layers[layer].inputs.first.map({ layers[$0].output }) else { return 0 }
    let operation = layers[layer].operation
    let perChannel: (outputs: Int, hasBias: Bool, isNormalised: Bool)
    switch operation {
    case .convolution(let convolution):
      perChannel = (convolution.filters, convolution.hasBias, convolution.isNormalised)
    case .linear(let linear): perChannel = (linear.outputs, linear.hasBias, linear.isNormalised)
    case .affine: perChannel = (input.channels, false, true)
    default: return 0
    }
    switch role {
    case .weight: return operation.weights(input: input)
    case .bias: return perChannel.hasBias ? perChannel.outputs : 0
    case .scale, .shift: return perChannel.isNormalised ? perChannel.outputs : 0
    }
  }

  /// The synthetic values of a layer's parameter; empty if it has none.
  public func syntheticValues(of layer: Int, role: ParameterRole) -> [Float] {
    let fanIn =
      layers[layer].inputs.first.map {
        layers[layer].operation.windowElements(input: layers[$0].output)
      } ?? 1
    return SyntheticWeights.values(
      layer: layer, role: role, count: parameterCount(of: layer, role: role), fanIn: fanIn)
  }
}
