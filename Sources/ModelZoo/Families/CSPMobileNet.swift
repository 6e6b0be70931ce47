import LayerGraph

/// CSPMobileNet-v2: each stage's bypass is a depthwise convolution beside the inverted bottlenecks,
/// whose expansions are halved and made up for by depthwise convolutions of two filters a channel.
///
/// The bypass convolves instead of projecting, so this is not the cross-stage-partial transform.
enum CSPMobileNet {
  static let entry = CatalogueEntry(
    name: "cspmobilenetv2", title: "CSPMobileNet-v2",
    summary: "MobileNet-v2 with a depthwise bypass beside each stage and halved expansions.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/csmobilenet-v2.cfg", input: 224,
    published: [
      PublishedFigure(.weights, 2.51, decimals: 2, source: Sources.readme),
      PublishedFigure(.bflops(.convolution), 0.764, decimals: 3, source: Sources.readme),
      PublishedFigure(.top1, 67.7, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 88.3, decimals: 1, source: Sources.readme),
    ]
  ) { specification throws(ZooError) in
    var assembly = Assembly(specification, activation: .relu)
    let image = try assembly.image(specification.input)
    assembly.enter(stage: "stem")
    let stem = try assembly.convolution(image, 32, kernel: 3, stride: 2)
    assembly.enter(stage: "stage 1")
    var current = try assembly.firstMobileStage(stem)
    for (index, stage) in stages.enumerated() {
      assembly.enter(stage: "stage \(index + 2)")
      current = try assembly.mobileStage(stage, on: current)
    }
    assembly.enter(stage: "closing")
    let closing = try assembly.convolution(current, 640)
    assembly.enter(stage: "head")
    try assembly.add(Classifier(), to: closing)
    return try assembly.build()
  }

  /// The channels that a stage opens with, then those that each of its blocks gives.
  struct MobileStage: Sendable {
    let opening: Int
    let widths: [Int]
  }

  private static let stages = [
    MobileStage(opening: 48, widths: [24, 24]),
    MobileStage(opening: 72, widths: [32, 32, 32, 64, 64, 64, 64]),
    MobileStage(opening: 192, widths: [96, 96, 96]),
    MobileStage(opening: 288, widths: [160, 160, 160, 320]),
  ]
}

extension Assembly {
  /// Grouped by pairs where every other stage is depthwise.
  fileprivate mutating func firstMobileStage(_ input: Int) throws(ZooError) -> Int {
    let bypass = try convolution(input, 16, kernel: 3, groups: 16, role: "bypass")
    enter(block: "block 1")
    var current = try convolution(input, 32)
    current = try convolution(current, 32, kernel: 3, groups: 32)
    current = try convolution(current, 16, activation: .linear)
    enter(block: "")
    return try concatenation([current, bypass])
  }

  fileprivate mutating func mobileStage(
    _ stage: CSPMobileNet.MobileStage, on input: Int
  ) throws(ZooError) -> Int {
    let opened = try convolution(input, stage.opening, role: "expand")
    let bypass = try convolution(
      opened, stage.opening, kernel: 3, stride: 2, groups: stage.opening, role: "bypass")
    var current = opened
    for (index, width) in stage.widths.enumerated() {
      enter(block: "block \(index + 1)")
      let read = current
      if index > 0 { current = try convolution(current, 3 * channels(of: current)) }
      let expanded = channels(of: current)
      current = try convolution(
        current, 2 * expanded, kernel: 3, stride: index == 0 ? 2 : 1, groups: expanded)
      current = try convolution(current, width, activation: .linear)
      if index > 0, channels(of: read) == width { current = try sum([current, read]) }
    }
    enter(block: "")
    return try concatenation([current, bypass])
  }
}
