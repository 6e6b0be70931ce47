import LayerGraph

/// Layers with parameters.
extension ONNXNetworkWriter {
  mutating func convolution(
    _ convolution: Convolution, of input: String, _ index: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    let window = convolution.window
    let channels = inputShape(index).channels / convolution.groups
    var inputs = [
      input,
      try parameter(
        index, .weight,
        extents: [convolution.filters, channels, window.kernel.height, window.kernel.width], name),
    ]
    if convolution.hasBias {
      inputs.append(try parameter(index, .bias, extents: [convolution.filters], name))
    }
    let padding = flooredPadding(window, index)
    var attributes = windowAttributes(window, padding: padding)
    attributes.append(("group", .integer(convolution.groups)))
    let result = graph.value("Conv", inputs, named: name, attributes)
    guard convolution.isNormalised else { return result }
    return try normalised(result, index, convolution.filters, name)
  }

  mutating func linear(
    _ linear: Linear, of input: String, _ index: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    var inputs = [
      input,
      try parameter(
        index, .weight, extents: [linear.outputs, inputShape(index).elements], name),
    ]
    if linear.hasBias {
      inputs.append(try parameter(index, .bias, extents: [linear.outputs], name))
    }
    let result = graph.value("Gemm", inputs, named: name, [("transB", .integer(1))])
    return linear.isNormalised ? try normalised(result, index, linear.outputs, name) : result
  }

  /// A trained scale and shift is a batch normalisation; a constant one a product and a sum.
  mutating func affine(
    _ affine: Affine, of input: String, _ index: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    let channels = inputShape(index).channels
    if affine.isTrained { return try normalised(input, index, channels, name) }
    let scale = try parameter(index, .scale, extents: [channels, 1, 1], name)
    let shift = try parameter(index, .shift, extents: [channels, 1, 1], name)
    let scaled = graph.value("Mul", [input, scale], named: "\(name)/scaled")
    return graph.value("Add", [scaled, shift], named: name)
  }

  private mutating func normalised(
    _ input: String, _ index: Int, _ channels: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    let inputs = [
      input, try parameter(index, .scale, extents: [channels], name),
      try parameter(index, .shift, extents: [channels], name),
      graph.tensor("\(name).mean", extents: [channels], [Float](repeating: 0, count: channels)),
      graph.tensor("\(name).variance", extents: [channels], [Float](repeating: 1, count: channels)),
    ]
    return graph.value(
      "BatchNormalization", inputs, named: "\(name)/normalised", [("epsilon", .float(0))])
  }
}

/// Sliding windows.
extension ONNXNetworkWriter {
  func windowAttributes(
    _ window: Window, padding: Padding
  ) -> [(String, ONNXAttributeValue)] {
    [
      ("kernel_shape", .integers([window.kernel.height, window.kernel.width])),
      ("strides", .integers([window.stride.height, window.stride.width])),
      ("pads", .integers([padding.top, padding.left, padding.bottom, padding.right])),
      ("dilations", .integers([window.dilation.height, window.dilation.width])),
    ]
  }

  /// The padding that gives the layer's output without rounding up, which `Conv` can't.
  private func flooredPadding(_ window: Window, _ index: Int) -> Padding {
    guard window.roundsUp else { return window.padding }
    let (input, output) = (inputShape(index), network.layers[index].output)
    let rows = (output.height - 1) * window.stride.height + window.span.height
    let columns = (output.width - 1) * window.stride.width + window.span.width
    return Padding(
      top: window.padding.top, left: window.padding.left,
      bottom: max(window.padding.bottom, rows - input.height - window.padding.top),
      right: max(window.padding.right, columns - input.width - window.padding.left))
  }

  mutating func pool(
    _ pooling: Pooling, of input: String, _ index: Int, _ name: String
  ) throws(ONNXExportError) -> String {
    var attributes = windowAttributes(pooling.window, padding: pooling.window.padding)
    attributes.append(("ceil_mode", .integer(pooling.window.roundsUp ? 1 : 0)))
    guard pooling.kind == .average else {
      return graph.value("MaxPool", [input], named: name, attributes)
    }
    guard pooling.window.dilation == Spatial(1) else {
      throw .inexpressible(
        layer: network.layers[index].name, operation: "dilated average pooling")
    }
    attributes.removeAll { $0.0 == "dilations" }
    attributes.append(("count_include_pad", .integer(pooling.countsPadding ? 1 : 0)))
    return graph.value("AveragePool", [input], named: name, attributes)
  }
}
