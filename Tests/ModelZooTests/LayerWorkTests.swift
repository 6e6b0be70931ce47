import LayerGraph
import ModelZoo
import Testing

@Suite("The work of each layer is what the paper's figure 7 shows, at 416×416")
struct LayerWorkTests {
  /// BFLOPs of the bars 114 to 150, from the figure, each moved to the nearest count that a layer
  /// of round channels can have.
  static let exactFusionBars: [Double] = [
    0.0554, 0.1994, 0.0111, 0, 0, 0.0443, 0.1994, 0.0111, 0, 0.0498, 0.0111, 0.0498, 0.0031, 0, 0,
    0.0222, 0.1994, 0.0111, 0, 0.0498, 0, 0.0443, 0.1994, 0.0882, 0, 0.0997, 0, 0, 0.0443, 0.1994,
    0.0441, 0, 0.0997, 0.0111, 0.0498, 0.0110, 0,
  ]

  @Test(
    "the heaviest layer",
    arguments: [
      ("peleenet-yolo", 0.99680), ("peleenet-prn", 0.35442), ("csppeleenet-efm", 0.19936),
    ]
  )
  func heaviest(name: String, bflops: Double) throws {
    let bars = try figureBars(of: name)
    #expect(abs((bars.max() ?? 0) - bflops) < 0.000_005)
  }

  @Test("every layer of the exact fusion head")
  func exactFusion() throws {
    let bars = try figureBars(of: "csppeleenet-efm")
    try #require(bars.count == 151)
    for (index, expected) in Self.exactFusionBars.enumerated() {
      #expect(abs(bars[114 + index] - expected) < 0.000_51, "bar \(114 + index)")
    }
  }

  @Test("the paper's claims: 44 % and 80 % less in the heaviest layer")
  func reductions() throws {
    let yolo = try #require(try figureBars(of: "peleenet-yolo").max())
    let prn = try #require(try figureBars(of: "peleenet-prn").max())
    let efm = try #require(try figureBars(of: "csppeleenet-efm").max())
    #expect(abs((1 - efm / prn) - 0.4375) < 1e-12)
    #expect(abs((1 - efm / yolo) - 0.8) < 1e-12)
  }

  @Test("CIO falls from ResNeXt-50 to CSPResNeXt-50 and rises from Darknet-53 to CSPDarknet-53")
  func convolutionalInputOutput() throws {
    let counts = try ["resnext50", "cspresnext50", "darknet53", "cspdarknet53"].map {
      try ModelZoo.network(named: $0).convolutionalInputOutput
    }
    #expect(counts == [34_411_496, 32_642_024, 24_972_264, 35_851_240])
  }
}

/// BFLOPs of the layers that the figure draws: all but concatenations, slices and additions.
func figureBars(of name: String) throws -> [Double] {
  let network = try ModelZoo.network(named: name)
  return network.layers.indices.compactMap { index in
    switch network.layers[index].operation {
    case .convolution, .pool, .upsample, .crossChannelPool, .detection:
      BFLOPs(network.counts(of: index)).convolutionAndMaximum
    default: nil
    }
  }
}
