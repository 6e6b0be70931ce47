import LayerGraph
import ModelZoo
import Testing

/// Counts of PyTorch networks at 224×224, taken with forward hooks on timm and torchvision models.
struct TorchCounts: Sendable, CustomTestStringConvertible {
  let network: String
  let parameters: Int
  let macs: Int

  init(_ network: String, parameters: Int, macs: Int) {
    self.network = network
    self.parameters = parameters
    self.macs = macs
  }

  var testDescription: String { network }

  static let table = [
    TorchCounts("resnet50-torchvision", parameters: 25_557_032, macs: 4_089_184_256),
    TorchCounts("resnext50-torchvision", parameters: 25_028_904, macs: 4_230_479_872),
    TorchCounts("densenet121", parameters: 7_978_856, macs: 2_834_161_664),
    TorchCounts("densenet169", parameters: 14_149_480, macs: 3_359_843_328),
    TorchCounts("densenet201", parameters: 20_013_928, macs: 4_291_365_888),
    TorchCounts("densenet264", parameters: 33_337_704, macs: 5_751_653_376),
    TorchCounts("mobilenetv2-torchvision", parameters: 3_504_872, macs: 300_774_272),
    TorchCounts("densenet121-k12", parameters: 1_447_470, macs: 566_302_544),
    TorchCounts("cspdensenet121-k12", parameters: 1_274_934, macs: 543_934_612),
  ]
}

/// Parameters that torchvision documents of its models, which differ from ours in nothing that has
/// parameters.
let torchvisionParameters = [
  ("squeezenet1.0", 1_248_424), ("squeezenet1.1", 1_235_496), ("vgg11", 132_863_336),
  ("vgg13", 133_047_848), ("vgg16", 138_357_544), ("vgg19", 143_667_240),
  ("mobilenetv3-large-1.0", 5_483_032), ("mobilenetv3-small-1.0", 2_542_856),
  ("shufflenetv2", 2_278_604), ("mnasnet", 4_383_312), ("efficientnet-b0", 5_288_548),
  ("regnety-400m", 4_344_144), ("resnet50-caffe", 25_557_032), ("resnet101-caffe", 44_549_160),
  ("resnet152-caffe", 60_192_808),
]

@Suite("Counts equal those of the PyTorch networks to the last unit")
struct TorchCountsTests {
  @Test("parameters and MACs", arguments: TorchCounts.table)
  func counts(expected: TorchCounts) throws {
    let counts = try ModelZoo.network(named: expected.network).counts
    #expect(counts.parameters == expected.parameters)
    #expect(counts.macs == expected.macs)
  }

  @Test("parameters that torchvision documents", arguments: torchvisionParameters)
  func documented(name: String, parameters: Int) throws {
    #expect(try ModelZoo.network(named: name).counts.parameters == parameters)
  }

  @Test("CSPMobileNet-v2 equals its darknet description")
  func cspMobileNet() throws {
    let counts = try ModelZoo.network(named: "cspmobilenetv2").counts
    #expect(counts.weights == 2_513_400)
    #expect(counts.macs == 381_778_464)
  }

  @Test("darknet's DenseNet-201 equals its description at 256×256")
  func darknetDenseNet() throws {
    let counts = try ModelZoo.network(named: "densenet201-darknet").counts
    #expect(counts.weights == 17_138_880)
    #expect(counts.parameters == 17_173_160)
    #expect(counts.macs == 5_424_021_504)
  }

  @Test("darknet's deep ResNets equal their descriptions at 256×256")
  func deepResNets() throws {
    let resNet101 = try ModelZoo.network(named: "resnet101").counts
    #expect(resNet101.weights == 41_673_920)
    #expect(resNet101.macs == 9_848_225_792)
    let resNet152 = try ModelZoo.network(named: "resnet152").counts
    #expect(resNet152.weights == 57_271_488)
    #expect(resNet152.macs == 14_696_841_216)
  }
}
