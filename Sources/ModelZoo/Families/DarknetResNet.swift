import LayerGraph

/// The other ResNets of darknet: all without projections.
enum DarknetResNetFamily {
  static let entries = [cspResNet10] + plain

  private static let plain = variants.map { variant in
    CatalogueEntry(
      name: variant.name, title: variant.title,
      summary: "As darknet has it: strides in the 3×3 convolutions, shortcuts without projection"
        + (variant.order == .poolLast ? ", and every pixel classified before pooling." : "."),
      source: variant.source, input: 256, published: variant.published
    ) { _ in variant.description }
  }

  private static let cspResNet10 = CatalogueEntry(
    name: "cspresnet10", title: "CSPResNet-10",
    summary:
      "ResNet-10 with every stage split, the bypass strided where the block is. The published "
      + "network's wiring is not known; this is the plain transform.",
    source: "CSPNet paper, table 3", input: 256, accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(
        .weights, 2.73, decimals: 2, source: Sources.table3, explanation: unpublishedWiring),
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 1.905, decimals: 3, source: Sources.table3,
        explanation: unpublishedWiring),
      PublishedFigure(.top1, 65.3, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 86.5, decimals: 1, source: Sources.table3),
    ]
  ) { specification throws(ZooError) in
    try ResNetFamily.basic(repeats: [1, 1, 1, 1])
      .crossStagePartial(
        CrossStagePartial(
          specification.options,
          exceptions: [StageException(stage: 1, splitWidth: 128, transitionWidth: 64)])
      )
      .network(specification)
  }

  private static let unpublishedWiring = "the paper's wiring is unpublished and not recovered"

  struct Variant: Sendable {
    let name: String
    let title: String
    let source: String
    let repeats: [Int]
    let body: ResidualBlocks.Kind
    let order: Classifier.Order
    let published: [PublishedFigure]
  }

  private static func figures(
    _ bflops: Double, decimals: Int = 2, top1: Double, top5: Double,
    convention: BFLOPsConvention = .convolution, source: String = Sources.pjreddie,
    explanation: String = ""
  ) -> [PublishedFigure] {
    [
      PublishedFigure(
        .bflops(convention), bflops, decimals: decimals, source: source, explanation: explanation),
      PublishedFigure(.top1, top1, decimals: 1, source: source),
      PublishedFigure(.top5, top5, decimals: 1, source: source),
    ]
  }

  private static let otherResNet152 =
    "the paper's row is twice the 11.3 GMACs of the literature's network with projections at "
    + "224×224, not darknet's at 256×256"

  private static let variants = [
    Variant(
      name: "resnet10", title: "ResNet-10",
      source: "WongKinYiu/CrossStagePartialNetworks cfg/resnet10.cfg", repeats: [1, 1, 1, 1],
      body: .basic, order: .poolFirst,
      published: [PublishedFigure(.weights, 5.24, decimals: 2, source: Sources.table3)]
        + figures(
          2.273, decimals: 3, top1: 63.5, top5: 85.0, convention: .convolutionAndMaximum,
          source: Sources.table3)),
    Variant(
      name: "resnet18", title: "ResNet-18", source: "pjreddie/darknet cfg/resnet18.cfg",
      repeats: [2, 2, 2, 2], body: .basic, order: .poolFirst,
      published: figures(4.69, top1: 70.7, top5: 89.9)),
    Variant(
      name: "resnet34", title: "ResNet-34", source: "pjreddie/darknet cfg/resnet34.cfg",
      repeats: [3, 4, 6, 3], body: .basic, order: .poolFirst,
      published: figures(9.52, top1: 72.4, top5: 91.1)),
    Variant(
      name: "resnet101", title: "ResNet-101", source: "pjreddie/darknet cfg/resnet101.cfg",
      repeats: [3, 4, 23, 3], body: .bottleneck(inner: 64, groups: 1), order: .poolLast,
      published: figures(19.70, top1: 77.1, top5: 93.7)),
    Variant(
      name: "resnet152", title: "ResNet-152", source: "pjreddie/darknet cfg/resnet152.cfg",
      repeats: [3, 8, 36, 3], body: .bottleneck(inner: 64, groups: 1), order: .poolLast,
      published: figures(29.39, top1: 77.6, top5: 93.8)
        + [
          PublishedFigure(
            .bflops(.convolution), 22.6, decimals: 1, source: Sources.table3,
            explanation: otherResNet152),
          PublishedFigure(
            .weights, 60.2, decimals: 1, source: Sources.table3, explanation: otherResNet152),
        ]),
    Variant(
      name: "resnext101", title: "ResNeXt-101", source: "Xie et al., 2017 (32×4d)",
      repeats: [3, 4, 23, 3], body: .bottleneck(inner: 128, groups: 32), order: .poolFirst,
      published: []),
  ]
}

extension DarknetResNetFamily.Variant {
  var description: StagedNetwork {
    var network: StagedNetwork
    switch body {
    case .bottleneck(let inner, let groups):
      network = ResNetFamily.bottlenecks(repeats: repeats, inner: inner, groups: groups)
    case .basic, .reduced: network = ResNetFamily.basic(repeats: repeats)
    }
    network.classifier.order = order
    return network
  }
}
