extension MeasuredFamily {
  static let classifiers = [
    Row(
      "alexnet", "AlexNet", "As Caffe has it: groups of two, local response normalisation.",
      source: "Krizhevsky et al., 2012; Caffe bvlc_alexnet", input: 227, .alexNet,
      published: ncnn(60.955, 0.724)),
    Row(
      "vgg11", "VGG-11", source: "Simonyan and Zisserman, 2015",
      .vgg(repeats: [1, 1, 2, 2, 2], isNormalised: false),
      published: [
        PublishedFigure(.parameters, 132.863, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "vgg13", "VGG-13", source: "Simonyan and Zisserman, 2015",
      .vgg(repeats: [2, 2, 2, 2, 2], isNormalised: false),
      published: [
        PublishedFigure(.parameters, 133.048, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "vgg16", "VGG-16", source: "Simonyan and Zisserman, 2015",
      .vgg(repeats: [2, 2, 3, 3, 3], isNormalised: false),
      published: ncnn(138.344, 15.470) + [
        PublishedFigure(.parameters, 138.358, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "vgg16-bn", "VGG-16 with batch normalisation", source: "torchvision vgg16_bn",
      .vgg(repeats: [2, 2, 3, 3, 3], isNormalised: true),
      published: [
        PublishedFigure(
          .parameters, 138.366, decimals: 3, source: Sources.torchvision,
          explanation: "torchvision's convolutions have biases too, which normalisation cancels")
      ]),
    Row(
      "vgg19", "VGG-19", source: "Simonyan and Zisserman, 2015",
      .vgg(repeats: [2, 2, 4, 4, 4], isNormalised: false),
      published: [
        PublishedFigure(.parameters, 143.667, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "squeezenet1.0", "SqueezeNet 1.0", source: "Iandola et al., 2016", input: 227,
      .squeezeNet10,
      published: [
        PublishedFigure(.parameters, 1.248, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "squeezenet1.1", "SqueezeNet 1.1",
      "The last convolution is padded, as in the Caffe model.",
      source: "Iandola et al., 2016", input: 227, .squeezeNet11,
      published: ncnn(1.232, 0.418) + [
        PublishedFigure(.parameters, 1.235, decimals: 3, source: Sources.torchvision)
      ]),
    Row(
      "googlenet", "GoogLeNet", "As Caffe has it, without the auxiliary classifiers.",
      source: "Szegedy et al., 2015; Caffe bvlc_googlenet", .googLeNet,
      published: ncnn(6.990, 1.583)),
    Row(
      "resnet18-caffe", "ResNet-18 (Caffe)", caffeResNet + ".", source: "He et al., 2016",
      .basicResNet(repeats: [2, 2, 2, 2]), published: ncnn(11.683, 1.827)),
    Row(
      "resnet34-caffe", "ResNet-34 (Caffe)", caffeResNet + ".", source: "He et al., 2016",
      .basicResNet(repeats: [3, 4, 6, 3])),
    Row(
      "resnet50-caffe", "ResNet-50 (Caffe)", stridesFirst, source: "He et al., 2016",
      .bottleneckResNet(repeats: [3, 4, 6, 3]), published: ncnn(25.503, 3.858)),
    Row(
      "resnet101-caffe", "ResNet-101 (Caffe)", stridesFirst, source: "He et al., 2016",
      .bottleneckResNet(repeats: [3, 4, 23, 3])),
    Row(
      "resnet152-caffe", "ResNet-152 (Caffe)", stridesFirst, source: "He et al., 2016",
      .bottleneckResNet(repeats: [3, 8, 36, 3])),
  ]

  private static let caffeResNet = "A projection around the first block of every stage"
  private static let stridesFirst =
    caffeResNet + "; strides in the first 1×1 convolution, as first published."

  static let mobileClassifiers = [
    Row(
      "shufflenet", "ShuffleNet 1× (3 groups)", source: "Zhang et al., 2018", .shuffleNet1,
      published: ncnn(1.790, 0.127)),
    Row(
      "shufflenetv2", "ShuffleNet v2 1×", source: "Ma et al., 2018", .shuffleNet2,
      published: ncnn(2.261, 0.145)),
    Row(
      "mnasnet", "MnasNet-B1", source: "Tan et al., 2019",
      .inverted(MobileNets.mnasStages, width: 1), published: ncnn(4.344, 0.314)),
    Row(
      "mnasnet-0.50", "MnasNet-B1 0.5×", source: "Tan et al., 2019",
      .inverted(MobileNets.mnasStages, width: 0.5)),
    Row(
      "proxylessnasnet", "ProxylessNAS (mobile)", "The first block as wide as ncnn has it.",
      source: "Cai et al., 2019", .inverted(MobileNets.proxylessStages, width: 1),
      published: ncnn(4.046, 0.336)),
    Row(
      "efficientnet-lite0", "EfficientNet-Lite0",
      "EfficientNet-B0 without squeeze and excitation, with ReLU6.", source: "Tan and Le, 2019",
      .inverted(MobileNets.efficientLiteStages, width: 1)),
    Row(
      "efficientnet-b0", "EfficientNet-B0", source: "Tan and Le, 2019", .efficientNetB0,
      published: ncnn(5.236, 0.386)),
    Row(
      "efficientnetv2-b0", "EfficientNetV2-B0", source: "Tan and Le, 2021", .efficientNetV2B0,
      published: ncnn(7.065, 0.718)),
    Row(
      "regnety-400m", "RegNetY-400MF", source: "Radosavovic et al., 2020", .regNetY400,
      published: ncnn(4.311, 0.402)),
  ]
}
