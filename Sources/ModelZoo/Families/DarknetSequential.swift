import LayerGraph

/// darknet's networks of plain convolutions: Darknet-19 and the Darknet reference model.
enum DarknetSequentialFamily {
  static let entries: [CatalogueEntry] = [reference, darknet19]

  /// Convolutions of 16 channels and up, each after pooling but the first; the backbone of
  /// YOLOv3-tiny with `lastStride` 1.
  static func reference(lastStride: Int = 2, widths: [Int] = [32, 64, 128, 256, 512, 1024])
    -> StagedNetwork
  {
    let stages = widths.enumerated().map { index, width in
      Stage(
        downsampling: .maximumPool(stride: index == widths.count - 1 ? lastStride : 2),
        body: .sequence([SequenceStep(filters: width, kernel: 3)]))
    }
    return StagedNetwork(
      stem: [.convolution(filters: 16, kernel: 3, stride: 1)], stages: stages)
  }

  private static let reference = CatalogueEntry(
    name: "darknet-reference", title: "Darknet reference",
    summary: "Seven 3×3 convolutions with pooling between them.",
    source: "pjreddie/darknet cfg/darknet.cfg", input: 256, stride: 64,
    published: [
      PublishedFigure(.weights, 7.31, decimals: 2, source: Sources.table3),
      PublishedFigure(.bflops(.convolution), 0.96, decimals: 2, source: Sources.table3),
      PublishedFigure(.top1, 61.1, decimals: 1, source: Sources.table3),
      PublishedFigure(.top5, 83.0, decimals: 1, source: Sources.table3),
    ]
  ) { _ in reference() }

  private static let darknet19 = CatalogueEntry(
    name: "darknet19", title: "Darknet-19",
    summary: "The backbone of YOLOv2: 3×3 convolutions with 1×1 ones between them; every pixel is "
      + "classified before pooling.",
    source: "Redmon and Farhadi, YOLO9000, 2017; pjreddie/darknet cfg/darknet19.cfg", input: 256,
    published: [
      PublishedFigure(.bflops(.convolution), 7.29, decimals: 2, source: Sources.pjreddie),
      PublishedFigure(.top1, 72.9, decimals: 1, source: Sources.pjreddie),
      PublishedFigure(.top5, 91.2, decimals: 1, source: Sources.pjreddie),
    ]
  ) { _ in
    let shapes: [(width: Int, count: Int)] = [(64, 1), (128, 3), (256, 3), (512, 5), (1024, 5)]
    let stages = shapes.map { shape in
      let steps = (0..<shape.count).map { index in
        index % 2 == 0
          ? SequenceStep(filters: shape.width, kernel: 3)
          : SequenceStep(filters: shape.width / 2, kernel: 1)
      }
      return Stage(downsampling: .maximumPool(stride: 2), body: .sequence(steps))
    }
    return StagedNetwork(
      stem: [.convolution(filters: 32, kernel: 3, stride: 1)], stages: stages,
      classifier: Classifier(order: .poolLast))
  }
}
