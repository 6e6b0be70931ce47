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
    let network = try ModelZoo.network(named: "densenet121")
    #expect(network.denseBlockTraffic.map(\.elements) == Self.blocks.map(\.whole))
    #expect(network.denseBlockTraffic.map(\.stage) == ["stage 1", "stage 2", "stage 3", "stage 4"])
  }

  @Test("CSPDenseNet-121's first block, whose channels are DenseNet-121's")
  func half() throws {
    let network = try ModelZoo.network(named: "cspdensenet121")
    #expect(network.denseBlockTraffic.first?.elements == Self.blocks[0].half)
  }

  @Test("halving saves a fifth to a third, never half")
  func savings() {
    let savings = Self.blocks.map { 1 - Double($0.half) / Double($0.whole) }
    let expected = [0.182, 0.190, 0.195, 0.327]
    for (saving, expected) in zip(savings, expected) { #expect(abs(saving - expected) < 0.000_5) }
  }

  @Test("residual networks have none")
  func residual() throws {
    #expect(try ModelZoo.network(named: "cspresnet50-elastic").denseBlockTraffic.isEmpty)
  }
}
