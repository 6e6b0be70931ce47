import LayerGraph

/// Networks outside the CSPNet literature that published measurements of devices name, as the
/// measured frameworks have them.
enum MeasuredFamily {
  static let entries: [CatalogueEntry] =
    (classifiers + mobileClassifiers + scaledClassifiers + detectors).map { $0.entry }

  /// One row of the tables below.
  struct Row: Sendable {
    let name: String
    let title: String
    let summary: String
    let source: String
    let input: Int
    let architecture: Architecture
    let published: [PublishedFigure]

    init(
      _ name: String, _ title: String, _ summary: String = "", source: String, input: Int = 224,
      _ architecture: Architecture, published: [PublishedFigure] = []
    ) {
      (self.name, self.title, self.summary, self.source) = (name, title, summary, source)
      (self.input, self.architecture, self.published) = (input, architecture, published)
    }

    var entry: CatalogueEntry {
      CatalogueEntry(
        name: name, title: title, summary: summary, source: source, input: input,
        needsMultiple: architecture.joinsResolutions, published: published
      ) { [architecture] specification throws(ZooError) in
        try architecture.network(specification)
      }
    }
  }

  /// Weights and multiply-accumulates of the model that ncnn's benchmark measures.
  static func ncnn(_ millionWeights: Double, _ gigaMACs: Double) -> [PublishedFigure] {
    [
      PublishedFigure(.weights, millionWeights, decimals: 3, source: Sources.ncnn),
      PublishedFigure(.gigaMACs, gigaMACs, decimals: 3, source: Sources.ncnn),
    ]
  }

  static func published(
    _ millionParameters: Double, decimals: Int, gigaMACs: Double, macDecimals: Int = 2,
    top1: Double, source: String
  ) -> [PublishedFigure] {
    [
      PublishedFigure(.parameters, millionParameters, decimals: decimals, source: source),
      PublishedFigure(.gigaMACs, gigaMACs, decimals: macDecimals, source: source),
      PublishedFigure(.top1, top1, decimals: top1 == top1.rounded() ? 0 : 1, source: source),
    ]
  }
}

extension Architecture {
  /// Whether maps of two resolutions meet, which takes an image that halves evenly.
  fileprivate var joinsResolutions: Bool {
    switch self {
    case .mobileNet1YOLO, .mobileNet2YOLO, .yoloFastest1, .yoloFastest2, .fastestDet, .nanoDet:
      true
    default: false
    }
  }
}
