import LayerGraph

/// YOLOv3, its tiny version, and the tiny version with a partial residual head.
enum YOLOv3Family {
  static let entries = [yoloV3, tiny, tinyPRN]

  private static let yoloV3 = CatalogueEntry.detector(
    name: "yolov3", title: "YOLOv3", summary: "Darknet-53 and a feature pyramid of three heads.",
    source: "Redmon and Farhadi, YOLOv3, 2018; pjreddie/darknet cfg/yolov3.cfg", input: 608,
    published: [
      PublishedFigure(
        .bflops(.convolution), 140.7, decimals: 1, source: Sources.table4),
      PublishedFigure(
        .bflops(.convolution), 65.9, decimals: 1, options: NetworkOptions(input: Spatial(416)),
        source: Sources.table4),
      PublishedFigure(
        .bflops(.convolution), 39.0, decimals: 1, options: NetworkOptions(input: Spatial(320)),
        source: Sources.table4),
      PublishedFigure(
        .storedValues, 62.3, decimals: 1, source: Sources.table4,
        explanation: "the weights file that darknet publishes holds 62.0 million values"),
      PublishedFigure(.averagePrecision, 33.0, decimals: 1, source: Sources.table4),
      PublishedFigure(.averagePrecision50, 57.9, decimals: 1, source: Sources.table4),
    ]
  ) { specification throws(ZooError) in
    let backbone = DarknetFamily.darknet53()
    var assembly = Assembly(specification, activation: backbone.activation)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    var current = features[4].output
    for (index, width) in [512, 256, 128].enumerated() {
      assembly.enter(stage: "head \(index + 1)")
      if index > 0 {
        let reduced = try assembly.convolution(current, width, role: "lateral")
        let above = try assembly.upsampled(reduced)
        current = try assembly.concatenation([above, features[4 - index].output])
      }
      current = try assembly.alternation(current, width: width, count: 5)
      try assembly.yolo(try assembly.convolution(current, 2 * width, kernel: 3))
    }
    return try assembly.build()
  }

  private static let tiny = CatalogueEntry.detector(
    name: "yolov3-tiny", title: "YOLOv3-tiny",
    summary: "Seven convolutions with pooling between them, and two heads.",
    source: "pjreddie/darknet cfg/yolov3-tiny.cfg",
    published: [
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 5.571, decimals: 3, source: Sources.prn),
      PublishedFigure(.storedValues, 8.86, decimals: 2, source: Sources.table4),
      PublishedFigure(.averagePrecision50, 33.1, decimals: 1, source: Sources.table4),
    ]
  ) { specification throws(ZooError) in
    let backbone = DarknetSequentialFamily.reference(lastStride: 1)
    var assembly = Assembly(specification, activation: backbone.activation)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    try assembly.tinyHeads(
      coarse: features[5].output, fine: features[3].output, width: 512)
    return try assembly.build()
  }

  private static let tinyPRN = CatalogueEntry.detector(
    name: "yolov3-tiny-prn", title: "YOLOv3-tiny-PRN",
    summary: "YOLOv3-tiny with partial residual connections: additions over the channels that both "
      + "maps have.",
    source: "WongKinYiu/PartialResidualNetworks cfg/yolov3-tiny-prn.cfg",
    published: [
      PublishedFigure(.bflops(.total), 3.467, decimals: 3, source: Sources.prn),
      PublishedFigure(
        .storedValues, 4.96, decimals: 2, source: Sources.table4,
        explanation: "the published description stores 4.94 million values"),
      PublishedFigure(.averagePrecision50, 33.1, decimals: 1, source: Sources.table4),
    ]
  ) { specification throws(ZooError) in
    let backbone = DarknetSequentialFamily.reference(
      lastStride: 1, widths: [32, 64, 128, 256, 512, 512])
    var assembly = Assembly(specification, activation: backbone.activation)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    try assembly.partialResidualTinyHeads(features)
    return try assembly.build()
  }
}

extension Assembly {
  /// The two heads of the tiny networks.
  mutating func tinyHeads(coarse: Int, fine: Int, width: Int) throws(ZooError) {
    enter(stage: "head 1")
    let reduced = try convolution(coarse, 256)
    try yolo(try convolution(reduced, width, kernel: 3))
    enter(stage: "head 2")
    let above = try upsampled(try convolution(reduced, 128))
    let joined = try concatenation([above, fine])
    try yolo(try convolution(joined, 256, kernel: 3))
  }

  fileprivate mutating func partialResidualTinyHeads(
    _ features: [StageOutput]
  ) throws(ZooError) {
    enter(stage: "head 1")
    let pooled = features[4].output
    let joined = try sum([features[5].output, pooled], activation: activation)
    let reduced = try convolution(joined, 256)
    let filtered = try convolution(reduced, 256, kernel: 3)
    try yolo(try sum([filtered, reduced], activation: activation))
    enter(stage: "head 2")
    let fine = features[3].output
    let above = try upsampled(try convolution(filtered, 128))
    let mixed = try sum([above, fine], activation: activation)
    let refined = try convolution(mixed, 128, kernel: 3)
    let residual = try sum([refined, above], activation: activation)
    try yolo(try sum([residual, fine], activation: activation))
  }
}
