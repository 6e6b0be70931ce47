import LayerGraph

/// Darknet-53 (Redmon and Farhadi, 2018) and what the CSPNet authors made of it.
enum DarknetFamily {
  static let entries: [CatalogueEntry] = [darknet53, cspDarknet53]

  static func darknet53(activation: ActivationFunction = .leaky(slope: 0.1)) -> StagedNetwork {
    let repeats = [1, 2, 8, 8, 4]
    let stages = repeats.enumerated().map { index, count in
      let width = 64 << index
      return Stage(
        downsampling: .convolution(filters: width, groups: 1),
        body: .residual(ResidualBlocks(kind: .reduced(inner: width / 2), repeats: count)),
        width: width)
    }
    return StagedNetwork(
      stem: [.convolution(filters: 32, kernel: 3, stride: 1)], stages: stages,
      activation: activation)
  }

  /// Stage 1 doesn't halve: its 64 channels go whole into both parts.
  static let exceptions = [StageException(stage: 1, splitWidth: 128, transitionWidth: 64)]

  static func cspDarknet53(
    options: NetworkOptions, activation: ActivationFunction = .leaky(slope: 0.1)
  ) -> StagedNetwork {
    darknet53(activation: activation).crossStagePartial(
      CrossStagePartial(options, exceptions: exceptions))
  }

  private static let darknet53 = CatalogueEntry(
    name: "darknet53", title: "Darknet-53",
    summary: "The backbone of YOLOv3: five stages of residual blocks, each 1×1 then 3×3.",
    source: "Redmon and Farhadi, YOLOv3, 2018; pjreddie/darknet cfg/darknet53.cfg", input: 256,
    published: [
      PublishedFigure(.weights, 41.57, decimals: 2, source: Sources.readme),
      PublishedFigure(
        .bflops(.convolution), 18.57, decimals: 2, source: Sources.readme),
      PublishedFigure(.top1, 77.2, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 93.8, decimals: 1, source: Sources.readme),
    ]
  ) { _ in darknet53() }

  private static let cspDarknet53 = CatalogueEntry(
    name: "cspdarknet53", title: "CSPDarknet-53",
    summary: "Darknet-53 with every stage split; the backbone of YOLOv4. Its first stage keeps "
      + "all 64 channels in both parts.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/csdarknet53.cfg", input: 256,
    accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.weights, 27.61, decimals: 2, source: Sources.readme),
      PublishedFigure(
        .bflops(.convolution), 13.07, decimals: 2, source: Sources.readme),
      PublishedFigure(.top1, 77.2, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 93.6, decimals: 1, source: Sources.readme),
    ]
  ) { specification throws(ZooError) in
    try cspDarknet53(options: specification.options).network(specification)
  }
}
