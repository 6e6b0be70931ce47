import LayerGraph
import ModelZoo
import Testing

@Suite("Options change a network, or say why they can't")
struct OptionTests {
  @Test("every name is unique and gives a network of that name at its published size")
  func names() throws {
    #expect(Set(ModelZoo.names).count == ModelZoo.names.count)
    for entry in ModelZoo.entries {
      let network = try entry.network()
      #expect(network.name == entry.name)
      #expect(network.input.height == entry.input.height)
      #expect(network.batch == 1)
    }
  }

  @Test("an image need not be square")
  func inputSize() throws {
    let options = NetworkOptions(input: Spatial(height: 64, width: 128), batch: 4)
    let network = try ModelZoo.network(named: "cspdarknet53", options: options)
    #expect(network.input == Shape(channels: 3, height: 64, width: 128))
    #expect(network.batch == 4)
    let last = try #require(network.layers.last { $0.name == "stage5.transition2" })
    #expect(last.output == Shape(channels: 1024, height: 2, width: 4))
  }

  @Test("a quarter that bypasses leaves three quarters to the blocks")
  func splitRatio() throws {
    let network = try ModelZoo.network(
      named: "cspdarknet53", options: NetworkOptions(splitRatio: 0.25))
    #expect(channels(of: "stage3.bypass", in: network) == 64)
    #expect(channels(of: "stage3.heavy", in: network) == 192)
    #expect(channels(of: "stage3.block8.add", in: network) == 192)
    #expect(channels(of: "stage3.concat", in: network) == 256)
  }

  @Test("fusion modes keep or drop the two transitions", arguments: FusionMode.allCases)
  func fusion(mode: FusionMode) throws {
    let network = try ModelZoo.network(
      named: "cspdarknet53", options: NetworkOptions(fusion: mode))
    #expect(
      (channels(of: "stage3.transition1", in: network) != nil) == [.csp, .last].contains(mode))
    #expect(
      (channels(of: "stage3.transition2", in: network) != nil) == [.csp, .first].contains(mode))
  }

  @Test("without fusion the plain network is left")
  func plain() throws {
    let plain = try ModelZoo.network(named: "darknet53")
    let unsplit = try ModelZoo.network(
      named: "cspdarknet53", options: NetworkOptions(fusion: FusionMode.none))
    #expect(unsplit.layers == plain.layers)
  }

  @Test("slicing spares the two convolutions of every split")
  func slice() throws {
    let network = try ModelZoo.network(
      named: "cspdarknet53", options: NetworkOptions(split: .slice))
    let bypass = try #require(network.layers.first { $0.name == "stage4.bypass" })
    #expect(bypass.operation == .slice(ChannelSlice(range: 0..<256)))
    let heavy = try #require(network.layers.first { $0.name == "stage4.heavy" })
    #expect(heavy.operation == .slice(ChannelSlice(range: 256..<512)))
  }

  @Test("bad options are told apart")
  func errors() {
    #expect(throws: ZooError.unknownNetwork(name: "darknet54")) {
      try ModelZoo.network(named: "darknet54")
    }
    #expect(
      throws: ZooError.optionNotAccepted(network: "yolov3", option: .splitRatio, accepted: [])
    ) {
      try ModelZoo.network(named: "yolov3", options: NetworkOptions(splitRatio: 0.5))
    }
    for ratio in [0, 1, -0.5, .nan, .infinity] {
      #expect(throws: ZooError.self) {
        try ModelZoo.network(named: "cspdarknet53", options: NetworkOptions(splitRatio: ratio))
      }
    }
    #expect(
      throws: ZooError.emptySplit(
        network: "cspdarknet53", stage: 1, ratio: 0.001, channels: 128)
    ) {
      try ModelZoo.network(named: "cspdarknet53", options: NetworkOptions(splitRatio: 0.001))
    }
    #expect(
      throws: ZooError.inputTooSmall(network: "darknet53", input: Spatial(31), minimum: 32)
    ) {
      try ModelZoo.network(named: "darknet53", options: NetworkOptions(input: Spatial(31)))
    }
    #expect(throws: ZooError.self) {
      try ModelZoo.network(named: "darknet53", options: NetworkOptions(input: Spatial(1 << 40)))
    }
    #expect(throws: ZooError.self) {
      try ModelZoo.network(named: "darknet53", options: NetworkOptions(batch: 0))
    }
  }

  @Test("growth and compression set the widths of DenseNet")
  func dense() throws {
    let options = NetworkOptions(growthRate: 24, compression: 0.25)
    let network = try ModelZoo.network(named: "densenet121", options: options)
    #expect(channels(of: "stage1.block6.concat", in: network) == 64 + 6 * 24)
    #expect(channels(of: "stage1.transition", in: network) == (64 + 6 * 24) / 4)
  }

  @Test("options read as what differs from the published network")
  func description() {
    #expect("\(NetworkOptions())" == "")
    let options = NetworkOptions(
      input: Spatial(512), batch: 8, splitRatio: 0.25, fusion: .last, split: .slice,
      growthRate: 12, compression: 0.8)
    #expect(
      "\(options)"
        == "512×512, batch 8, γ 0.25, fusion last, split by slice, growth 12, compression 0.8")
  }

  @Test("an error says what is wrong, where, and what would do")
  func wording() {
    let option = ZooError.optionNotAccepted(
      network: "darknet53", option: .compression, accepted: [.splitRatio, .fusion, .split])
    #expect(
      "\(option)" == "darknet53 has no compression; it takes --split-ratio, --fusion, --split")
    let share = ZooError.shareOutOfRange(
      network: "cspdarknet53", option: .splitRatio, value: 1.5)
    #expect(
      "\(share)"
        == "cspdarknet53: the split ratio is 1.5; expected a number above 0 and below 1")
    let indivisible = ZooError.inputIndivisible(network: "yolov4", input: Spatial(500), by: 32)
    #expect(
      "\(indivisible)"
        == "yolov4: an input of 500×500 doesn't work; height and width must be multiples of 32, "
        + "such as 416×416")
    #expect(throws: indivisible) {
      try ModelZoo.network(named: "yolov4", options: NetworkOptions(input: Spatial(500)))
    }
  }

  private func channels(of name: String, in network: Network) -> Int? {
    network.layers.first { $0.name == name }?.output.channels
  }
}
