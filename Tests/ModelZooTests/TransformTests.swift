import LayerGraph
import ModelZoo
import Testing

@Suite("The cross-stage-partial transform holds for every network, ratio, fusion and split")
struct TransformTests {
  static let transformable = ModelZoo.entries.filter { $0.accepts.contains(.fusion) }.map(\.name)

  static let variants: [NetworkOptions] = FusionMode.allCases.flatMap { fusion in
    SplitKind.allCases.flatMap { split in
      [0.25, 0.4, 0.75].map {
        NetworkOptions(splitRatio: $0, fusion: fusion, split: split)
      }
    }
  }

  /// The first stages of published networks are exceptions.
  @Test("shapes agree, and the shares of stages 2 and on are γ and 1 − γ", arguments: transformable)
  func shares(name: String) throws {
    let entry = try ModelZoo.entry(named: name)
    let isNarrow = name.hasPrefix("cspresnext50") || name.hasPrefix("mobilenetv2")
    for variant in Self.variants {
      if isNarrow, variant.fusion == .last, variant.split == .slice { continue }
      var options = variant
      options.input = Spatial(height: 2 * entry.stride, width: 3 * entry.stride)
      let network = try entry.network(options: options)
      for stage in 2...5 {
        guard let bypass = channels(of: "stage\(stage).bypass", in: network),
          let heavy = channels(of: "stage\(stage).heavy", in: network)
        else { continue }
        let share = Double(bypass + heavy) * (options.splitRatio ?? 0)
        #expect(abs(Double(bypass) - share) <= 1, "stage \(stage)")
      }
    }
  }

  @Test("more bypassing is less work", arguments: transformable)
  func work(name: String) throws {
    let macs = try [0.25, 0.5, 0.75].map {
      try ModelZoo.network(named: name, options: NetworkOptions(splitRatio: $0)).counts.macs
    }
    #expect(macs[0] > macs[1] && macs[1] > macs[2])
  }

  @Test("a width that groups can't divide is an error that names the layer")
  func indivisible() {
    let options = NetworkOptions(splitRatio: 0.25, fusion: .last, split: .slice)
    #expect(throws: Self.indivisibleWidth(of: "cspresnext50")) {
      try ModelZoo.network(named: "cspresnext50", options: options)
    }
  }

  /// Slices of the stem's 64 channels beside 192 of the blocks, without a transition to even them.
  static func indivisibleWidth(of name: String) -> ZooError {
    .graph(
      network: name,
      .shape(
        layer: "stage2.down", .indivisible(what: "input channels", extent: 16 + 192, by: 32)))
  }

  @Test("a network of one's own: two stages of two blocks")
  func own() throws {
    let blocks = ResidualBlocks(kind: .reduced(inner: 8), repeats: 2)
    let stage = Stage(
      downsampling: .convolution(filters: 16, groups: 1), body: .residual(blocks), width: 16)
    let plain = StagedNetwork(
      stem: [.convolution(filters: 8, kernel: 3, stride: 1)], stages: [stage, stage])
    let transform = CrossStagePartial(ratio: 0.25, fusion: .first)
    let network = try plain.crossStagePartial(transform)
      .network(named: "own", input: Spatial(32), batch: 2)
    #expect(
      network.layers.map(\.name).filter { $0.hasPrefix("stage2") } == [
        "stage2.down", "stage2.bypass", "stage2.heavy",
        "stage2.block1.conv1", "stage2.block1.conv2", "stage2.block1.add",
        "stage2.block2.conv1", "stage2.block2.conv2", "stage2.block2.add",
        "stage2.concat", "stage2.transition2",
      ])
    #expect(channels(of: "stage2.bypass", in: network) == 4)
    #expect(channels(of: "stage2.block2.add", in: network) == 12)
    #expect(channels(of: "stage2.transition2", in: network) == 16)
    #expect(network.batch == 2)
  }

  @Test("a description that can't be unrolled says why")
  func impossible() {
    let empty = StagedNetwork(stem: [], stages: [])
    #expect(throws: ZooError.noStages(network: "empty")) {
      try empty.network(named: "empty", input: Spatial(32))
    }
    let blocks = DenseBlocks(kind: .twoWay, growth: 8, inner: 8, repeats: 1)
    let stage = Stage(downsampling: .none, body: .dense(blocks))
    let network = StagedNetwork(stem: [], stages: [stage])
    for ratio in [0, 1, 2, -Double.infinity, .infinity] {
      #expect(
        throws: ZooError.shareOutOfRange(network: "own", option: .splitRatio, value: ratio)
      ) {
        try network.crossStagePartial(CrossStagePartial(ratio: ratio))
          .network(named: "own", input: Spatial(32))
      }
    }
  }

  private func channels(of name: String, in network: Network) -> Int? {
    network.layers.first { $0.name == name }?.output.channels
  }
}
