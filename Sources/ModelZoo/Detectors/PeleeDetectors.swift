import LayerGraph

/// The paper's small detectors: PeleeNet and CSPPeleeNet under the heads of its figure 7.
enum PeleeDetectors {
  static let entries = [peleeYOLO, peleePRN, cspPRN, cspEFM]

  private enum Head: Sendable {
    case yolo
    case partialResidual
    case exactFusion
  }

  @Sendable private static func network(
    _ backbone: StagedNetwork, head: Head, _ specification: NetworkSpecification
  ) throws(ZooError) -> Network {
    var assembly = Assembly(specification, activation: backbone.activation)
    let features = try backbone.assemble(into: &assembly, input: specification.input)
    let maps = PyramidMaps(
      fine: features[1].beforePooling, middle: features[2].beforePooling,
      coarse: features[3].output)
    switch head {
    case .yolo: try assembly.peleeHeads(maps, adds: false)
    case .partialResidual: try assembly.peleeHeads(maps, adds: true)
    case .exactFusion: try assembly.exactFusionHeads(maps)
    }
    return try assembly.build()
  }

  private static let peleeYOLO = CatalogueEntry.detector(
    name: "peleenet-yolo", title: "PeleeNet-YOLO",
    summary:
      "PeleeNet under two YOLOv3 heads. The head's wiring is inferred: it gives the published "
      + "BFLOPs at two sizes, the parameters and every bar of the paper's figure 7.",
    source: "WongKinYiu/PartialResidualNetworks README; CSPNet paper, figure 7",
    published: [
      PublishedFigure(.bflops(.convolutionAndMaximum), 5.06, decimals: 2, source: Sources.prn),
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 2.99, decimals: 2,
        options: NetworkOptions(input: Spatial(320)), source: Sources.prn),
      PublishedFigure(.storedValues, 3.91, decimals: 2, source: Sources.prn),
    ]
  ) { specification throws(ZooError) in
    try network(PeleeFamily.peleeNet(), head: .yolo, specification)
  }

  private static let peleePRN = CatalogueEntry.detector(
    name: "peleenet-prn", title: "PeleeNet-PRN",
    summary: "PeleeNet under two partial residual heads. The head's wiring is inferred: it gives "
      + "the published BFLOPs at two sizes, the parameters and every bar of the paper's figure 7.",
    source: "WongKinYiu/PartialResidualNetworks README; CSPNet paper, figure 7",
    published: [
      PublishedFigure(.bflops(.convolutionAndMaximum), 4.04, decimals: 2, source: Sources.table4),
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 2.39, decimals: 2,
        options: NetworkOptions(input: Spatial(320)), source: Sources.prn),
      PublishedFigure(.storedValues, 3.16, decimals: 2, source: Sources.table4),
      PublishedFigure(.averagePrecision, 23.3, decimals: 1, source: Sources.table4),
      PublishedFigure(.averagePrecision50, 45.0, decimals: 1, source: Sources.table4),
    ]
  ) { specification throws(ZooError) in
    try network(PeleeFamily.peleeNet(), head: .partialResidual, specification)
  }

  private static let cspPRN = CatalogueEntry.detector(
    name: "csppeleenet-prn", title: "CSPPeleeNet-PRN",
    summary: "CSPPeleeNet under the heads of PeleeNet-PRN.", source: "CSPNet paper, table 2",
    accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(.bflops(.convolutionAndMaximum), 3.590, decimals: 3, source: Sources.table2),
      PublishedFigure(.averagePrecision, 23.1, decimals: 1, source: Sources.table2),
      PublishedFigure(.averagePrecision50, 44.5, decimals: 1, source: Sources.table2),
    ]
  ) { specification throws(ZooError) in
    let backbone = PeleeFamily.cspPeleeNet(options: specification.options)
    return try network(backbone, head: .partialResidual, specification)
  }

  private static let cspEFM = CatalogueEntry.detector(
    name: "csppeleenet-efm", title: "CSPPeleeNet-EFM",
    summary:
      "CSPPeleeNet under the exact fusion model's three heads. Which maps the fusion reads is "
      + "not published: ours is one wiring in which every layer costs what the paper's figure 7 "
      + "shows for it, with cross-channel (Maxout) pooling where a bar is empty.",
    source: "CSPNet paper, table 2 and figure 7", accepts: [.splitRatio, .fusion, .split],
    published: [
      PublishedFigure(
        .bflops(.convolutionAndMaximum), 4.868, decimals: 3, source: Sources.table2,
        explanation: "the bars of the paper's figure sum to 4.866; what else it counts is not known"
      ),
      PublishedFigure(.averagePrecision, 26.4, decimals: 1, source: Sources.table2),
      PublishedFigure(.averagePrecision50, 48.6, decimals: 1, source: Sources.table2),
    ]
  ) { specification throws(ZooError) in
    let backbone = PeleeFamily.cspPeleeNet(options: specification.options)
    return try network(backbone, head: .exactFusion, specification)
  }
}

/// What a backbone offers to heads: maps at an eighth, a sixteenth, a thirty-second of the image.
struct PyramidMaps {
  let fine: Int
  let middle: Int
  let coarse: Int
}

extension Assembly {
  /// - Parameter adds: whether the second head adds the middle map instead of concatenating it.
  fileprivate mutating func peleeHeads(_ maps: PyramidMaps, adds: Bool) throws(ZooError) {
    enter(stage: "head 1")
    let reduced = try convolution(maps.coarse, 256)
    let filtered = try convolution(reduced, 256, kernel: 3)
    try yolo(filtered)
    enter(stage: "head 2")
    let above = try upsampled(try convolution(filtered, 128))
    if adds {
      try yolo(try convolution(try sum([above, maps.middle]), 128, kernel: 3))
    } else {
      let joined = try concatenation([above, maps.middle])
      let refined = try convolution(joined, 128, kernel: 3)
      try yolo(try concatenation([refined, joined]))
    }
  }
}
