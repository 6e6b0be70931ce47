import LayerGraph
import Testing
import Validation

/// MACs and weights of the networks that ncnn's benchmark measures, as computed from its model
/// files (Tencent/ncnn benchmark/models, commit a4d2ea1).
private let published: [(key: String, thousandMACs: Int, thousandWeights: Int)] = [
  ("squeezenet", 418468, 1232), ("mobilenetv1-1.0", 568740, 4209),
  ("mobilenetv2-1.0", 313619, 3471), ("mobilenetv3", 245565, 5115),
  ("shufflenet", 127061, 1790), ("shufflenetv2", 144908, 2261), ("mnasnet", 314416, 4344),
  ("proxylessnasnet", 336484, 4046), ("efficientnetb0", 385815, 5236),
  ("efficientnetv2b0", 718086, 7065), ("regnety400m", 401843, 4311),
  ("googlenet", 1_582_672, 6990), ("resnet18", 1_826_918, 11683), ("alexnet", 724407, 60955),
  ("vgg16", 15_470_264, 138344), ("resnet50", 3_857_973, 25503),
  ("ssd:squeezenetssd", 1_175_970, 5519), ("ssd:mobilenetssd", 1_148_479, 5770),
  ("mobilenetyolo", 2_602_503, 5028), ("mobilenetv2yolov3", 1_182_486, 3699),
  ("nanodetm", 342223, 933), ("yolofastest1.1", 125438, 319),
  ("yolofastestv2", 106382, 241), ("fastestdet", 121492, 236),
]

@Suite("Networks of the measurements")
struct MeasuredNetworkTests {
  @Test("MACs and weights in thousands are those of the measured model files", arguments: published)
  func counts(key: String, thousandMACs: Int, thousandWeights: Int) throws {
    let network = try #require(try MeasuredNetworks.network(NetworkRequest(name: key)))
    let counts = network.counts
    #expect((counts.macs + 500) / 1000 == thousandMACs)
    #expect((counts.weights + 500) / 1000 == thousandWeights)
  }
}
