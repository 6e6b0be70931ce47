import LayerGraph

/// A symmetric linear code: real value = scale · code, zero is code 0, codes are −128…127.
public struct Quantisation: Hashable, Sendable {
  public let scale: Float

  public init(scale: Float) { self.scale = scale }

  /// The finest code in which ±`magnitude` is ±127.
  public init(magnitude: Float) {
    let scale = magnitude / 127
    self.scale = scale.isNormal ? scale : 1
  }

  /// Rounds half to even and saturates.
  public func code(_ value: Float) -> Int8 { saturated(value / scale) }

  public func value(_ code: Int8) -> Float { scale * Float(code) }

  public func codes(_ map: FeatureMap<Float>) -> FeatureMap<Int8> { map.map(code) }

  public func values(_ map: FeatureMap<Int8>) -> FeatureMap<Float> { map.map(value) }
}

/// The nearest code, half to even; codes outside −128…127 saturate.
func saturated(_ value: Float) -> Int8 {
  guard !value.isNaN else { return 0 }
  return Int8(min(max(value.rounded(.toNearestOrEven), -128), 127))
}

/// A convolution or linear layer in INT8: codes of its weights, and how sums become output codes.
///
/// With input scale s, output scale t and a weight scale w for each output channel, an output code is
/// round(Float(sum + bias) · (s · w / t)), half to even, saturated to −128…127, where sum is the
/// exact INT32 sum of the products of codes and bias is round(real bias / (s · w)). This is ONNX
/// `QLinearConv` with zero points of 0.
public struct QuantisedMatrix: Sendable {
  /// In the order of `LayerParameters.matrix`.
  public let weights: [Int8]
  /// In units of (input scale · weight scale); one for each output channel.
  public let bias: [Int32]
  /// Input scale · weight scale / output scale; one for each output channel.
  public let multipliers: [Float]

  public init(weights: [Int8], bias: [Int32], multipliers: [Float]) {
    self.weights = weights
    self.bias = bias
    self.multipliers = multipliers
  }

  /// Weights are coded channel by channel, each with the finest scale that holds it.
  public init(_ parameters: LayerParameters, input: Quantisation, output: Quantisation) {
    let outputs = parameters.bias.count
    let depth = outputs == 0 ? 0 : parameters.matrix.count / outputs
    var weights: [Int8] = []
    weights.reserveCapacity(parameters.matrix.count)
    var (bias, multipliers): ([Int32], [Float]) = ([], [])
    for channel in 0..<outputs {
      let row = parameters.matrix[channel * depth..<(channel + 1) * depth]
      let code = Quantisation(magnitude: row.reduce(0) { max($0, abs($1)) })
      weights += row.map(code.code)
      let unit = input.scale * code.scale
      bias.append(wholeNumber(parameters.bias[channel] / unit))
      multipliers.append(unit / output.scale)
    }
    self.init(weights: weights, bias: bias, multipliers: multipliers)
  }

  /// The output code of an exact sum.
  public func code(sum: Int32, channel: Int) -> Int8 {
    saturated(Float(sum &+ bias[channel]) * multipliers[channel])
  }

  /// The output codes of a map of exact sums.
  public func codes(_ sums: FeatureMap<Int32>) -> FeatureMap<Int8> {
    var values: [Int8] = []
    values.reserveCapacity(sums.values.count)
    for channel in 0..<sums.shape.channels {
      let area = sums.shape.area
      for sum in sums.values[channel * area..<(channel + 1) * area] {
        values.append(code(sum: sum, channel: channel))
      }
    }
    return FeatureMap(shape: sums.shape, values: values)
  }
}

private func wholeNumber(_ value: Float) -> Int32 {
  guard value.isFinite else { return 0 }
  return Int32(min(max(value.rounded(.toNearestOrEven), -0x1p30), 0x1p30))
}
