import LayerGraph

extension Operation {
  /// What tells two layers of the same operation apart, such as `3×3/2 g32`; empty if nothing does.
  var detail: String {
    switch self {
    case .convolution(let convolution):
      convolution.window.text + (convolution.groups > 1 ? " g\(convolution.groups)" : "")
    case .pool(let pooling): pooling.window.text
    case .slice(let slice): "\(slice.range.lowerBound)..<\(slice.range.upperBound)"
    case .upsample(let upsample): "×\(Operation.text(upsample.factor, separator: "×"))"
    case .shuffle(let groups): "g\(groups)"
    case .reorganise(let reorganise): "/\(reorganise.stride)"
    case .crossChannelPool(let pooling): "\(pooling.groupSize)"
    default: ""
    }
  }

  /// One number where both are equal.
  static func text(_ spatial: Spatial, separator: String) -> String {
    spatial.height == spatial.width
      ? "\(spatial.height)" : "\(spatial.height)\(separator)\(spatial.width)"
  }
}

extension Window {
  /// Kernel, then stride and dilation where they aren't one: `3×3/2 d2`.
  fileprivate var text: String {
    "\(kernel.height)×\(kernel.width)"
      + (stride == Spatial(1) ? "" : "/\(Operation.text(stride, separator: "×"))")
      + (dilation == Spatial(1) ? "" : " d\(Operation.text(dilation, separator: "×"))")
  }
}
