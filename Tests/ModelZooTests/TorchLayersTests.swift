import LayerGraph
import ModelZoo
import Testing

@Suite(
  "Every convolution of a timm model is in ours",
  .enabled(if: ReferenceData.isPresent, "the reference data is absent"))
struct TorchLayersTests {
  @Test(
    "channels, filters, kernel, stride, groups and height, as sorted lists",
    arguments: [
      ("densenet121", "densenet121.csv"), ("resnet50-torchvision", "resnet50.csv"),
      ("resnext50-torchvision", "resnext50_32x4d.csv"),
      ("mobilenetv2-torchvision", "mobilenetv2_100.csv"),
    ])
  func convolutions(name: String, file: String) throws {
    let rows = try ReferenceData.table("timm-layers/\(file)").dropFirst()
    let expected = rows.filter { $0[1].hasSuffix("conv") }
      .map { row in [3, 6, 7, 9, 12, 13].compactMap { Int(row[$0]) } }
    #expect(expected.count > 50)
    #expect(
      try convolutionShapes(of: name).sorted(by: lexicographic)
        == expected.sorted(by: lexicographic))
  }

  private func convolutionShapes(of name: String) throws -> [[Int]] {
    let network = try ModelZoo.network(named: name)
    return network.layers.compactMap { layer in
      guard case .convolution(let convolution) = layer.operation else { return nil }
      return [
        network.layers[layer.inputs[0]].output.channels, convolution.filters,
        convolution.window.kernel.height, convolution.window.stride.height, convolution.groups,
        layer.output.height,
      ]
    }
  }

  private func lexicographic(_ a: [Int], _ b: [Int]) -> Bool { a.lexicographicallyPrecedes(b) }
}
