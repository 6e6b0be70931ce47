import LayerGraph

/// DenseNet (Huang et al., 2017) as torchvision has it, and CSPDenseNet.
enum DenseNetFamily {
  static let entries: [CatalogueEntry] =
    variants.map { plainEntry($0) } + variants.map { cspEntry($0) } + [darknet]
    + WalkthroughDenseNet.entries

  struct Variant: Sendable {
    let depth: Int
    let layers: [Int]
    let published: [PublishedFigure]
  }

  static let variants = [
    Variant(depth: 121, layers: [6, 12, 24, 16], published: torchFigures(7.979, 2.83, 74.434)),
    Variant(depth: 169, layers: [6, 12, 32, 32], published: torchFigures(14.149, 3.36, 75.600)),
    Variant(depth: 201, layers: [6, 12, 48, 32], published: torchFigures(20.014, 4.29, 76.896)),
    Variant(
      depth: 264, layers: [6, 12, 64, 48],
      published: [
        PublishedFigure(
          .parameters, 27.21, decimals: 2, source: Sources.table3, explanation: differs264),
        PublishedFigure(
          .bflops(.convolution), 11.03, decimals: 2, source: Sources.table3,
          explanation: differs264),
        PublishedFigure(.top1, 77.8, decimals: 1, source: Sources.table3),
      ]),
  ]

  private static let differs264 =
    "neither torchvision's wiring nor darknet's DenseNet gives the paper's row; no description of "
    + "the network it counted is public"

  private static func torchFigures(
    _ parameters: Double, _ gigaMACs: Double, _ top1: Double
  ) -> [PublishedFigure] {
    [
      PublishedFigure(.parameters, parameters, decimals: 3, source: Sources.torchvision),
      PublishedFigure(.gigaMACs, gigaMACs, decimals: 2, source: Sources.torchvision),
      PublishedFigure(.top1, top1, decimals: 3, source: Sources.torchvision),
    ]
  }

  static func denseNet(
    layers: [Int], growth: Int = 32, compression: Double = 0.5
  ) -> StagedNetwork {
    let stages = layers.enumerated().map { index, count in
      let blocks = DenseBlocks(
        kind: .preActivated, growth: growth, inner: 4 * growth, repeats: count)
      let transition = Transition(width: .share(compression), pooling: .average)
      return Stage(
        downsampling: .none, body: .dense(blocks),
        transition: index < layers.count - 1 ? transition : nil)
    }
    return StagedNetwork(
      stem: [.convolution(filters: 64, kernel: 7, stride: 2), .centredMaximumPool],
      stages: stages, closing: .normalisation,
      classifier: Classifier(operation: .linear, hasSoftmax: false), activation: .relu)
  }

  private static func plainEntry(_ variant: Variant) -> CatalogueEntry {
    CatalogueEntry(
      name: "densenet\(variant.depth)", title: "DenseNet-\(variant.depth)",
      summary: "Dense blocks of growth 32 with halving transitions, as torchvision has them.",
      source: "Huang et al., 2017; torchvision densenet", input: 224,
      accepts: [.growthRate, .compression], published: variant.published
    ) { options in denseNet(layers: variant.layers, options: options) }
  }

  private static func cspEntry(_ variant: Variant) -> CatalogueEntry {
    CatalogueEntry(
      name: "cspdensenet\(variant.depth)", title: "CSPDenseNet-\(variant.depth)",
      summary: "DenseNet-\(variant.depth) with every stage's channels sliced in two, in the four "
        + "forms of the paper's figure 3. The widths of its transitions aren't published: here both "
        + "compress, as DenseNet's do, which gives the paper's 10 to 20 % less work.",
      source: "CSPNet paper, section 3.1 and figure 3", input: 224,
      accepts: NetworkOption.allCases
    ) { specification throws(ZooError) in
      let options = specification.options
      let transform = CrossStagePartial(
        options, split: .slice, firstTransition: .share(options.compression ?? 0.5))
      return try denseNet(layers: variant.layers, options: options)
        .crossStagePartial(transform).network(specification)
    }
  }

  private static func denseNet(layers: [Int], options: NetworkOptions) -> StagedNetwork {
    let growth = options.growthRate ?? 32
    return denseNet(
      layers: layers, growth: growth, compression: options.compression ?? 0.5)
  }

  private static let darknet = CatalogueEntry(
    name: "densenet201-darknet", title: "DenseNet-201 (darknet)",
    summary: "As darknet has it: activation after convolutions, pooling by maximum, a third "
      + "transition to 512 channels, and every pixel classified before pooling.",
    source: "pjreddie/darknet cfg/densenet201.cfg", input: 256,
    published: [
      PublishedFigure(.bflops(.convolution), 10.85, decimals: 2, source: Sources.pjreddie),
      PublishedFigure(.top1, 77.0, decimals: 1, source: Sources.pjreddie),
      PublishedFigure(.top5, 93.7, decimals: 1, source: Sources.pjreddie),
    ]
  ) { _ in
    let widths = [128, 256, 512]
    let stages = [6, 12, 48, 32].enumerated().map { index, layers in
      let blocks = DenseBlocks(kind: .postActivated, growth: 32, inner: 128, repeats: layers)
      let transition =
        index < widths.count
        ? Transition(width: .fixed(widths[index]), pooling: .maximum) : nil
      return Stage(downsampling: .none, body: .dense(blocks), transition: transition)
    }
    return StagedNetwork(
      stem: ResNetFamily.stem, stages: stages, classifier: Classifier(order: .poolLast))
  }
}
