import LayerGraph

extension DarknetAssembly {
  /// `[convolutional]`: filters=1, size=1, stride=1 and no padding unless given; `pad=1` means size/2.
  ///
  /// `bias` is a key of our own, which darknet passes over: 0 leaves out the bias of a convolution
  /// without normalisation, 1 adds one to a convolution with it.
  mutating func appendConvolution(_ section: DarknetSection) throws(ImportError) {
    let size = try section.integer("size", default: 1, in: 1...Limits.extent)
    let stride = try strides(section)
    // darknet ignores the dilation of a single-element window.
    let dilation =
      size == 1 ? 1 : try section.integer("dilation", default: 1, in: 1...Limits.extent)
    let padding = try section.flag("pad") ? size / 2 : try section.integer("padding", default: 0)
    let groups = try section.integer("groups", default: 1, in: 1...Limits.extent)
    let isNormalised = try section.flag("batch_normalize")
    let bias = try section.integer("bias", default: isNormalised ? 0 : 1, in: 0...1)
    let convolution = Convolution(
      filters: try section.integer("filters", default: 1, in: 1...Limits.extent),
      window: Window(
        kernel: Spatial(size), stride: stride, dilation: Spatial(dilation),
        padding: Padding(padding * dilation)),
      groups: groups, hasBias: bias == 1, isNormalised: isNormalised)
    if section.entry("filters") == nil {
      warnings.append(section.warning("has no filters: 1 is taken, as darknet does"))
    }
    let label = "conv \(label(size: size, stride: stride))" + (groups > 1 ? " g\(groups)" : "")
    try add(
      .convolution(convolution), section, label, activation: try activation(section))
  }

  /// `[maxpool]` and `[local_avgpool]`: `padding` is the sum of both sides, size − 1 unless given;
  /// the smaller half lies above and left (`maxpool_layer.c`).
  mutating func appendPool(_ section: DarknetSection, kind: PoolingKind) throws(ImportError) {
    if try section.flag("maxpool_depth") { return try appendChannelPool(section, kind: kind) }
    let stride = try strides(section)
    let size = try section.integer("size", default: stride.height, in: 1...Limits.extent)
    let padding = try section.integer("padding", default: size - 1)
    let (near, far) = (padding / 2, padding - padding / 2)
    let window = Window(
      kernel: Spatial(size), stride: stride,
      padding: Padding(top: near, left: near, bottom: far, right: far))
    let word = kind == .maximum ? "maxpool" : "local_avgpool"
    try add(
      .pool(Pooling(kind: kind, window: window)), section,
      "\(word) \(label(size: size, stride: stride))")
  }

  /// `maxpool_depth=1`: output channel g is the largest of the channels g, g + out_channels, …;
  /// a shuffle brings these together.
  private mutating func appendChannelPool(
    _ section: DarknetSection, kind: PoolingKind
  ) throws(ImportError) {
    let outputs = try section.integer("out_channels", default: 1, in: 1...Limits.extent)
    let channels = currentShape.channels
    guard channels % outputs == 0 else {
      throw section.error(
        "out_channels is \(outputs), which doesn't divide the \(channels) channels",
        "give a divisor", at: section.entry("out_channels")?.line)
    }
    let groupSize = channels / outputs
    try add(.shuffle(groups: groupSize), section, "maxpool_depth shuffle")
    try add(
      .crossChannelPool(CrossChannelPooling(kind: kind, groupSize: groupSize)), section,
      "maxpool_depth \(groupSize)")
  }

  mutating func appendUpsample(_ section: DarknetSection) throws(ImportError) {
    let stride = try section.integer("stride", default: 2, in: 1...Limits.extent)
    try add(.upsample(Upsample(factor: Spatial(stride))), section, "upsample \(stride)")
  }

  mutating func appendReorganise(
    _ section: DarknetSection, order: Reorganise.Order
  ) throws(ImportError) {
    let stride = try section.integer("stride", default: 1, in: 1...Limits.extent)
    let reorganise = Reorganise(
      stride: stride, direction: try section.flag("reverse") ? .depthToSpace : .spaceToDepth,
      order: order)
    try add(.reorganise(reorganise), section, "\(section.header) \(stride)")
  }

  private func strides(_ section: DarknetSection) throws(ImportError) -> Spatial {
    let stride = try section.integer("stride", default: 1, in: 1...Limits.extent)
    return Spatial(
      height: try section.integer("stride_y", default: stride, in: 1...Limits.extent),
      width: try section.integer("stride_x", default: stride, in: 1...Limits.extent))
  }

  /// Such as "3×3/2".
  private func label(size: Int, stride: Spatial) -> String {
    let window = "\(size)×\(size)"
    if stride == Spatial(1) { return window }
    if stride.height == stride.width { return "\(window)/\(stride.height)" }
    return "\(window)/\(stride.height)×\(stride.width)"
  }
}
