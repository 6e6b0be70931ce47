import LayerGraph

/// The detectors that followed YOLOv4: its tiny version and YOLOv4-CSP.
enum YOLOv4Variants {
  static let entries = [tiny, csp]

  private static let tiny = CatalogueEntry.detector(
    name: "yolov4-tiny", title: "YOLOv4-tiny",
    summary:
      "Three stages whose blocks convolve half the channels, twice, and two heads. The split "
      + "is inside the block, so it is not the cross-stage-partial transform.",
    source: "AlexeyAB/darknet cfg/yolov4-tiny.cfg",
    published: [
      PublishedFigure(.bflops(.total), 6.9, decimals: 1, source: Sources.alexeyAB),
      PublishedFigure(.averagePrecision50, 40.2, decimals: 1, source: Sources.alexeyAB),
    ]
  ) { specification throws(ZooError) in
    var assembly = Assembly(specification, activation: .leaky(slope: 0.1))
    let image = try assembly.image(specification.input)
    assembly.enter(stage: "stem")
    var current = try assembly.convolution(image, 32, kernel: 3, stride: 2)
    current = try assembly.convolution(current, 64, kernel: 3, stride: 2)
    var fine = current
    for (index, width) in [64, 128, 256].enumerated() {
      assembly.enter(stage: "stage \(index + 1)")
      (fine, current) = try assembly.tinyStage(current, width: width)
    }
    assembly.enter(stage: "stage 4")
    current = try assembly.convolution(current, 512, kernel: 3)
    try assembly.tinyHeads(coarse: current, fine: fine, width: 512)
    return try assembly.build()
  }

  private static let csp = CatalogueEntry.detector(
    name: "yolov4-csp", title: "YOLOv4-CSP",
    summary: "CSPDarknet-53 with a plain first stage; neck and pyramid pooling are split too.",
    source: "Wang et al., Scaled-YOLOv4, CVPR 2021; AlexeyAB/darknet cfg/yolov4-csp.cfg",
    input: 640, accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.bflops(.total), 120, decimals: 0, source: Sources.alexeyAB),
      PublishedFigure(.averagePrecision, 47.5, decimals: 1, source: Sources.scaledYOLOv4),
    ]
  ) { specification throws(ZooError) in
    let backbone = DarknetFamily.darknet53(activation: .mish).crossStagePartial(
      CrossStagePartial(
        specification.options, exceptions: [StageException(stage: 1, isPlain: true)]))
    var assembly = Assembly(specification, activation: .mish)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    try assembly.splitPathAggregation(features.suffix(3).map(\.output))
    return try assembly.build()
  }
}

extension Assembly {
  /// One stage of YOLOv4-tiny: the map that heads read, and the one that the next stage reads.
  fileprivate mutating func tinyStage(
    _ input: Int, width: Int
  ) throws(ZooError) -> (fine: Int, next: Int) {
    let whole = try convolution(input, width, kernel: 3)
    let half = ChannelSlice(range: width / 2..<width)
    let part = try add(.slice(half), to: [whole], role: "slice")
    let first = try convolution(part, width / 2, kernel: 3)
    let second = try convolution(first, width / 2, kernel: 3)
    let mixed = try convolution(try concatenation([second, first]), width)
    let joined = try concatenation([whole, mixed])
    return (mixed, try maximumPool(joined))
  }

  /// - Parameter maps: at an eighth, a sixteenth and a thirty-second of the image's size.
  fileprivate mutating func splitPathAggregation(_ maps: [Int]) throws(ZooError) {
    enter(stage: "neck")
    let coarse = try splitPyramidPooling(maps[2])
    let middle = try splitLevel(
      try lateral(coarse: coarse, fine: maps[1], width: 256), width: 256)
    let fine = try splitLevel(
      try lateral(coarse: middle, fine: maps[0], width: 128), width: 128)
    enter(stage: "head 1")
    try yolo(try convolution(fine, 256, kernel: 3))
    var current = fine
    for (index, level) in [(width: 256, map: middle), (width: 512, map: coarse)].enumerated() {
      enter(stage: "head \(index + 2)")
      let below = try convolution(current, level.width, kernel: 3, stride: 2, role: "down")
      let joined = try concatenation([below, level.map])
      current = try splitLevel(joined, width: level.width)
      try yolo(try convolution(current, 2 * level.width, kernel: 3))
    }
  }

  private mutating func splitPyramidPooling(_ input: Int) throws(ZooError) -> Int {
    let bypass = try convolution(input, 512, role: "bypass")
    var current = try convolution(input, 512, role: "heavy")
    current = try convolution(current, 512, kernel: 3)
    current = try convolution(current, 512)
    current = try convolution(try pyramidPooling(current), 512)
    current = try convolution(current, 512, kernel: 3)
    return try convolution(try concatenation([current, bypass]), 512)
  }

  private mutating func splitLevel(
    _ input: Int, width: Int
  ) throws(ZooError) -> Int {
    let narrowed = try convolution(input, width)
    let bypass = try convolution(narrowed, width, role: "bypass")
    var current = try convolution(narrowed, width, role: "heavy")
    for kernel in [3, 1, 3] { current = try convolution(current, width, kernel: kernel) }
    return try convolution(try concatenation([current, bypass]), width)
  }
}
