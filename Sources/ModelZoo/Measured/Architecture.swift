import LayerGraph

/// How a network of this folder is built.
enum Architecture: Sendable {
  case alexNet
  case vgg(repeats: [Int], isNormalised: Bool)
  case squeezeNet10, squeezeNet11
  case googLeNet
  case basicResNet(repeats: [Int])
  case bottleneckResNet(repeats: [Int])
  case shuffleNet1, shuffleNet2
  case inverted([MobileNets.Stage], width: Double)
  case mobileNet1(width: Double)
  case mobileNet3Large(width: Double, MobileNetsV3.Version)
  case mobileNet3Small(width: Double)
  case efficientNetB0, efficientNetV2B0, regNetY400
  case mobileNetSSD, squeezeNetSSD
  case mobileNet1YOLO, mobileNet2YOLO
  case yoloFastest1, yoloFastest2, fastestDet, nanoDet, blazeFace

  func network(_ request: NetworkSpecification) throws(ZooError) -> Network {
    switch self {
    case .alexNet: try PlainNetworks.alexNet(request)
    case .vgg(let repeats, let isNormalised):
      try PlainNetworks.vgg(request, repeats: repeats, isNormalised: isNormalised)
    case .squeezeNet10: try SqueezeNets.version10(request)
    case .squeezeNet11: try SqueezeNets.version11(request)
    case .googLeNet: try GoogLeNets.googLeNet(request)
    case .basicResNet(let repeats): try CaffeResNets.basic(request, repeats: repeats)
    case .bottleneckResNet(let repeats): try CaffeResNets.bottleneck(request, repeats: repeats)
    case .shuffleNet1: try ShuffleNets.version1(request)
    case .shuffleNet2: try ShuffleNets.version2(request)
    case .inverted(let stages, let width):
      try MobileNets.inverted(request, stages, width: width)
    case .mobileNet1(let width): try MobileNets.version1(request, width: width)
    case .mobileNet3Large(let width, let version):
      try MobileNetsV3.large(request, width: width, version: version)
    case .mobileNet3Small(let width): try MobileNetsV3.small(request, width: width)
    case .efficientNetB0: try EfficientNets.b0(request)
    case .efficientNetV2B0: try EfficientNets.version2B0(request)
    case .regNetY400: try EfficientNets.regNetY400(request)
    case .mobileNetSSD: try SingleShotDetectors.mobileNet(request)
    case .squeezeNetSSD: try SingleShotDetectors.squeezeNet(request)
    case .mobileNet1YOLO: try MobileDetectors.version1YOLO(request)
    case .mobileNet2YOLO: try MobileDetectors.version2YOLO(request)
    case .yoloFastest1: try TinyDetectors.yoloFastest(request)
    case .yoloFastest2: try MobileDetectors.fastestVersion2(request)
    case .fastestDet: try TinyDetectors.fastestDet(request)
    case .nanoDet: try MobileDetectors.nanoDet(request)
    case .blazeFace: try TinyDetectors.blazeFace(request)
    }
  }
}
