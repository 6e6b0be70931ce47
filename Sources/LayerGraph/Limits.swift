/// The sizes a network may have; checked once, when it is made, so that inner code can't overflow.
public enum Limits {
  /// The largest channel count, height, width, kernel, stride or batch.
  public static let extent = 1 << 20
  /// The largest count of elements, weights or MACs over the whole network, batch included.
  public static let product = 1 << 50
  /// The most layers a network may have.
  public static let layers = 10_000

  /// The product of extents that may be hostile, or `nil` past `Limits.product`.
  public static func product(of factors: Int...) -> Int? {
    var result = 1
    for factor in factors {
      let (product, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow, product >= 0, product <= Limits.product else { return nil }
      result = product
    }
    return result
  }
}

extension Operation {
  /// Every extent that the operation carries, with the name an error gives it and its least value.
  var extents: [(what: String, value: Int, minimum: Int)] {
    switch self {
    case .convolution(let convolution):
      [("filters", convolution.filters, 1), ("groups", convolution.groups, 1)]
        + convolution.window.extents
    case .linear(let linear): [("outputs", linear.outputs, 1)]
    case .pool(let pooling): pooling.window.extents
    case .upsample(let upsample):
      [
        ("upsampling factor", upsample.factor.height, 1),
        ("upsampling factor", upsample.factor.width, 1),
      ]
    case .shuffle(let groups): [("groups", groups, 1)]
    case .reorganise(let reorganise): [("stride", reorganise.stride, 1)]
    case .crossChannelPool(let pooling): [("channel group", pooling.groupSize, 1)]
    case .detection(let detection):
      [("anchors", detection.anchors, 1), ("classes", detection.classes, 0)]
    case .pad(let padding): padding.extents
    case .reshape(let shape):
      [("channels", shape.channels, 1), ("height", shape.height, 1), ("width", shape.width, 1)]
    default: []
    }
  }
}

extension Window {
  fileprivate var extents: [(what: String, value: Int, minimum: Int)] {
    [
      ("kernel height", kernel.height, 1), ("kernel width", kernel.width, 1),
      ("stride", stride.height, 1), ("stride", stride.width, 1),
      ("dilation", dilation.height, 1), ("dilation", dilation.width, 1),
    ] + padding.extents
  }
}

extension Padding {
  fileprivate var extents: [(what: String, value: Int, minimum: Int)] {
    [("padding", top, 0), ("padding", left, 0), ("padding", bottom, 0), ("padding", right, 0)]
  }
}
