import LayerGraph

/// The small DenseNet of a published CSPNet walkthrough, and its cross-stage-partial version.
///
/// Departs from DenseNet in its growth of 12, a bare first convolution, and no normalisation before
/// the classifier. Its first transitions keep 0.8 of the channels; its last stage has no second.
enum WalkthroughDenseNet {
  static let entries: [CatalogueEntry] = [plain, csp]

  private static func network(options: NetworkOptions) -> StagedNetwork {
    var network = DenseNetFamily.denseNet(
      layers: [6, 12, 24, 16], growth: options.growthRate ?? 12,
      compression: options.compression ?? 0.5)
    network.stem[0] = .plainConvolution(filters: 64, kernel: 7, stride: 2)
    network.closing = nil
    return network
  }

  private static let plain = CatalogueEntry(
    name: "densenet121-k12", title: "DenseNet-121 (k = 12)",
    summary: "The base network of a PyTorch walkthrough of the CSPNet paper.",
    source: "walkthrough of CSPNet in PyTorch", input: 224, accepts: [.growthRate, .compression]
  ) { options in network(options: options) }

  private static let csp = CatalogueEntry(
    name: "cspdensenet121-k12", title: "CSPDenseNet-121 (k = 12)",
    summary: "The CSPDenseNet of a PyTorch walkthrough of the CSPNet paper: sliced halves, first "
      + "transitions that keep 0.8 of the channels, second ones that keep half.",
    source: "walkthrough of CSPNet in PyTorch", input: 224, accepts: NetworkOption.allCases
  ) { specification throws(ZooError) in
    try network(options: specification.options)
      .crossStagePartial(
        CrossStagePartial(specification.options, split: .slice, firstTransition: .share(0.8))
      )
      .network(specification)
  }
}
