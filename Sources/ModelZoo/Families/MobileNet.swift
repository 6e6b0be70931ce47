import LayerGraph

/// MobileNet-v2 (Sandler et al., 2018), as published and as the CSPNet authors counted it.
enum MobileNetFamily {
  static let entries: [CatalogueEntry] = [torchMobileNetV2, mobileNetV2, CSPMobileNet.entry]

  /// - Parameter strides: of the seven stages' first blocks.
  static func mobileNetV2(
    strides: [Int], convolvesUnexpanded: Bool, activation: ActivationFunction
  ) -> StagedNetwork {
    let widths = [16, 24, 32, 64, 96, 160, 320]
    let repeats = [1, 2, 3, 4, 3, 3, 1]
    let stages = widths.indices.map { index in
      Stage(
        downsampling: .firstBlock(stride: strides[index]),
        body: .inverted(
          InvertedBlocks(
            expansion: index == 0 ? 1 : 6, repeats: repeats[index],
            convolvesUnexpanded: convolvesUnexpanded)),
        width: widths[index])
    }
    return StagedNetwork(
      stem: [.convolution(filters: 32, kernel: 3, stride: 2)], stages: stages,
      closing: .convolution(.fixed(1280)), activation: activation)
  }

  private static let torchMobileNetV2 = CatalogueEntry(
    name: "mobilenetv2-torchvision", title: "MobileNet-v2 (torchvision)",
    summary: "As published: ReLU6, the 64-channel stage at a sixteenth of the image's size.",
    source: "Sandler et al., 2018; torchvision mobilenet_v2", input: 224,
    published: [
      PublishedFigure(.parameters, 3.505, decimals: 3, source: Sources.torchvision),
      PublishedFigure(.gigaMACs, 0.30, decimals: 2, source: Sources.torchvision),
      PublishedFigure(.top1, 71.878, decimals: 3, source: Sources.torchvision),
    ]
  ) { _ in
    var network = mobileNetV2(
      strides: [1, 2, 2, 2, 1, 2, 1], convolvesUnexpanded: false, activation: .relu6)
    network.classifier = Classifier(operation: .linear, hasSoftmax: false)
    return network
  }

  private static let mobileNetV2 = CatalogueEntry(
    name: "mobilenetv2", title: "MobileNet-v2 (darknet)",
    summary: "As the CSPNet authors have it: ReLU, a 1×1 convolution more in the first block, and "
      + "the 64-channel stage at an eighth of the image's size.",
    source: "WongKinYiu/CrossStagePartialNetworks cfg/mobilenet-v2.cfg", input: 224,
    published: [
      PublishedFigure(.weights, 3.47, decimals: 2, source: Sources.readme),
      PublishedFigure(.bflops(.convolution), 0.858, decimals: 3, source: Sources.readme),
      PublishedFigure(.top1, 67.0, decimals: 1, source: Sources.readme),
      PublishedFigure(.top5, 87.7, decimals: 1, source: Sources.readme),
    ]
  ) { _ in
    mobileNetV2(strides: [1, 2, 2, 1, 2, 2, 1], convolvesUnexpanded: true, activation: .relu)
  }
}
