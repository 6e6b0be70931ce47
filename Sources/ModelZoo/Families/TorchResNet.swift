import LayerGraph

/// ResNet and ResNeXt as torchvision has them: projections where a block changes the shape.
enum TorchResNetFamily {
  static let entries: [CatalogueEntry] = variants.map { variant in
    CatalogueEntry(
      name: "\(variant.name)-torchvision", title: "\(variant.title) (torchvision)",
      summary: "As torchvision has it: ReLU, 1×1 projections where a block changes the shape.",
      source: "torchvision \(variant.torchName)", input: 224,
      published: [
        PublishedFigure(
          .parameters, variant.parameters, decimals: 3, source: Sources.torchvision),
        PublishedFigure(.gigaMACs, variant.gigaMACs, decimals: 2, source: Sources.torchvision),
        PublishedFigure(.top1, variant.top1, decimals: 3, source: Sources.torchvision),
      ]
    ) { _ in variant.description }
  }

  struct Variant: Sendable {
    let name: String
    let torchName: String
    let title: String
    let repeats: [Int]
    let kind: Kind
    /// In millions.
    let parameters: Double
    let gigaMACs: Double
    let top1: Double

    enum Kind: Sendable {
      case basic
      case bottleneck(inner: Int, groups: Int)
    }
  }

  private static let variants = [
    Variant(
      name: "resnet18", torchName: "resnet18", title: "ResNet-18", repeats: [2, 2, 2, 2],
      kind: .basic, parameters: 11.690, gigaMACs: 1.81, top1: 69.758),
    Variant(
      name: "resnet34", torchName: "resnet34", title: "ResNet-34", repeats: [3, 4, 6, 3],
      kind: .basic, parameters: 21.798, gigaMACs: 3.66, top1: 73.314),
    Variant(
      name: "resnet50", torchName: "resnet50", title: "ResNet-50", repeats: [3, 4, 6, 3],
      kind: .bottleneck(inner: 64, groups: 1), parameters: 25.557, gigaMACs: 4.09, top1: 76.130),
    Variant(
      name: "resnet101", torchName: "resnet101", title: "ResNet-101", repeats: [3, 4, 23, 3],
      kind: .bottleneck(inner: 64, groups: 1), parameters: 44.549, gigaMACs: 7.80, top1: 77.374),
    Variant(
      name: "resnet152", torchName: "resnet152", title: "ResNet-152", repeats: [3, 8, 36, 3],
      kind: .bottleneck(inner: 64, groups: 1), parameters: 60.193, gigaMACs: 11.51, top1: 78.312),
    Variant(
      name: "resnext50", torchName: "resnext50_32x4d", title: "ResNeXt-50", repeats: [3, 4, 6, 3],
      kind: .bottleneck(inner: 128, groups: 32), parameters: 25.029, gigaMACs: 4.23,
      top1: 77.618),
    Variant(
      name: "resnext101", torchName: "resnext101_32x8d", title: "ResNeXt-101",
      repeats: [3, 4, 23, 3], kind: .bottleneck(inner: 256, groups: 32), parameters: 88.791,
      gigaMACs: 16.41, top1: 79.312),
  ]
}

extension TorchResNetFamily.Variant {
  var description: StagedNetwork {
    let stages = repeats.enumerated().map { index, count in
      let body: ResidualBlocks.Kind =
        switch kind {
        case .basic: .basic
        case .bottleneck(let inner, let groups):
          .bottleneck(inner: inner << index, groups: groups)
        }
      var width = 256 << index
      if case .basic = kind { width = 64 << index }
      return Stage(
        downsampling: .firstBlock(stride: index == 0 ? 1 : 2),
        body: .residual(ResidualBlocks(kind: body, repeats: count, shortcut: .projection)),
        width: width)
    }
    return StagedNetwork(
      stem: [.convolution(filters: 64, kernel: 7, stride: 2), .centredMaximumPool],
      stages: stages, classifier: Classifier(operation: .linear, hasSoftmax: false),
      activation: .relu)
  }
}
