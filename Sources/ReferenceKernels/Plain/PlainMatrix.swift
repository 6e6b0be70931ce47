import LayerGraph

/// The definitions of the operations, as loops over whole maps that a reader checks by eye.
///
/// They are what the fast kernels are tested against; nothing here is written for speed.
public enum PlainKernels {}

extension PlainKernels {
  /// Each output is the sum over its window of input × weight, without bias.
  ///
  /// - Parameters:
  ///   - weights: filters × channels a group × kernel height × kernel width.
  ///   - output: the shape that the convolution gives for `input`.
  static func convolution<Value: Numeric & Sendable>(
    _ convolution: Convolution, input: FeatureMap<Value>, weights: [Value], output: Shape
  ) -> FeatureMap<Value> {
    let window = convolution.window
    let (kernel, padding) = (window.kernel, window.padding)
    let channels = input.shape.channels / convolution.groups
    let filtersAGroup = convolution.filters / convolution.groups
    return FeatureMap(shape: output) { filter, row, column in
      var sum: Value = .zero
      for channel in 0..<channels {
        for y in 0..<kernel.height {
          for x in 0..<kernel.width {
            let inputRow = row * window.stride.height + y * window.dilation.height - padding.top
            let inputColumn =
              column * window.stride.width + x * window.dilation.width - padding.left
            guard
              (0..<input.shape.height).contains(inputRow),
              (0..<input.shape.width).contains(inputColumn)
            else { continue }
            let inputChannel = filter / filtersAGroup * channels + channel
            let weight = ((filter * channels + channel) * kernel.height + y) * kernel.width + x
            sum += input[inputChannel, inputRow, inputColumn] * weights[weight]
          }
        }
      }
      return sum
    }
  }

  /// Each output is the sum over all inputs of input × weight, without bias.
  ///
  /// - Parameter weights: outputs × inputs.
  static func linear<Value: Numeric & Sendable>(
    outputs: Int, input: FeatureMap<Value>, weights: [Value]
  ) -> FeatureMap<Value> {
    let inputs = input.values
    return FeatureMap(shape: Shape(channels: outputs, height: 1, width: 1)) { output, _, _ in
      var sum: Value = .zero
      for (index, value) in inputs.enumerated() {
        sum += value * weights[output * inputs.count + index]
      }
      return sum
    }
  }
}
