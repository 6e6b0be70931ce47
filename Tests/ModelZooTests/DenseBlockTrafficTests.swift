import LayerGraph
import ModelZoo
import Testing

@Suite("Traffic of dense blocks: the paper's formulas are what the networks do")
struct DenseBlockTrafficTests {
  static let blocks = [(64, 6), (128, 12), (256, 24), (512, 16)].map {
    DenseBlockTraffic(channels: $0.0, growth: 32, layers: $0.1)
  }

  @Test("DenseNet-121 block by block")
  func whole() throws {
    let stages = try ModelZoo.network(named: "densenet121").denseStages
    #expect(stages.map(\.formula) == Self.blocks)
    #expect(stages.map(\.elements) == Self.blocks.map(\.whole))
    #expect(stages.map(\.name) == ["stage 1", "stage 2", "stage 3", "stage 4"])
    #expect(stages.map(\.map.height) == [56, 28, 14, 7])
  }

  @Test("CSPDenseNet-121's first block, whose channels are DenseNet-121's")
  func half() throws {
    let stage = try #require(try ModelZoo.network(named: "cspdensenet121").denseStages.first)
    #expect(stage.formula == Self.blocks[0])
    #expect(stage.elements == Self.blocks[0].half)
  }

  @Test("a quarter that bypasses takes a quarter off the term that shrinks")
  func quarter() throws {
    let network = try ModelZoo.network(
      named: "cspdensenet121", options: NetworkOptions(splitRatio: 0.25))
    #expect(network.denseStages.first?.elements == 48 * 6 + (36 + 6) * 16)
  }

  @Test("two convolutions that split read the whole input; the formula's c is what they read")
  func convolutions() throws {
    let stages = try ModelZoo.network(named: "csppeleenet").denseStages
    let expected = [(64, 2), (128, 4), (256, 8), (512, 4)].map {
      DenseBlockTraffic(channels: $0.0, growth: 32, layers: $0.1)
    }
    #expect(stages.map(\.formula) == expected)
    #expect(stages.map(\.elements) == expected.map(\.half))
  }

  @Test("halving saves a fifth to two fifths, never half")
  func savings() throws {
    let expected = [
      ("densenet121", [0.182, 0.190, 0.195, 0.327]), ("densenet201", [0.182, 0.190, 0.123, 0.315]),
      ("peleenet", [0.167, 0.308, 0.320, 0.410]),
    ]
    for (name, savings) in expected {
      let stages = try ModelZoo.network(named: name).denseStages
      #expect(stages.count == savings.count)
      for (stage, saving) in zip(stages, savings) {
        #expect(abs(stage.formula.saving - saving) <= 0.000_5)
        let difference = stage.formula.whole - stage.formula.half
        #expect(Double(difference) / Double(stage.formula.whole) == stage.formula.saving)
      }
    }
  }

  /// Layer i reads c = 64 + 32·(i − 1) channels: normalisation 2c, 1×1 convolution c + 128, 3×3
  /// 128 + 32. Then normalisation of 256, convolution to 128, pooling to a quarter of the pixels.
  @Test("all traffic of a stage counts every layer's reads and writes")
  func traffic() throws {
    let stage = try #require(try ModelZoo.network(named: "densenet121").denseStages.first)
    let layers = (0..<6).reduce(0) { $0 + 3 * (64 + 32 * $1) + 128 + 128 + 32 }
    let transition = 2 * 256 + 256 + 128 + 128 + 128 / 4
    #expect(stage.traffic == (layers + transition) * 56 * 56)
  }

  /// Layer j of a sparse stage reads outputs j − 1, j − 2, j − 4…: of stage 1 (32 channels, three
  /// layers of 32) one, two and two maps.
  @Test("sparse layers read fewer channels than the formula says")
  func sparse() throws {
    let stage = try #require(try ModelZoo.network(named: "sparsepeleenet").denseStages.first)
    #expect(stage.formula == DenseBlockTraffic(channels: 32, growth: 32, layers: 3))
    #expect(stage.elements == (32 + 32) + (64 + 32) + (64 + 32))
    #expect(stage.formula.whole == 32 * 3 + 6 * 32)
  }

  @Test("residual networks have none", arguments: ["cspresnet50-elastic", "yolov4", "resnet50"])
  func residual(name: String) throws {
    #expect(try ModelZoo.network(named: name).denseStages.isEmpty)
  }
}
