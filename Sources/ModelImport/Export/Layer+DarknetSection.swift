import LayerGraph

/// A section's header and entries, for a layer that reads the section before.
struct DarknetSectionText {
  let header: String
  var entries: [String] = []
  /// Whether the section takes an activation of its own.
  var isFused = false
}

extension Layer {
  /// - Throws: `DarknetExportError` if darknet has no section that computes the same.
  func section(input: Shape) throws(DarknetExportError) -> DarknetSectionText {
    switch operation {
    case .convolution(let convolution): try section(convolution)
    case .linear(let linear): try section(linear)
    case .pool(let pooling): try section(pooling, input: input)
    case .globalPool(.average): DarknetSectionText(header: "avgpool")
    case .upsample(let upsample): try section(upsample)
    case .reorganise(let reorganise): try section(reorganise)
    case .activation: DarknetSectionText(header: "activation", isFused: true)
    case .affine(let affine) where affine.isTrained: DarknetSectionText(header: "batchnorm")
    case .localResponseNormalisation: DarknetSectionText(header: "lrn")
    case .softmax:
      DarknetSectionText(header: "softmax", entries: input.area > 1 ? ["spatial=1"] : [])
    case .detection(let detection): try section(detection, input: input)
    case .identity: DarknetSectionText(header: "dropout", entries: ["probability=0"])
    default: throw exportError("darknet has no section for \(operation.name) like this one")
    }
  }

  private func section(_ convolution: Convolution) throws(DarknetExportError) -> DarknetSectionText
  {
    let window = convolution.window
    let (kernel, dilation, padding) = (window.kernel, window.dilation, window.padding)
    guard kernel.height == kernel.width, dilation.height == dilation.width,
      padding == Padding(padding.top), padding.top % dilation.height == 0, !window.roundsUp
    else { throw exportError("its kernel, dilation and padding aren't the same on all sides") }
    var entries = [
      "batch_normalize=\(convolution.isNormalised ? 1 : 0)", "filters=\(convolution.filters)",
      "size=\(kernel.height)",
    ]
    if convolution.hasBias == convolution.isNormalised {
      entries.append("bias=\(convolution.hasBias ? 1 : 0)")
    }
    entries += strideEntries(window)
    let side = padding.top / dilation.height
    entries += side == kernel.height / 2 ? ["pad=1"] : ["padding=\(side)"]
    if convolution.groups > 1 { entries.append("groups=\(convolution.groups)") }
    if dilation.height > 1 { entries.append("dilation=\(dilation.height)") }
    return DarknetSectionText(header: "convolutional", entries: entries, isFused: true)
  }

  private func section(_ linear: Linear) throws(DarknetExportError) -> DarknetSectionText {
    guard linear.hasBias != linear.isNormalised else {
      throw exportError("it has neither or both of a bias and a normalisation")
    }
    let entries = ["output=\(linear.outputs)"] + (linear.isNormalised ? ["batch_normalize=1"] : [])
    return DarknetSectionText(header: "connected", entries: entries, isFused: true)
  }

  /// A window that rounds up is written with the rows and columns that it overlaps as padding.
  private func section(
    _ pooling: Pooling, input: Shape
  ) throws(DarknetExportError) -> DarknetSectionText {
    let window = pooling.window
    let kernel = window.kernel
    let padding = window.padding(reaching: output, from: input)
    guard kernel.height == kernel.width, window.dilation == Spatial(1),
      padding.top == padding.left, padding.bottom == padding.right,
      (0...1).contains(padding.bottom - padding.top)
    else { throw exportError("its window isn't square with the same padding on both axes") }
    let total = padding.top + padding.bottom
    guard !pooling.countsPadding || total == 0 else {
      throw exportError("its average counts the padding")
    }
    let header = pooling.kind == .maximum ? "maxpool" : "local_avgpool"
    return DarknetSectionText(
      header: header,
      entries: ["size=\(kernel.height)"] + strideEntries(window) + ["padding=\(total)"])
  }

  private func section(_ upsample: Upsample) throws(DarknetExportError) -> DarknetSectionText {
    guard upsample.mode == .nearest, upsample.factor.height == upsample.factor.width else {
      throw exportError("it doesn't repeat elements by the same factor on both axes")
    }
    return DarknetSectionText(header: "upsample", entries: ["stride=\(upsample.factor.height)"])
  }

  private func section(_ reorganise: Reorganise) throws(DarknetExportError) -> DarknetSectionText {
    let header: String
    switch reorganise.order {
    case .darknet: header = "reorg"
    case .blockFirst: header = "reorg3d"
    case .channelFirst: throw exportError("darknet doesn't number channels this way")
    }
    let reverse = reorganise.direction == .depthToSpace ? ["reverse=1"] : []
    return DarknetSectionText(header: header, entries: ["stride=\(reorganise.stride)"] + reverse)
  }

  private func section(
    _ detection: Detection, input: Shape
  ) throws(DarknetExportError) -> DarknetSectionText {
    guard input.channels == detection.anchors * (detection.classes + 5) else {
      throw exportError("its anchors don't have 4 box sizes and an objectness each")
    }
    let mask = (0..<detection.anchors).map { "\($0)" }.joined(separator: ",")
    return DarknetSectionText(
      header: "yolo",
      entries: ["mask=\(mask)", "classes=\(detection.classes)", "num=\(detection.anchors)"])
  }

  private func strideEntries(_ window: Window) -> [String] {
    let stride = window.stride
    if stride.height == stride.width { return ["stride=\(stride.height)"] }
    return ["stride_x=\(stride.width)", "stride_y=\(stride.height)"]
  }
}

extension Window {
  /// The padding with which a window that rounds down gives `output`.
  fileprivate func padding(reaching output: Shape, from input: Shape) -> Padding {
    guard roundsUp else { return padding }
    let height = (output.height - 1) * stride.height + kernel.height - input.height
    let width = (output.width - 1) * stride.width + kernel.width - input.width
    return Padding(
      top: padding.top, left: padding.left, bottom: max(padding.bottom, height - padding.top),
      right: max(padding.right, width - padding.left))
  }
}
