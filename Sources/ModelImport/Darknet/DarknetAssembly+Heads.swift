import LayerGraph

extension DarknetAssembly {
  mutating func appendConnected(_ section: DarknetSection) throws(ImportError) {
    let isNormalised = try section.flag("batch_normalize")
    let linear = Linear(
      outputs: try section.integer("output", default: 1, in: 1...Limits.extent),
      hasBias: !isNormalised, isNormalised: isNormalised)
    try add(.linear(linear), section, "connected", activation: try activation(section))
  }

  /// `[softmax]`: over all elements, unless `spatial=1` says over the channels of each pixel.
  mutating func appendSoftmax(_ section: DarknetSection) throws(ImportError) {
    if try section.integer("groups", default: 1) > 1 {
      let message = "groups is passed over: all elements are normalised together"
      warnings.append(section.warning(message, at: section.entry("groups")?.line))
    }
    if currentShape.area > 1, try !section.flag("spatial") {
      let flat = Shape(channels: currentShape.elements, height: 1, width: 1)
      try add(.reshape(flat), section, "softmax flatten")
    }
    try add(.softmax, section, "softmax")
  }

  /// `[crop]`: right behind `[net]` it is the input itself; elsewhere it must not change the size.
  mutating func appendCrop(_ section: DarknetSection) throws(ImportError) {
    if number > 0 {
      let size = Shape(
        channels: currentShape.channels, height: try section.size("crop_height"),
        width: try section.size("crop_width"))
      guard size == currentShape else {
        throw section.error(
          "cuts \(currentShape) to \(size) inside the network",
          "put [crop] right behind [net], where the input is cut")
      }
    } else {
      warnings.append(section.warning("is the network's input: the host crops the image"))
    }
    try add(.identity, section, "crop")
  }

  /// The output sections; their anchors and classes must account for the channels they read.
  mutating func appendHead(
    _ section: DarknetSection, kind: DarknetSectionKind
  ) throws(ImportError) {
    let classes = try section.integer("classes", default: kind == .detection ? 1 : 20)
    let coordinates = try section.integer(
      "coords", default: kind == .detection ? 1 : kind == .gaussianYolo ? 8 : 4)
    let count = try section.integer("num", default: 1, in: 1...Limits.extent)
    let anchors = try section.integers("mask")?.count ?? count
    if kind == .detection {
      return try appendGridDetection(
        section, boxes: count, classes: classes, coordinates: coordinates)
    }
    let expected = anchors * (classes + coordinates + 1)
    guard currentShape.channels == expected else {
      throw section.error(
        "reads \(currentShape.channels) channels, but \(anchors) anchors of \(classes) classes"
          + " take \(expected)",
        "set filters=\(expected) in the [convolutional] before, or correct classes and mask")
    }
    try add(
      .detection(Detection(anchors: anchors, classes: classes)), section, section.header)
  }

  /// YOLO's first version: side² cells of classes and boxes, which darknet passes on as they are.
  private mutating func appendGridDetection(
    _ section: DarknetSection, boxes: Int, classes: Int, coordinates: Int
  ) throws(ImportError) {
    let side = try section.integer("side", default: 7, in: 1...Limits.extent)
    let expected = Limits.product(of: side, side, (1 + coordinates) * boxes + classes)
    guard currentShape.elements == expected else {
      throw section.error(
        "reads \(currentShape.elements) values, not side² · ((1 + coords) · num + classes)",
        "correct the output of the [connected] before, or side, num, coords and classes")
    }
    try add(.identity, section, "detection")
  }
}
