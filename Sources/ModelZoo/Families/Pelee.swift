import LayerGraph

/// PeleeNet (Wang et al., 2018) and what the CSPNet paper made of it.
enum PeleeFamily {
  static let entries: [CatalogueEntry] = [peleeNet, sparsePeleeNet, cspPeleeNet]

  static func peleeNet(kind: DenseBlocks.Kind = .twoWay, growth: Int = 32) -> StagedNetwork {
    let shapes: [(layers: Int, inner: Int)] = [(3, 16), (4, 32), (8, 64), (6, 64)]
    let stages = shapes.enumerated().map { index, shape in
      let blocks = DenseBlocks(
        kind: kind, growth: growth, inner: shape.inner, repeats: shape.layers)
      let transition = Transition(width: .same, pooling: .maximum)
      return Stage(
        downsampling: .none, body: .dense(blocks),
        transition: index < shapes.count - 1 ? transition : nil)
    }
    return StagedNetwork(
      stem: [
        .convolution(filters: 32, kernel: 3, stride: 2),
        .twoBranches(filters: 32, convolvesPooled: false),
        .convolution(filters: 32, kernel: 1, stride: 1),
      ],
      stages: stages, closing: .convolution(.same))
  }

  /// Its departures from the rule: the stem hands on all 64 channels, stages 1 and 4 have fewer
  /// layers, and stage 1 halves whatever the split ratio is. Without second transitions, the 1×1
  /// convolution behind the stem's pooling goes too.
  static func cspPeleeNet(options: NetworkOptions) -> StagedNetwork {
    let plain = peleeNet(growth: options.growthRate ?? 32)
    guard options.fusion != FusionMode.none else { return plain }
    var network = plain.crossStagePartial(
      CrossStagePartial(
        options, poolsFirst: true,
        exceptions: [
          StageException(stage: 1, ratio: 0.5, repeats: 2), StageException(stage: 4, repeats: 4),
        ]))
    network.stem = [
      .convolution(filters: 32, kernel: 3, stride: 2),
      .twoBranches(filters: 32, convolvesPooled: options.fusion != .last),
    ]
    return network
  }

  private static let peleeNet = CatalogueEntry(
    name: "peleenet", title: "PeleeNet",
    summary: "Two-way dense blocks of growth 32. Pools by maximum, as the port that the CSPNet "
      + "paper counts does; the original takes averages between stages.",
    source: "Wang et al., Pelee, NeurIPS 2018; Robert-JunWang/PeleeNet", input: 224,
    accepts: [.growthRate],
    published: [
      PublishedFigure(.weights, 2.79, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 1.017, decimals: 3, source: Sources.table3),
      PublishedFigure(.top1, 70.7, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 90.0, decimals: 1, source: Sources.table3),
    ]
  ) { options in peleeNet(growth: options.growthRate ?? 32) }

  private static let sparsePeleeNet = CatalogueEntry(
    name: "sparsepeleenet", title: "SparsePeleeNet",
    summary: "PeleeNet whose layers read only the outputs 1, 2, 4, 8… layers before. The wiring is "
      + "inferred: it gives the published weights and BFLOPs.",
    source: "CSPNet paper, table 1 (SPeleeNet); after Zhu et al., 2018", input: 224,
    accepts: [.growthRate],
    published: [
      PublishedFigure(.weights, 2.39, decimals: 2, source: Sources.table3),
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 0.904, decimals: 3, source: Sources.table3),
      PublishedFigure(.top1, 69.6, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 89.3, decimals: 1, source: Sources.table3),
    ]
  ) { options in peleeNet(kind: .sparseTwoWay, growth: options.growthRate ?? 32) }

  private static let cspPeleeNet = CatalogueEntry(
    name: "csppeleenet", title: "CSPPeleeNet",
    summary: "PeleeNet with every stage split. The layer counts and where pooling stands are "
      + "inferred: they give the published weights, the BFLOPs at three split ratios with both "
      + "transitions and with fusion last, and every bar of the paper's figure 7. The wiring with "
      + "fusion first is not known: ours drops the first transition.",
    source: "CSPNet paper, tables 1 and 3, figure 7", input: 224,
    accepts: [.splitRatio, .fusion, .split, .growthRate], published: cspFigures
  ) { specification throws(ZooError) in
    try cspPeleeNet(options: specification.options).network(specification)
  }

  private static var cspFigures: [PublishedFigure] {
    let whole: [PublishedFigure] = [
      PublishedFigure(.weights, 2.83, decimals: 2, source: Sources.table3),
      PublishedFigure(.top5, 90.2, decimals: 1, source: Sources.table3),
    ]
    let ratios = [0.75, 0.5, 0.25]
    let table: [(fusion: FusionMode, bflops: [Double], accuracy: [Double])] = [
      (.csp, [0.800, 0.888, 0.986], [70.4, 70.9, 71.5]),
      (.first, [0.649, 0.755, 0.861], [68.4, 69.2, 70.0]),
      (.last, [0.716, 0.804, 0.902], [69.2, 70.6, 70.8]),
    ]
    return whole
      + table.flatMap { row in
        zip(ratios, zip(row.bflops, row.accuracy)).flatMap { ratio, figures in
          let options = NetworkOptions(splitRatio: ratio, fusion: row.fusion)
          let unknown = "the paper's wiring with fusion first is unpublished and not recovered"
          return [
            PublishedFigure(
              .bflops(.convolutionAndMaximum), figures.0, decimals: 3, options: options,
              source: Sources.table1, explanation: row.fusion == .first ? unknown : ""),
            PublishedFigure(
              .top1, figures.1, decimals: 1, options: options, source: Sources.table1),
          ]
        }
      }
  }
}
