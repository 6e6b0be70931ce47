import LayerGraph

extension CrossStagePartial {
  /// The transform by the rule alone, for a network that has no published version of its own kind:
  /// every stage gives as many channels as in the plain network.
  ///
  /// As in the authors' CSPResNet-50 and CSPResNeXt-50, a strided 3×3 convolution takes the place of
  /// a residual block that lowers the resolution, with the blocks' groups. On the wide maps between
  /// bottlenecks without groups it is dear; CSPResNet-50 halves their widths, which this doesn't.
  /// Where it would leave a stage without blocks, and before inverted bottlenecks, the first block
  /// stays and the bypass has its stride.
  public init(
    of network: StagedNetwork, ratio: Double = 0.5, fusion: FusionMode = .csp,
    split: SplitKind = .convolutions
  ) {
    self.init(
      ratio: ratio, fusion: fusion, split: split,
      downsamplingGroups: network.downsamplingGroups, keepsWidths: true)
  }

  /// What follows the plain network's name where this transform was applied, such as
  /// "-csp-last-0.25-slice".
  var suffix: String {
    let parts = [
      "csp", fusion == .csp ? nil : fusion.rawValue, "\(ratio)",
      split == .convolutions ? nil : split.rawValue,
    ]
    return parts.compactMap(\.self).map { "-" + $0 }.joined()
  }
}

extension StagedNetwork {
  /// The network as a user's options ask for it: as it is, or split as they say. A split ratio or a
  /// kind of split without a fusion mode asks for both transitions.
  func network(
    transformedAs specification: NetworkSpecification
  ) throws(ZooError) -> Network {
    let options = specification.options
    let isPlain = options.splitRatio == nil && options.fusion == nil && options.split == nil
    guard !isPlain, options.fusion != FusionMode.none else { return try network(specification) }
    let transform = CrossStagePartial(
      of: self, ratio: options.splitRatio ?? 0.5, fusion: options.fusion ?? .csp,
      split: options.split ?? .convolutions)
    return try crossStagePartial(transform).network(
      NetworkSpecification(
        name: specification.name + transform.suffix, input: specification.input, options: options))
  }

  /// The groups of the convolutions that lower the resolution in place of a first block, if any do.
  fileprivate var downsamplingGroups: Int? {
    var groups: Int?
    for stage in stages where stage.downsampling.firstBlockStride > 1 {
      guard case .residual(let blocks) = stage.body, blocks.repeats > 1 else { return nil }
      groups = if case .bottleneck(_, let groups) = blocks.kind { groups } else { 1 }
    }
    return groups
  }
}
