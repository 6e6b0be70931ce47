import LayerGraph

/// Operations that only move elements, of whatever type.
extension PlainKernels {
  static func concatenate<Value>(_ inputs: [FeatureMap<Value>], output: Shape) -> FeatureMap<Value>
  {
    FeatureMap(shape: output, values: inputs.flatMap(\.values))
  }

  static func slice<Value>(_ slice: ChannelSlice, input: FeatureMap<Value>) -> FeatureMap<Value> {
    let shape = Shape(
      channels: slice.range.count, height: input.shape.height, width: input.shape.width)
    return FeatureMap(shape: shape) { channel, row, column in
      input[slice.range.lowerBound + channel, row, column]
    }
  }

  static func pad<Value: AdditiveArithmetic>(
    _ padding: Padding, input: FeatureMap<Value>, output: Shape
  ) -> FeatureMap<Value> {
    FeatureMap(shape: output) { channel, row, column in
      let (y, x) = (row - padding.top, column - padding.left)
      guard (0..<input.shape.height).contains(y), (0..<input.shape.width).contains(x) else {
        return .zero
      }
      return input[channel, y, x]
    }
  }

  /// Takes a channel from each group in turn (ShuffleNet; Zhang et al., 2018).
  static func shuffle<Value>(groups: Int, input: FeatureMap<Value>) -> FeatureMap<Value> {
    let channels = input.shape.channels / groups
    return FeatureMap(shape: input.shape) { channel, row, column in
      input[channel % groups * channels + channel / groups, row, column]
    }
  }

  static func upsampleNearest<Value>(
    _ factor: Spatial, input: FeatureMap<Value>, output: Shape
  ) -> FeatureMap<Value> {
    FeatureMap(shape: output) { channel, row, column in
      input[channel, row / factor.height, column / factor.width]
    }
  }

  /// Interpolates between pixel centres (ONNX `half_pixel`), with the border pixels continued.
  static func upsampleBilinear(
    _ factor: Spatial, input: FeatureMap<Float>, output: Shape
  ) -> FeatureMap<Float> {
    FeatureMap(shape: output) { channel, row, column in
      let y = InterpolationPoint(row, factor: factor.height, extent: input.shape.height)
      let x = InterpolationPoint(column, factor: factor.width, extent: input.shape.width)
      let upper =
        input[channel, y.low, x.low] * (1 - x.fraction) + input[channel, y.low, x.high] * x.fraction
      let lower =
        input[channel, y.high, x.low] * (1 - x.fraction)
        + input[channel, y.high, x.high] * x.fraction
      return upper * (1 - y.fraction) + lower * y.fraction
    }
  }

  static func reorganise<Value>(
    _ reorganise: Reorganise, input: FeatureMap<Value>, output: Shape
  ) -> FeatureMap<Value> {
    FeatureMap(shape: output) { channel, row, column in
      let source = reorganise.source(
        channel: channel, row: row, column: column, input: input.shape, output: output)
      return input[source.channel, source.row, source.column]
    }
  }
}

/// The two pixels that a pixel of an enlarged map lies between.
struct InterpolationPoint {
  let low: Int
  let high: Int
  let fraction: Float

  init(_ position: Int, factor: Int, extent: Int) {
    let centre = (Float(position) + 0.5) / Float(factor) - 0.5
    let clamped = min(max(centre, 0), Float(extent - 1))
    low = Int(clamped)
    high = min(low + 1, extent - 1)
    fraction = clamped - Float(low)
  }
}

extension Reorganise {
  /// The element of the input that an element of the output is.
  func source(
    channel: Int, row: Int, column: Int, input: Shape, output: Shape
  ) -> (channel: Int, row: Int, column: Int) {
    switch (direction, order) {
    case (.spaceToDepth, .darknet):
      let flat = (channel * output.height + row) * output.width + column
      return unflattened(deep: flat, deepShape: input, in: input)
    case (.depthToSpace, .darknet):
      let (inner, offset) = (
        channel, (row % stride) * stride + column % stride
      )
      return (offset * output.channels + inner, row / stride, column / stride)
    case (.spaceToDepth, let order):
      let block = stride * stride
      let (inner, offset) =
        order == .channelFirst
        ? (channel / block, channel % block)
        : (channel % input.channels, channel / input.channels)
      return (inner, row * stride + offset / stride, column * stride + offset % stride)
    case (.depthToSpace, let order):
      let offset = (row % stride) * stride + column % stride
      let source =
        order == .channelFirst
        ? channel * stride * stride + offset : offset * output.channels + channel
      return (source, row / stride, column / stride)
    }
  }

  /// darknet's `reorg_cpu` walks the output as if it had the input's shape, and the input as if it
  /// were stride² times shallower; here the flat position is brought back into the input's shape.
  private func unflattened(
    deep flat: Int, deepShape: Shape, in input: Shape
  ) -> (channel: Int, row: Int, column: Int) {
    let (column, rest) = (flat % deepShape.width, flat / deepShape.width)
    let (row, channel) = (rest % deepShape.height, rest / deepShape.height)
    let shallow = deepShape.channels / (stride * stride)
    let (inner, offset) = (channel % shallow, channel / shallow)
    let wide = deepShape.width * stride
    let index =
      (inner * deepShape.height * stride + row * stride + offset / stride) * wide
      + column * stride + offset % stride
    return (index / input.area, index / input.width % input.height, index % input.width)
  }
}
