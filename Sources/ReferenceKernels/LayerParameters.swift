import LayerGraph

/// The numbers a layer computes with at inference, the batch normalisation folded in.
public struct LayerParameters: Sendable {
  /// Convolution: filters × channels a group × kernel height × kernel width. Linear: outputs ×
  /// inputs. Affine: the scales. Empty for any other operation.
  public let matrix: [Float]
  /// One for each output channel; zeros if the layer has none. Affine: the shifts.
  public let bias: [Float]

  public init(matrix: [Float], bias: [Float]) {
    self.matrix = matrix
    self.bias = bias
  }

  public static let none = LayerParameters(matrix: [], bias: [])
}

/// Where a network's trained parameters come from.
public protocol ParameterSource: Sendable {
  /// The values of a layer's parameter, `network.parameterCount(of:role:)` of them.
  func values(of layer: Int, role: ParameterRole, in network: Network) -> [Float]
}

/// The stand-ins of `SyntheticWeights`.
public struct SyntheticParameters: ParameterSource {
  public init() {}

  public func values(of layer: Int, role: ParameterRole, in network: Network) -> [Float] {
    network.syntheticValues(of: layer, role: role)
  }
}

extension Network {
  /// A layer's parameters with its normalisation folded in: γ·(W·x + b) + β = (γ·W)·x + (γ·b + β).
  ///
  /// - Throws: `KernelError.wrongCount` if the source gives another number of values.
  public func parameters(
    of layer: Int, from source: some ParameterSource
  ) throws(KernelError) -> LayerParameters {
    func values(_ role: ParameterRole) throws(KernelError) -> [Float] {
      let count = parameterCount(of: layer, role: role)
      guard count > 0 else { return [] }
      let values = source.values(of: layer, role: role, in: self)
      guard values.count == count else {
        throw .wrongCount(
          what: "\(role) values of layer '\(layers[layer].name)'", expected: count,
          given: values.count)
      }
      return values
    }
    let (matrix, bias) = (try values(.weight), try values(.bias))
    let (scale, shift) = (try values(.scale), try values(.shift))
    switch layers[layer].operation {
    case .affine: return LayerParameters(matrix: scale, bias: shift)
    case .convolution, .linear:
      return folded(
        matrix: matrix, bias: bias, scale: scale, shift: shift,
        outputs: layers[layer].output.channels)
    default: return .none
    }
  }

  private func folded(
    matrix: [Float], bias: [Float], scale: [Float], shift: [Float], outputs: Int
  ) -> LayerParameters {
    let bias = bias.isEmpty ? [Float](repeating: 0, count: outputs) : bias
    guard !scale.isEmpty else { return LayerParameters(matrix: matrix, bias: bias) }
    var folded = matrix
    let depth = matrix.count / outputs
    for output in 0..<outputs {
      for index in output * depth..<(output + 1) * depth { folded[index] *= scale[output] }
    }
    return LayerParameters(
      matrix: folded, bias: (0..<outputs).map { bias[$0] * scale[$0] + shift[$0] })
  }
}
