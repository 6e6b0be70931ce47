import LayerGraph

/// ResNet-50 and ResNeXt-50 as darknet has them, without projections, and their CSP versions.
enum ResNetFamily {
  static let entries: [CatalogueEntry] = [resNet50, cspResNet50, resNeXt50, cspResNeXt50]

  /// Bottlenecks of `inner` channels in stage 1, doubled in each of the three that follow.
  static func bottlenecks(
    repeats: [Int], inner: Int, groups: Int
  ) -> StagedNetwork {
    let stages = repeats.enumerated().map { index, count in
      let kind = ResidualBlocks.Kind.bottleneck(inner: inner << index, groups: groups)
      return Stage(
        downsampling: index == 0 ? .none : .firstBlock(stride: 2),
        body: .residual(ResidualBlocks(kind: kind, repeats: count)), width: 256 << index)
    }
    return StagedNetwork(stem: stem, stages: stages)
  }

  /// Pairs of 3×3 convolutions, of 64 channels in stage 1 and doubling.
  static func basic(repeats: [Int]) -> StagedNetwork {
    let stages = repeats.enumerated().map { index, count in
      Stage(
        downsampling: index == 0 ? .none : .firstBlock(stride: 2),
        body: .residual(ResidualBlocks(kind: .basic, repeats: count)), width: 64 << index)
    }
    return StagedNetwork(stem: stem, stages: stages)
  }

  static let stem: [StemStep] = [
    .convolution(filters: 64, kernel: 7, stride: 2), .maximumPool(size: 2, stride: 2),
  ]

  /// The published network's departures: stage 1's blocks read 64 channels, and the splits of
  /// stages 2 and 3 have no activation.
  ///
  /// - Parameter transitionDivisor: a stage's width over what its last transition gives.
  static func exceptions(transitionDivisor: Int) -> [StageException] {
    (0..<4).map { index in
      StageException(
        stage: index + 1, heavyWidth: index == 0 ? 128 : nil,
        splitActivation: index == 1 || index == 2 ? .linear : nil,
        transitionWidth: (256 << index) / transitionDivisor)
    }
  }

  static func cspResNet50(options: NetworkOptions) -> StagedNetwork {
    bottlenecks(repeats: [3, 4, 6, 3], inner: 64, groups: 1).crossStagePartial(
      CrossStagePartial(
        options, downsamplingGroups: 1, exceptions: exceptions(transitionDivisor: 2)))
  }

  static func cspResNeXt50(options: NetworkOptions) -> StagedNetwork {
    bottlenecks(repeats: [3, 4, 6, 3], inner: 128, groups: 32).crossStagePartial(
      CrossStagePartial(
        options, downsamplingGroups: 32, exceptions: exceptions(transitionDivisor: 1)))
  }

  private static let resNet50 = CatalogueEntry(
    name: "resnet50", title: "ResNet-50",
    summary: "As darknet has it: strides in the 3×3 convolutions, shortcuts without projection.",
    source: "He et al., 2016; pjreddie/darknet cfg/resnet50.cfg", input: 256,
    published: [
      PublishedFigure(.weights, 22.73, decimals: 2, source: Sources.readme),
      PublishedFigure(
        .bflops(.convolution), 9.74, decimals: 2, source: Sources.readme),
      PublishedFigure(.top1, 75.8, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 92.9, decimals: 1, source: Sources.readme),
    ]
  ) { _ in bottlenecks(repeats: [3, 4, 6, 3], inner: 64, groups: 1) }

  private static let cspResNet50 = CatalogueEntry(
    name: "cspresnet50", title: "CSPResNet-50",
    summary: "ResNet-50 with every stage split; a strided 3×3 convolution takes the place of the "
      + "first block of stages 2 to 4, and transitions halve the stage's channels.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/csresnet50.cfg", input: 256,
    accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.weights, 21.57, decimals: 2, source: Sources.readme),
      PublishedFigure(
        .bflops(.convolution), 8.97, decimals: 2, source: Sources.readme),
      PublishedFigure(.top1, 76.6, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 93.3, decimals: 1, source: Sources.readme),
    ]
  ) { specification throws(ZooError) in
    try cspResNet50(options: specification.options).network(specification)
  }

  private static let resNeXt50 = CatalogueEntry(
    name: "resnext50", title: "ResNeXt-50",
    summary: "ResNeXt-50 (32×4d) as darknet has it: shortcuts without projection.",
    source: "Xie et al., 2017; pjreddie/darknet cfg/resnext50.cfg", input: 256,
    published: [
      PublishedFigure(.weights, 22.19, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .bflops(.convolution), 10.11, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .convolutionalInputOutput, 34.4, decimals: 1, source: Sources.figure8),
      PublishedFigure(.top1, 77.8, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 94.2, decimals: 1, source: Sources.table3),
    ]
  ) { _ in bottlenecks(repeats: [3, 4, 6, 3], inner: 128, groups: 32) }

  private static let cspResNeXt50 = CatalogueEntry(
    name: "cspresnext50", title: "CSPResNeXt-50",
    summary: "ResNeXt-50 with every stage split; a strided grouped 3×3 convolution takes the place "
      + "of the first block of stages 2 to 4.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/csresnext50.cfg", input: 256,
    accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.weights, 20.50, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .bflops(.convolution), 7.93, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .convolutionalInputOutput, 32.6, decimals: 1, source: Sources.figure8),
      PublishedFigure(.top1, 77.9, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 94.0, decimals: 1, source: Sources.table3),
    ]
  ) { specification throws(ZooError) in
    try cspResNeXt50(options: specification.options).network(specification)
  }
}
