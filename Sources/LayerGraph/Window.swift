/// The sliding window shared by convolution and pooling.
public struct Window: Hashable, Sendable {
  public let kernel: Spatial
  public let stride: Spatial
  /// Pixels from one tap of the kernel to the next; 1 for neighbours.
  public let dilation: Spatial
  public let padding: Padding
  /// Whether a last, partly filled window counts (ONNX `ceil_mode`).
  public let roundsUp: Bool

  public init(
    kernel: Spatial, stride: Spatial = Spatial(1), dilation: Spatial = Spatial(1),
    padding: Padding = .none, roundsUp: Bool = false
  ) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.roundsUp = roundsUp
  }

  /// A square window whose padding keeps the map's size at stride 1 (darknet's `pad=1`).
  public init(_ side: Int, stride: Int = 1) {
    self.init(kernel: Spatial(side), stride: Spatial(stride), padding: Padding(side / 2))
  }

  /// The rows and columns that one window spans, dilation included.
  public var span: Spatial {
    Spatial(
      height: dilation.height * (kernel.height - 1) + 1,
      width: dilation.width * (kernel.width - 1) + 1)
  }

  /// The extent of the map that sliding the window over `input` gives, or `nil` if no window fits.
  func slide(over input: Shape) -> Spatial? {
    let span = span
    let spareHeight = input.height + padding.top + padding.bottom - span.height
    let spareWidth = input.width + padding.left + padding.right - span.width
    guard spareHeight >= 0, spareWidth >= 0 else { return nil }
    let height = steps(
      spare: spareHeight, stride: stride.height, start: input.height + padding.top)
    let width = steps(spare: spareWidth, stride: stride.width, start: input.width + padding.left)
    return Spatial(height: height, width: width)
  }

  /// With `roundsUp`, a last window that would start in the far padding is dropped, as ONNX and
  /// PyTorch do.
  private func steps(spare: Int, stride: Int, start: Int) -> Int {
    guard roundsUp else { return spare / stride + 1 }
    let count = (spare + stride - 1) / stride + 1
    return (count - 1) * stride >= start ? count - 1 : count
  }
}
