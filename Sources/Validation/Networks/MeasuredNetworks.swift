import LayerGraph

/// The networks that published measurements name, by key.
///
/// They are built as the measured frameworks have them, which is not always as the zoo has them:
/// its networks are those of the CSPNet paper and its darknet configurations.
public enum MeasuredNetworks {
  /// Keys in the order in which they are listed.
  public static let keys = table.map(\.key)

  /// The network, or `nil` for a key that isn't known.
  ///
  /// - Throws: `GraphError` if the input is too small or too large.
  public static func network(_ request: NetworkRequest) throws(GraphError) -> Network? {
    guard let entry = table.first(where: { $0.key == request.name }) else {
      return try SingleConvolution.network(request)
    }
    return try entry.architecture.network(request)
  }

  private static let table: [(key: String, architecture: Architecture)] =
    classifiers + mobileClassifiers + scaledClassifiers + detectors

  private static let classifiers: [(key: String, architecture: Architecture)] = [
    ("alexnet", .alexNet),
    ("vgg11", .vgg(repeats: [1, 1, 2, 2, 2])),
    ("vgg16", .vgg(repeats: [2, 2, 3, 3, 3])),
    ("vgg19", .vgg(repeats: [2, 2, 4, 4, 4])),
    ("squeezenet", .squeezeNet11),
    ("squeezenetv1.0", .squeezeNet10),
    ("squeezenetv1.1", .squeezeNet11),
    ("googlenet", .googLeNet),
    ("resnet18", .basicResNet(repeats: [2, 2, 2, 2])),
    ("resnet34", .basicResNet(repeats: [3, 4, 6, 3])),
    ("resnet50", .bottleneckResNet(repeats: [3, 4, 6, 3])),
    ("resnet101", .bottleneckResNet(repeats: [3, 4, 23, 3])),
    ("resnet152", .bottleneckResNet(repeats: [3, 8, 36, 3])),
    ("resnetv1101", .bottleneckResNet(repeats: [3, 4, 23, 3])),
    ("resnetv1152", .bottleneckResNet(repeats: [3, 8, 36, 3])),
  ]

  private static let mobileClassifiers: [(key: String, architecture: Architecture)] = [
    ("shufflenet", .shuffleNet1),
    ("shufflenetv2", .shuffleNet2),
    ("mnasnet", .inverted(MobileNets.mnasStages, width: 1)),
    ("mnasnet1.0", .inverted(MobileNets.mnasStages, width: 1)),
    ("mnasnet0.50", .inverted(MobileNets.mnasStages, width: 0.5)),
    ("proxylessnasnet", .inverted(MobileNets.proxylessStages, width: 1)),
    ("efficientnetlite0", .inverted(MobileNets.efficientLiteStages, width: 1)),
    ("efficientnetb0", .efficientNetB0),
    ("efficientnetv2b0", .efficientNetV2B0),
    ("regnety400m", .regNetY400),
  ]

  private static let scaledClassifiers: [(key: String, architecture: Architecture)] = [
    ("mobilenetv1-0.25", .mobileNet1(width: 0.25)),
    ("mobilenetv1-0.5", .mobileNet1(width: 0.5)),
    ("mobilenetv1-0.75", .mobileNet1(width: 0.75)),
    ("mobilenetv1-1.0", .mobileNet1(width: 1)),
    ("mobilenetv2-0.25", .inverted(MobileNets.version2Stages, width: 0.25)),
    ("mobilenetv2-0.35", .inverted(MobileNets.version2Stages, width: 0.35)),
    ("mobilenetv2-0.5", .inverted(MobileNets.version2Stages, width: 0.5)),
    ("mobilenetv2-0.75", .inverted(MobileNets.version2Stages, width: 0.75)),
    ("mobilenetv2-1.0", .inverted(MobileNets.caffeVersion2Stages, width: 1)),
    ("mobilenetv2-1.4", .inverted(MobileNets.version2Stages, width: 1.4)),
    ("mobilenetv2-1.5", .inverted(MobileNets.version2Stages, width: 1.5)),
    ("mobilenetv3", .mobileNet3Large(width: 1)),
    ("mobilenetv3large", .mobileNet3Large(width: 1)),
    ("mobilenetv3small", .mobileNet3Small(width: 1)),
    ("mobilenetv3large0.75", .mobileNet3Large(width: 0.75)),
    ("mobilenetv3large1.0", .mobileNet3Large(width: 1)),
    ("mobilenetv3small0.75", .mobileNet3Small(width: 0.75)),
    ("mobilenetv3small1.0", .mobileNet3Small(width: 1)),
    ("mobilenetv3largex035", .mobileNet3Large(width: 0.35)),
    ("mobilenetv3largex05", .mobileNet3Large(width: 0.5)),
    ("mobilenetv3largex075", .mobileNet3Large(width: 0.75)),
    ("mobilenetv3largex10", .mobileNet3Large(width: 1)),
    ("mobilenetv3smallx035", .mobileNet3Small(width: 0.35)),
    ("mobilenetv3smallx05", .mobileNet3Small(width: 0.5)),
    ("mobilenetv3smallx075", .mobileNet3Small(width: 0.75)),
    ("mobilenetv3smallx10", .mobileNet3Small(width: 1)),
  ]

  private static let detectors: [(key: String, architecture: Architecture)] = [
    ("ssd:mobilenetssd", .mobileNetSSD),
    ("ssd:mobilenetssdcaffe", .mobileNetSSD),
    ("ssd:squeezenetssd", .squeezeNetSSD),
    ("mobilenetyolo", .mobileNet1YOLO),
    ("mobilenetv2yolov3", .mobileNet2YOLO),
    ("yolofastest1.1", .yoloFastest1),
    ("yolofastestv2", .yoloFastest2),
    ("nanodetm", .nanoDet),
    ("blazeface", .blazeFace),
  ]
}
