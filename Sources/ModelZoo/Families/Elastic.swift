import LayerGraph

/// The CSP networks whose blocks work at two resolutions (ELASTIC; Wang et al., 2019).
enum ElasticFamily {
  static let entries: [CatalogueEntry] = [
    entry(
      name: "cspdarknet53-elastic", title: "CSPDarknet-53-Elastic", file: "csdarknet53-elastic.cfg",
      bflops: 7.74, accuracy: (76.1, 93.3), make: darknet),
    entry(
      name: "cspresnet50-elastic", title: "CSPResNet-50-Elastic", file: "csresnet50-elastic.cfg",
      bflops: 9.36, accuracy: (76.8, 93.5), make: resNet),
    entry(
      name: "cspresnext50-elastic", title: "CSPResNeXt-50-Elastic", file: "csresnext50-elastic.cfg",
      bflops: 5.45, accuracy: (77.2, 93.8), make: resNeXt),
  ]

  private static func entry(
    name: String, title: String, file: String, bflops: Double,
    accuracy: (top1: Double, top5: Double),
    make: @escaping @Sendable (NetworkOptions) -> StagedNetwork
  ) -> CatalogueEntry {
    CatalogueEntry(
      name: name, title: title,
      summary: "Half the channels of every block run at half the resolution.",
      source: "WongKinYiu/CrossStagePartialNetworks cfg/\(file)", input: 256, stride: 64,
      needsMultiple: true, accepts: [.splitRatio, .fusion, .split],
      published: [
        PublishedFigure(.bflops(.convolution), bflops, decimals: 2, source: Sources.readme),
        PublishedFigure(.top1, accuracy.top1, decimals: 1, source: Sources.readme),
        PublishedFigure(.top5, accuracy.top5, decimals: 1, source: Sources.readme),
      ]
    ) { specification throws(ZooError) in
      try make(specification.options).network(specification)
    }
  }

  @Sendable private static func darknet(options: NetworkOptions) -> StagedNetwork {
    var network = DarknetFamily.darknet53()
    let inner = [32, 32, 64, 128, 256]
    for index in network.stages.indices {
      network.stages[index].body = .residual(
        ResidualBlocks(
          kind: .reduced(inner: inner[index]), repeats: network.stages[index].body.repeats,
          isElastic: true))
    }
    return network.crossStagePartial(
      CrossStagePartial(options, exceptions: DarknetFamily.exceptions))
  }

  @Sendable private static func resNet(options: NetworkOptions) -> StagedNetwork {
    bottlenecks(inner: 64, groups: 1, downsamplingGroups: 1, transitionDivisor: 2, options)
  }

  @Sendable private static func resNeXt(options: NetworkOptions) -> StagedNetwork {
    bottlenecks(inner: 64, groups: 16, downsamplingGroups: 32, transitionDivisor: 1, options)
  }

  /// Stage 1's blocks read as many channels as they give, unlike those of the plain CSP networks.
  private static func bottlenecks(
    inner: Int, groups: Int, downsamplingGroups: Int, transitionDivisor: Int,
    _ options: NetworkOptions
  ) -> StagedNetwork {
    var network = ResNetFamily.bottlenecks(repeats: [3, 4, 6, 3], inner: inner, groups: groups)
    for index in network.stages.indices {
      guard case .residual(var blocks) = network.stages[index].body else { continue }
      blocks.isElastic = true
      network.stages[index].body = .residual(blocks)
    }
    var exceptions = ResNetFamily.exceptions(transitionDivisor: transitionDivisor)
    exceptions[0].heavyWidth = nil
    return network.crossStagePartial(
      CrossStagePartial(
        options, downsamplingGroups: downsamplingGroups, exceptions: exceptions))
  }
}
