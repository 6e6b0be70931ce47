extension MeasuredFamily {
  /// MobileNets at the widths that are published or measured.
  static let scaledClassifiers = version1 + version2 + version3

  private static let version1 = [
    ("0.25", 0.25, 0.5, 0.041, 50.6), ("0.5", 0.5, 1.3, 0.149, 63.7),
    ("0.75", 0.75, 2.6, 0.325, 68.4), ("1.0", 1, 4.2, 0.569, 70.6),
  ].map { text, width, parameters, gigaMACs, top1 in
    Row(
      "mobilenetv1-\(text)", "MobileNet v1 \(text)×", source: mobileNet1,
      .mobileNet1(width: width),
      published: published(
        parameters, decimals: 1, gigaMACs: gigaMACs, macDecimals: 3, top1: top1,
        source: mobileNet1))
  }

  private static let mobileNet1 = "Howard et al., MobileNets, 2017"

  private static let version2 =
    [0.25, 0.35, 0.5, 0.75, 1.4, 1.5].map { width in
      Row(
        "mobilenetv2-\(width)", "MobileNet-v2 \(width)×",
        "The last convolution gives 1280 channels, or more above 1×.",
        source: "Sandler et al., 2018", .inverted(MobileNets.version2Stages, width: width))
    } + [
      Row(
        "mobilenetv2-caffe", "MobileNet-v2 (Caffe)",
        "As published but for the first block, which convolves 32 channels to 32 first.",
        source: "Sandler et al., 2018", .inverted(MobileNets.caffeVersion2Stages, width: 1),
        published: ncnn(3.471, 0.314))
    ]

  private static let version3 =
    [0.35, 0.5, 0.75, 1].map { width in
      Row(
        "mobilenetv3-large-\(width)", "MobileNet-v3 large \(width)×",
        source: "Howard et al., 2019; torchvision mobilenet_v3_large",
        .mobileNet3Large(width: width, .torchvision),
        published: width == 1 ? torchvision(5.483, 0.22, 74.042) : [])
    }
    + [0.35, 0.5, 0.75, 1].map { width in
      Row(
        "mobilenetv3-small-\(width)", "MobileNet-v3 small \(width)×",
        source: "Howard et al., 2019; torchvision mobilenet_v3_small",
        .mobileNet3Small(width: width),
        published: width == 1 ? torchvision(2.543, 0.06, 67.668) : [])
    } + [
      Row(
        "mobilenetv3-ncnn", "MobileNet-v3 large (ncnn)",
        "As ncnn measures it: the first of the 160-channel blocks runs at a sixteenth of the image.",
        source: "Howard et al., 2019; Tencent/ncnn benchmark", .mobileNet3Large(width: 1, .ncnn),
        published: ncnn(5.115, 0.246))
    ]

  private static func torchvision(
    _ millionParameters: Double, _ gigaMACs: Double, _ top1: Double
  ) -> [PublishedFigure] {
    [
      PublishedFigure(.parameters, millionParameters, decimals: 3, source: Sources.torchvision),
      PublishedFigure(.gigaMACs, gigaMACs, decimals: 2, source: Sources.torchvision),
      PublishedFigure(.top1, top1, decimals: 3, source: Sources.torchvision),
    ]
  }

  /// Detectors, as ncnn's benchmark has them.
  static let detectors = [
    Row(
      "mobilenet-ssd", "MobileNet-SSD", source: "Liu et al., 2016; Caffe MobileNet-SSD",
      input: 300, .mobileNetSSD, published: ncnn(5.770, 1.148)),
    Row(
      "squeezenet-ssd", "SqueezeNet-SSD", source: "Liu et al., 2016; Caffe SqueezeNet-SSD",
      input: 300, .squeezeNetSSD, published: ncnn(5.519, 1.176)),
    Row(
      "mobilenet-yolo", "MobileNet-YOLO", source: "Caffe MobileNet-YOLO", input: 416,
      .mobileNet1YOLO, published: ncnn(5.028, 2.603)),
    Row(
      "mobilenetv2-yolov3", "MobileNet-v2-YOLOv3", source: "Caffe MobileNetV2-YOLOv3",
      input: 352, .mobileNet2YOLO, published: ncnn(3.699, 1.182)),
    Row(
      "yolo-fastest-1.1", "Yolo-Fastest 1.1", source: "dog-qiuqiu/Yolo-Fastest", input: 320,
      .yoloFastest1, published: ncnn(0.319, 0.125)),
    Row(
      "yolo-fastestv2", "Yolo-Fastest v2", source: "dog-qiuqiu/Yolo-FastestV2", input: 352,
      .yoloFastest2, published: ncnn(0.241, 0.106)),
    Row(
      "fastestdet", "FastestDet", source: "dog-qiuqiu/FastestDet", input: 352, .fastestDet,
      published: ncnn(0.236, 0.121)),
    Row(
      "nanodet-m", "NanoDet-m", source: "RangiLyu/nanodet", input: 320, .nanoDet,
      published: ncnn(0.933, 0.342)),
    Row(
      "blazeface", "BlazeFace", "Without its heads, as ncnn measures it.",
      source: "Bazarevsky et al., 2019", input: 128, .blazeFace),
  ]
}
