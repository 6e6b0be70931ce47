import LayerGraph

/// A convolution or linear layer as the array sees it.
struct MatrixLayer: Hashable {
  let images: Int
  let groups: Int
  /// Per group.
  let filters: Int
  /// Input channels per group.
  let channels: Int
  let window: Window
  let input: Spatial
  let output: Spatial

  /// Kernel positions × channels of one group (K).
  var depth: Int { channels * window.kernel.area }

  /// Multiply-accumulates of the layer, batch included.
  var macs: Int { images * groups * filters * output.area * depth }

  /// `nil` for an operation that is no matrix product.
  init?(_ layer: Layer, input: Shape, batch: Int) {
    images = batch
    switch layer.operation {
    case .convolution(let convolution):
      groups = convolution.groups
      filters = convolution.filters / convolution.groups
      channels = input.channels / convolution.groups
      window = convolution.window
      self.input = Spatial(height: input.height, width: input.width)
    case .linear(let linear):
      groups = 1
      filters = linear.outputs
      channels = input.elements
      window = Window(kernel: Spatial(1))
      self.input = Spatial(1)
    default: return nil
    }
    output = Spatial(height: layer.output.height, width: layer.output.width)
  }

  /// The input rows that output rows read, without padding.
  func inputRows(for rows: Range<Int>) -> Range<Int> {
    MatrixLayer.reach(
      of: rows, stride: window.stride.height, span: window.span.height, padding: window.padding.top,
      extent: input.height)
  }

  /// The input columns that output columns read, without padding.
  func inputColumns(for columns: Range<Int>) -> Range<Int> {
    MatrixLayer.reach(
      of: columns, stride: window.stride.width, span: window.span.width,
      padding: window.padding.left, extent: input.width)
  }

  /// The part of the input, on one axis, under the windows of some outputs; at least one element,
  /// so that a window that lies in the padding only still has a place.
  static func reach(
    of outputs: Range<Int>, stride: Int, span: Int, padding: Int, extent: Int
  ) -> Range<Int> {
    let lower = outputs.lowerBound * stride - padding
    let upper = (outputs.upperBound - 1) * stride - padding + span
    let clamped = max(0, min(lower, extent - 1))
    return clamped..<max(clamped + 1, min(upper, extent))
  }
}
