import LayerGraph

/// A layer that is no matrix product, as the vector unit sees it.
struct VectorLayer {
  let operation: Operation
  let inputs: [Shape]
  let output: Shape

  /// Element operations per output element: comparisons of a window, additions of a sum, three
  /// passes of a softmax (maximum, exponential and sum, division), one of anything else.
  var operationsPerElement: Int {
    switch operation {
    case .pool(let pooling): pooling.window.kernel.area
    case .globalPool: inputs[0].area
    case .crossChannelPool(let pooling): pooling.groupSize
    case .add, .multiply: max(1, inputs.count - 1)
    case .softmax: 3
    default: 1
    }
  }

  /// Whether channels are independent, so that a tile may hold some of them.
  var hasIndependentChannels: Bool {
    switch operation {
    case .pool, .globalPool, .activation, .affine, .upsample, .pad, .identity, .concatenate,
      .unsupported:
      true
    case .add, .multiply: inputs.allSatisfy { $0.channels == output.channels }
    default: false
    }
  }

  /// Whether an output row needs only some input rows.
  var hasIndependentRows: Bool {
    switch operation {
    case .globalPool, .reorganise: false
    case .upsample(let upsample): upsample.mode == .nearest
    default: true
    }
  }

  /// The part of an input that a part of the output is computed from.
  func source(of region: TileRegion, operand: Int) -> TileRegion {
    let input = inputs[operand]
    let rows = Int(region.rows.lowerBound)..<Int(region.rows.upperBound)
    let channels = Int(region.channels.lowerBound)..<Int(region.channels.upperBound)
    return TileRegion(
      images: Int(region.images.lowerBound)..<Int(region.images.upperBound),
      channels: hasIndependentChannels ? channels : 0..<sharedChannels(of: input),
      rows: sourceRows(of: rows, input: input), columns: 0..<input.width)
  }

  /// An addition reads only the channels that its output has.
  private func sharedChannels(of input: Shape) -> Int {
    if case .add = operation { return min(input.channels, output.channels) }
    return input.channels
  }

  private func sourceRows(of rows: Range<Int>, input: Shape) -> Range<Int> {
    guard hasIndependentRows else { return 0..<input.height }
    switch operation {
    case .pool(let pooling):
      let window = pooling.window
      return MatrixLayer.reach(
        of: rows, stride: window.stride.height, span: window.span.height,
        padding: window.padding.top, extent: input.height)
    case .pad(let padding):
      return MatrixLayer.reach(
        of: rows, stride: 1, span: 1, padding: padding.top, extent: input.height)
    default:
      if input.height == output.height { return rows }
      let lower = rows.lowerBound * input.height / output.height
      let upper = (rows.upperBound * input.height).dividedUp(by: output.height)
      return lower..<max(lower + 1, upper)
    }
  }
}
