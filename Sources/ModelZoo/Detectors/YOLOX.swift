import LayerGraph

/// YOLOX-s (Ge et al., 2021): a CSP backbone and neck with fusion first, and decoupled heads.
enum YOLOXFamily {
  static let entries = [yoloXS]

  private static let yoloXS = CatalogueEntry.detector(
    name: "yolox-s", title: "YOLOX-s",
    summary:
      "CSP stages with fusion first throughout, SPP in the last stage of the backbone, three "
      + "anchor-free heads that classify and locate apart.",
    source: "Ge et al., YOLOX, 2021; Megvii-BaseDetection/YOLOX", input: 640,
    published: [
      PublishedFigure(.parameters, 9.0, decimals: 1, source: Sources.yoloX),
      PublishedFigure(
        .bflops(.convolution), 26.8, decimals: 1, source: Sources.yoloX,
        explanation: "YOLOX counts normalisation too: 4 FLOPs an element make it 26.80"),
      PublishedFigure(.averagePrecision, 40.5, decimals: 1, source: Sources.yoloX),
    ]
  ) { specification throws(ZooError) in
    var assembly = Assembly(specification, activation: .swish)
    let image = try assembly.image(specification.input)
    let maps = try assembly.backbone(image)
    assembly.enter(stage: "neck")
    let levels = try assembly.neck(maps)
    for (index, level) in levels.enumerated() {
      assembly.enter(stage: "head \(index + 1)")
      try assembly.decoupledHead(level)
    }
    return try assembly.build()
  }

  /// A CSP stage of Darknet blocks: half of `width` bypasses, and one transition follows.
  static func stage(
    width: Int, repeats: Int, adds: Bool, downsampling: Downsampling = .none
  ) -> Stage {
    let blocks = ResidualBlocks(
      kind: .reduced(inner: width / 2), repeats: repeats, shortcut: adds ? .partial : .none)
    let plain = StagedNetwork(
      stem: [],
      stages: [Stage(downsampling: downsampling, body: .residual(blocks), width: width)])
    return plain.crossStagePartial(CrossStagePartial(fusion: .first)).stages[0]
  }
}

extension Assembly {
  /// The maps at an eighth, a sixteenth and a thirty-second of the image's size.
  fileprivate mutating func backbone(_ image: Int) throws(ZooError) -> [Int] {
    enter(stage: "stem")
    let focus = Reorganise(stride: 2)
    var current = try add(.reorganise(focus), to: [image], role: "focus")
    current = try convolution(current, 32, kernel: 3)
    var maps: [Int] = []
    for (index, repeats) in [1, 3, 3].enumerated() {
      enter(stage: "stage \(index + 1)")
      let width = 64 << index
      let stage = YOLOXFamily.stage(
        width: width, repeats: repeats, adds: true,
        downsampling: .convolution(filters: width, groups: 1))
      current = try add(stage, number: index + 1, to: current).output
      maps.append(current)
    }
    enter(stage: "stage 4")
    current = try convolution(current, 512, kernel: 3, stride: 2, role: "down")
    current = try convolution(current, 256)
    current = try convolution(try pyramidPooling(current), 512)
    let last = YOLOXFamily.stage(width: 512, repeats: 1, adds: false)
    maps.append(try add(last, number: 4, to: current).output)
    return Array(maps.suffix(3))
  }

  /// Down the pyramid and up again; the maps that the three heads read, fine to coarse.
  fileprivate mutating func neck(_ maps: [Int]) throws(ZooError) -> [Int] {
    let coarse = try convolution(maps[2], 256, role: "lateral")
    let middleJoined = try concatenation([try upsampled(coarse), maps[1]])
    let middle = try neckStage(middleJoined, width: 256)
    let narrowed = try convolution(middle, 128, role: "lateral")
    let fineJoined = try concatenation([try upsampled(narrowed), maps[0]])
    let fine = try neckStage(fineJoined, width: 128)
    let below = try convolution(fine, 128, kernel: 3, stride: 2, role: "down")
    let level2 = try neckStage(try concatenation([below, narrowed]), width: 256)
    let bottom = try convolution(level2, 256, kernel: 3, stride: 2, role: "down")
    let level3 = try neckStage(try concatenation([bottom, coarse]), width: 512)
    return [fine, level2, level3]
  }

  private mutating func neckStage(_ input: Int, width: Int) throws(ZooError) -> Int {
    try add(YOLOXFamily.stage(width: width, repeats: 1, adds: false), number: 1, to: input).output
  }

  fileprivate mutating func decoupledHead(_ input: Int) throws(ZooError) {
    let stem = try convolution(input, 128)
    let classes = try headBranch(stem)
    let scores = try prediction(classes, 80, role: "classes")
    let boxes = try headBranch(stem)
    let box = try prediction(boxes, 4, role: "box")
    let objectness = try prediction(boxes, 1, role: "objectness")
    let joined = try concatenation([box, objectness, scores])
    _ = try add(.detection(Detection(anchors: 1, classes: 80)), to: [joined], role: "yolo")
  }

  private mutating func headBranch(_ input: Int) throws(ZooError) -> Int {
    try convolution(try convolution(input, 128, kernel: 3), 128, kernel: 3)
  }
}
