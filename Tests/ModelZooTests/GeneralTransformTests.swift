import LayerGraph
import ModelZoo
import Testing

@Suite("Every plain staged network can be split, whatever the ratio, fusion and split")
struct GeneralTransformTests {
  static let names = [
    "darknet53", "darknet-reference", "darknet19", "resnet50", "resnext50", "resnet10", "resnet18",
    "resnet34", "resnet101", "resnet152", "resnext101", "resnet18-torchvision",
    "resnet34-torchvision", "resnet50-torchvision", "resnet101-torchvision",
    "resnet152-torchvision", "resnext50-torchvision", "resnext101-torchvision", "densenet121",
    "densenet169", "densenet201", "densenet264", "densenet201-darknet", "densenet121-k12",
    "peleenet", "sparsepeleenet", "mobilenetv2-torchvision", "mobilenetv2",
  ]

  static let ratios = [0.25, 0.5, 0.75]

  @Test("they are the networks that take a fusion mode and are plain without one")
  func catalogue() throws {
    let plain = try ModelZoo.entries.filter { entry in
      guard entry.accepts.contains(.fusion) else { return false }
      return try entry.network().layers
        == entry.network(options: NetworkOptions(fusion: FusionMode.none)).layers
    }
    #expect(Set(plain.map(\.name)) == Set(Self.names))
  }

  @Test("each stage gives the plain one's shape, and less work the more bypasses", arguments: names)
  func shapesAndWork(name: String) throws {
    let plain = try ModelZoo.network(named: name)
    for fusion in [FusionMode.csp, .first, .last] {
      for split in SplitKind.allCases where !isNarrow(name, fusion, split) {
        var work: [Int] = []
        for ratio in Self.ratios {
          let options = NetworkOptions(splitRatio: ratio, fusion: fusion, split: split)
          let network = try ModelZoo.network(named: name, options: options)
          #expect(outputs(network) == outputs(plain), "\(options)")
          #expect(network.layers != plain.layers, "\(options)")
          work.append(network.counts.macs)
        }
        #expect(work[0] > work[1] && work[1] > work[2], "\(fusion) \(split) \(work)")
      }
    }
  }

  /// MobileNet's first stage halves its channels: a slice of them fills it without the blocks.
  private func isNarrow(_ name: String, _ fusion: FusionMode, _ split: SplitKind) -> Bool {
    name.hasPrefix("mobilenetv2") && fusion == .last && split == .slice
  }

  /// What the last layer of each stage gives; stages in order.
  private func outputs(_ network: Network) -> [Output] {
    var outputs: [Output] = []
    for layer in network.layers {
      if outputs.last?.stage == layer.stage { outputs.removeLast() }
      outputs.append(Output(stage: layer.stage, shape: layer.output))
    }
    return outputs
  }

  private struct Output: Hashable {
    let stage: String
    let shape: Shape
  }
}

extension GeneralTransformTests {
  @Test("its name says what was done, and only then differs")
  func name() throws {
    func name(_ options: NetworkOptions) throws -> String {
      try ModelZoo.network(named: "resnet34", options: options).name
    }
    #expect(try name(NetworkOptions()) == "resnet34")
    #expect(try name(NetworkOptions(splitRatio: 0.5, fusion: FusionMode.none)) == "resnet34")
    #expect(try name(NetworkOptions(fusion: .csp)) == "resnet34-csp-0.5")
    #expect(
      try name(NetworkOptions(splitRatio: 0.25, fusion: .last, split: .slice))
        == "resnet34-csp-last-0.25-slice")
  }

  @Test("a ratio or a split without a fusion mode means both transitions")
  func implied() throws {
    for options in [NetworkOptions(splitRatio: 0.5), NetworkOptions(split: .convolutions)] {
      #expect(
        try ModelZoo.network(named: "darknet53", options: options).layers
          == ModelZoo.network(named: "darknet53", options: NetworkOptions(fusion: .csp)).layers)
    }
  }

  @Test("stages after the first of CSPDarknet-53 are those of Darknet-53 split by the rule")
  func darknet() throws {
    let general = try ModelZoo.network(named: "darknet53", options: NetworkOptions(fusion: .csp))
    let published = try ModelZoo.network(named: "cspdarknet53")
    func later(_ network: Network) -> [String] {
      network.layers.filter { !["stem", "stage 1"].contains($0.stage) }
        .map { "\($0.name) \($0.operation) \($0.activation) \($0.output)" }
    }
    #expect(later(general) == later(published))
  }

  @Test("a strided convolution takes the place of a block that isn't the stage's only one")
  func downsampling() throws {
    func layers(_ name: String) throws -> [String] {
      try ModelZoo.network(named: name, options: NetworkOptions(fusion: .csp)).layers.map(\.name)
    }
    let bottlenecks = try layers("resnext50-torchvision")
    #expect(bottlenecks.contains("stage2.down") && !bottlenecks.contains("stage2.block4.add"))
    #expect(bottlenecks.contains("stage1.block3.add") && !bottlenecks.contains("stage1.down"))
    for name in ["resnet10", "mobilenetv2"] {
      #expect(try !layers(name).contains { $0.hasSuffix(".down") })
    }
  }

  @Test("a bypass wider than the stage is refused")
  func wideBypass() {
    let options = NetworkOptions(splitRatio: 0.75, fusion: .last, compression: 0.1)
    let error = ZooError.wideBypass(
      network: "densenet121-csp-last-0.75", stage: 1, ratio: 0.75, bypass: 48, output: 25)
    #expect(throws: error) { try ModelZoo.network(named: "densenet121", options: options) }
    #expect(
      "\(error)"
        == "densenet121-csp-last-0.75: a split ratio of 0.75 leads 48 channels past stage 1, which "
        + "gives 25 in all with fusion last; choose a smaller ratio or another fusion")
  }
}
