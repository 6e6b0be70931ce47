import LayerGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PlainKernels {
  /// The first map plus each other one's channels in common (darknet `shortcut`).
  ///
  /// A larger map is strided; a smaller one lands on every so many rows and columns.
  static func add(_ inputs: [FeatureMap<Float>]) -> FeatureMap<Float> {
    var sum = inputs[0]
    for other in inputs.dropFirst() {
      let rows = StridedAxis(sum.shape.height, other.shape.height)
      let columns = StridedAxis(sum.shape.width, other.shape.width)
      for channel in 0..<min(sum.shape.channels, other.shape.channels) {
        for y in 0..<rows.count {
          for x in 0..<columns.count {
            sum[channel, y * rows.step, x * columns.step] +=
              other[channel, y * rows.otherStep, x * columns.otherStep]
          }
        }
      }
    }
    return sum
  }

  /// The product; an input with one element along an axis is repeated along it.
  static func multiply(_ inputs: [FeatureMap<Float>], output: Shape) -> FeatureMap<Float> {
    FeatureMap(shape: output) { channel, row, column in
      inputs.reduce(1) { product, input in
        let shape = input.shape
        return product
          * input[
            shape.channels == 1 ? 0 : channel, shape.height == 1 ? 0 : row,
            shape.width == 1 ? 0 : column]
      }
    }
  }

  /// scale · x + shift, channel by channel.
  static func affine(
    input: FeatureMap<Float>, scale: [Float], shift: [Float]
  ) -> FeatureMap<Float> {
    FeatureMap(shape: input.shape) { channel, row, column in
      input[channel, row, column] * scale[channel] + shift[channel]
    }
  }

  /// eˣ over its sum, over the channels of each pixel; x less its maximum, so that nothing overflows.
  static func softmax(input: FeatureMap<Float>) -> FeatureMap<Float> {
    var result = input
    for row in 0..<input.shape.height {
      for column in 0..<input.shape.width {
        let values = (0..<input.shape.channels).map { input[$0, row, column] }
        let largest = values.max() ?? 0
        let powers = values.map { expf($0 - largest) }
        let sum = powers.reduce(0, +)
        for (channel, power) in powers.enumerated() { result[channel, row, column] = power / sum }
      }
    }
    return result
  }

  /// The logistic function over every channel but the widths and heights of the boxes.
  static func detection(_ detection: Detection, input: FeatureMap<Float>) -> FeatureMap<Float> {
    FeatureMap(shape: input.shape) { channel, row, column in
      let value = input[channel, row, column]
      return detection.isLogistic(channel: channel) ? logistic(value) : value
    }
  }
}

/// How two axes of an addition match, one a multiple of the other.
struct StridedAxis {
  let count: Int
  let step: Int
  let otherStep: Int

  init(_ extent: Int, _ other: Int) {
    count = min(extent, other)
    step = extent / count
    otherStep = other / count
  }
}

extension Detection {
  /// An anchor's channels are x, y, width, height, objectness and the classes.
  func isLogistic(channel: Int) -> Bool { ![2, 3].contains(channel % (classes + 5)) }
}
