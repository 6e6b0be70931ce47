import LayerGraph
import ModelZoo
import Testing

@Suite(
  "Convolution for convolution, in order, ours are those of the darknet descriptions",
  .enabled(if: ReferenceData.isPresent, "the reference data is absent"))
struct DarknetLayersTests {
  static let published = [
    ("darknet53", "darknet53"), ("cspdarknet53", "csdarknet53"), ("resnet50", "resnet50"),
    ("cspresnet50", "csresnet50"), ("resnext50", "resnext50"), ("cspresnext50", "csresnext50"),
    ("darknet-reference", "darknet"), ("resnet10", "resnet10"), ("mobilenetv2", "mobilenet-v2"),
    ("cspresnet50-elastic", "csresnet50-elastic"), ("yolov3", "yolov3"),
    ("yolov3-tiny", "yolov3-tiny"), ("yolov3-tiny-prn", "yolov3-tiny-prn"),
    ("yolov4", "csdarknet53-panet-spp"), ("yolov4-tiny", "yolov4-tiny"),
    ("cspresnext50-panet-spp", "csresnext50-panet-spp"),
  ]

  static let reconstructed = [
    ("peleenet", "peleenet"), ("sparsepeleenet", "sparsepeleenet"),
    ("peleenet-yolo", "peleenet-yolo"), ("peleenet-prn", "peleenet-prn"),
    ("csppeleenet-prn", "csppeleenet-prn"),
  ]

  @Test("published by their authors", arguments: published)
  func authors(name: String, file: String) throws {
    try compare(name, with: "darknet-cfg/\(file).cfg")
  }

  @Test("reconstructed from the paper", arguments: reconstructed)
  func paper(name: String, file: String) throws {
    try compare(name, with: "reconstructed-cfg/\(file).cfg")
  }

  @Test("CSPPeleeNet", arguments: [FusionMode.csp, .last], [0.25, 0.5, 0.75])
  func cspPeleeNet(fusion: FusionMode, ratio: Double) throws {
    try compare(
      "csppeleenet", with: "reconstructed-cfg/csppeleenet-\(fusion.rawValue)-g\(ratio).cfg",
      options: NetworkOptions(splitRatio: ratio, fusion: fusion))
  }

  private func compare(
    _ name: String, with file: String, options: NetworkOptions = NetworkOptions()
  ) throws {
    let network = try ModelZoo.network(named: name, options: options)
    let ours: [[Int]] = network.layers.compactMap { layer in
      guard case .convolution(let convolution) = layer.operation else { return nil }
      return [
        network.layers[layer.inputs[0]].output.channels, convolution.filters,
        convolution.window.kernel.height, convolution.window.stride.height, convolution.groups,
        layer.output.height, convolution.isNormalised ? 1 : 0,
      ]
    }
    let description = DarknetDescription(text: try ReferenceData.text(file))
    let expected = description.convolutions(height: network.input.height)
    try #require(ours.count == expected.count)
    for (index, (ours, expected)) in zip(ours, expected).enumerated() {
      #expect(ours == expected, "convolution \(index)")
    }
  }
}
