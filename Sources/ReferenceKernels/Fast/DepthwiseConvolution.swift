import CRegisterTile
import LayerGraph

/// A whole depthwise layer computed from the input where it lies.
///
/// The kernel reads whole registers from where the window starts, beside the plane too, and masks
/// what isn't the plane's. So it takes the channels that have enough memory around them, which is
/// all but the first and last few; the others must be laid out first.
struct DepthwiseConvolution {
  let set: InstructionSet
  let window: plane_window
  let input: MapView<Float>
  let output: MutableMapView<Float>
  /// Those that the kernel computes.
  let channels: Range<Int>

  /// - Returns: `nil` unless each filter has one channel of its own, the window is one that the
  ///   kernel is compiled for, and input and output are whole layers, the output without gaps.
  init?(
    _ layer: FastConvolution, input: MapView<Float>, output: MutableMapView<Float>
  ) {
    let (shape, convolution) = (layer.geometry.input, layer.convolution)
    let (kernel, stride) = (convolution.window.kernel, convolution.window.stride)
    guard convolution.groups == shape.channels, convolution.filters == shape.channels,
      [3, 5, 7].contains(kernel.width), kernel.height == kernel.width, stride.width <= 2,
      input.region == Region(shape),
      output.isWholeLayer(of: shape.channels)
    else { return nil }
    set = layer.set
    window = plane_window(convolution.window, input: input, output: output.region)
    self.input = input
    self.output = output
    channels = window.readableChannels(of: input, lanes: set.kernels.lanes)
  }

  /// Computes `channels` of the layer.
  func run(weights: [Float], bias: UnsafePointer<Float>, threads: Int) {
    let size = max(channels.count.dividedUp(by: max(threads, 1)), 1)
    weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      forEachIndex(below: channels.count.dividedUp(by: size), threads: threads) { share in
        let first = channels.lowerBound + share * size
        withUnsafePointer(to: window) {
          set.kernels.depthwise(
            output.pointer(first, 0, 0), $0, input.pointer(first, 0, 0), input.channelStride,
            weights + first * window.side * window.side, bias + first,
            min(size, channels.upperBound - first))
        }
      }
    }
  }
}

extension plane_window {
  fileprivate init(_ window: Window, input: MapView<Float>, output: Region) {
    self.init(
      side: window.kernel.width, row_stride: window.stride.height,
      column_stride: window.stride.width,
      row_dilation: window.dilation.height, column_dilation: window.dilation.width,
      top: window.padding.top, left: window.padding.left,
      input_rows: input.region.rows.count, input_columns: input.region.columns.count,
      input_pitch: input.rowStride, rows: output.rows.count, columns: output.columns.count)
  }

  /// The channels around which `input` has all the memory that the kernel reads.
  fileprivate func readableChannels(of input: MapView<Float>, lanes: Int) -> Range<Int> {
    let count = input.region.channels.count
    guard input.channelStride > 0 else { return 0..<0 }
    let registers = column_stride * max(columns, lanes)
    let reach =
      (input_rows - 1) * input_pitch + (side - 1) * column_dilation - left + registers
    let first = min(left.dividedUp(by: input.channelStride), count)
    let excess = max(reach - (input.end - input.pointer(count - 1, 0, 0)), 0)
    return first..<max(first, count - excess.dividedUp(by: input.channelStride))
  }
}

extension MutableMapView {
  fileprivate func isWholeLayer(of channels: Int) -> Bool {
    let (rows, columns) = (region.rows, region.columns)
    return region.channels == 0..<channels && rows.lowerBound == 0 && columns.lowerBound == 0
      && rowStride == columns.count && channelStride == rows.count * columns.count
  }
}
