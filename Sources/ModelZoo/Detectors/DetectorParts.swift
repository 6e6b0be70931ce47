import LayerGraph

/// What the detectors of the YOLO line share.
extension Assembly {
  /// A 1×1 convolution to three anchors of 80 classes and five box values, and the YOLO layer.
  mutating func yolo(_ input: Int) throws(ZooError) {
    let prediction = try prediction(input, 255, role: "prediction")
    _ = try add(.detection(Detection(anchors: 3, classes: 80)), to: [prediction], role: "yolo")
  }

  /// 1×1 and 3×3 convolutions in turn, the 3×3 ones of twice the width.
  mutating func alternation(
    _ input: Int, width: Int, count: Int
  ) throws(ZooError) -> Int {
    var current = input
    for index in 0..<count {
      current =
        index % 2 == 0
        ? try convolution(current, width) : try convolution(current, 2 * width, kernel: 3)
    }
    return current
  }

  /// Spatial pyramid pooling: the map beside its maxima over 5, 9 and 13 pixels (He et al., 2015).
  mutating func pyramidPooling(_ input: Int) throws(ZooError) -> Int {
    var pooled: [Int] = []
    for size in [5, 9, 13] { pooled.append(try maximumPool(input, size: size, stride: 1)) }
    return try concatenation(pooled.reversed() + [input])
  }

  /// 1×1 convolutions of a fine map and of a coarse one, which is upsampled; side by side.
  mutating func lateral(
    coarse: Int, fine: Int, width: Int
  ) throws(ZooError) -> Int {
    let reduced = try convolution(coarse, width, role: "lateral")
    let above = try upsampled(reduced)
    let beside = try convolution(fine, width, role: "lateral")
    return try concatenation([beside, above])
  }
}

extension CatalogueEntry {
  /// A detector at COCO's 80 classes: its input must be a multiple of 32.
  static func detector(
    name: String, title: String, summary: String, source: String, input: Int = 416,
    accepts: [NetworkOption] = [], published: [PublishedFigure],
    make: @escaping @Sendable (NetworkSpecification) throws(ZooError) -> Network
  ) -> CatalogueEntry {
    CatalogueEntry(
      name: name, title: title, summary: summary, source: source, input: input,
      needsMultiple: true, accepts: accepts, published: published, make: make)
  }
}
