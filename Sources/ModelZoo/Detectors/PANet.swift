import LayerGraph

/// The detectors with spatial pyramid pooling and a path aggregation network (Liu et al., 2018).
enum PANetFamily {
  static let entries = [yoloV4, cspResNeXt50]

  private static let yoloV4 = CatalogueEntry.detector(
    name: "yolov4", title: "YOLOv4",
    summary: "CSPDarknet-53 with mish, and SPP and PANet with leaky rectifiers.",
    source: "Bochkovskiy et al., YOLOv4, 2020; AlexeyAB/darknet cfg/yolov4.cfg",
    accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.bflops(.total), 60.1, decimals: 1, source: Sources.alexeyAB),
      PublishedFigure(
        .bflops(.total), 91.1, decimals: 1, options: NetworkOptions(input: Spatial(512)),
        source: Sources.alexeyAB),
      PublishedFigure(
        .bflops(.total), 128.5, decimals: 1, options: NetworkOptions(input: Spatial(608)),
        source: Sources.alexeyAB),
      PublishedFigure(
        .bflops(.total), 35.5, decimals: 1, options: NetworkOptions(input: Spatial(320)),
        source: Sources.alexeyAB, explanation: "the README cuts 35.58 off instead of rounding it"),
      PublishedFigure(.averagePrecision, 41.2, decimals: 1, source: Sources.yoloV4Paper),
      PublishedFigure(.averagePrecision50, 62.8, decimals: 1, source: Sources.yoloV4Paper),
    ]
  ) { specification throws(ZooError) in
    let backbone = DarknetFamily.cspDarknet53(options: specification.options, activation: .mish)
    var assembly = Assembly(specification, activation: .mish)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    assembly.activation = .leaky(slope: 0.1)
    try assembly.pathAggregation(features.suffix(3).map(\.output))
    return try assembly.build()
  }

  private static let cspResNeXt50 = CatalogueEntry.detector(
    name: "cspresnext50-panet-spp", title: "CSPResNeXt50-PANet-SPP",
    summary: "CSPResNeXt-50 with SPP and PANet: the paper's large detector.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/csresnext50-panet-spp.cfg", input: 512,
    accepts: [.splitRatio, .fusion, .split],
    published: [(320, 27.9), (416, 47.1), (512, 71.3), (608, 100.6)].map { side, bflops in
      PublishedFigure(
        .bflops(.convolutionAndMaximum), bflops, decimals: 1,
        options: NetworkOptions(input: Spatial(side)), source: Sources.table4)
    } + [
      PublishedFigure(.parameters, 56.9, decimals: 1, source: Sources.table4),
      PublishedFigure(.averagePrecision, 38.0, decimals: 1, source: Sources.table4),
      PublishedFigure(.averagePrecision50, 60.0, decimals: 1, source: Sources.table4),
    ]
  ) { specification throws(ZooError) in
    let backbone = ResNetFamily.cspResNeXt50(options: specification.options)
    var assembly = Assembly(specification, activation: backbone.activation)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    try assembly.pathAggregation(features.suffix(3).map(\.output))
    return try assembly.build()
  }
}

extension Assembly {
  /// - Parameter maps: at an eighth, a sixteenth and a thirty-second of the image's size.
  fileprivate mutating func pathAggregation(_ maps: [Int]) throws(ZooError) {
    enter(stage: "neck")
    let narrowed = try alternation(maps[2], width: 512, count: 3)
    let coarse = try alternation(try pyramidPooling(narrowed), width: 512, count: 3)
    let middle = try alternation(
      try lateral(coarse: coarse, fine: maps[1], width: 256), width: 256, count: 5)
    let fine = try alternation(
      try lateral(coarse: middle, fine: maps[0], width: 128), width: 128, count: 5)
    enter(stage: "head 1")
    try yolo(try convolution(fine, 256, kernel: 3))
    var current = fine
    for (index, level) in [(width: 256, map: middle), (width: 512, map: coarse)].enumerated() {
      enter(stage: "head \(index + 2)")
      let below = try convolution(current, level.width, kernel: 3, stride: 2, role: "down")
      let joined = try concatenation([below, level.map])
      current = try alternation(joined, width: level.width, count: 5)
      try yolo(try convolution(current, 2 * level.width, kernel: 3))
    }
  }
}
