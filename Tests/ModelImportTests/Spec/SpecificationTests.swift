import Foundation
import JSONText
import LayerGraph
import ModelImport
import Testing

@Suite("JSON network specifications")
struct SpecificationTests {
  private static let examples = URL(filePath: #filePath)
    .appending(path: "../../../../examples").standardizedFileURL

  private func network(_ text: String) throws -> Network {
    try SpecificationImporter.network(text: Array(text.utf8), file: "s.json").network
  }

  private func resNet(_ members: String) -> String {
    """
    {\(members) "stem_channels": 64, "feature_channels": 1024, "stage_defs": [
    {"stage_width": 256, "num_layers": 3, "downsample": false},
    {"out_channels": 512, "num_blocks": 4}, {"stage_width": 1024, "num_layers": 6},
    {"stage_width": 2048, "num_layers": 3}]}
    """
  }

  /// Totals documented by lucid for split ratio 0.5; the others and the MACs at 224×224 were
  /// computed with an independent replica of its code.
  @Test(
    "the library's networks have its documented totals",
    arguments: [
      (#""block": "ResNet","#, 22_463_016, 12_405_334_016),
      (#""block": "ResNeXt","#, 22_509_864, 12_431_024_128),
      (
        #""block": {"kind": "ResNeXt", "groups": 32, "base_width": 4},"#, 22_509_864, 12_431_024_128
      ),
      (#""split_ratio": 0.25,"#, 29_154_664, 16_772_653_056),
      (#""split_ratio": 0.75,"#, 18_443_496, 9_784_942_592),
    ])
  func residual(members: String, parameters: Int, macs: Int) throws {
    let counts = try network(resNet(members)).counts
    #expect(counts.parameters == parameters)
    #expect(counts.macs == macs)
  }

  @Test("a split ratio beside the file takes the place of its own")
  func splitRatio() throws {
    for (ratio, parameters) in [(0.25, 29_154_664), (0.75, 18_443_496)] {
      let counts = try SpecificationImporter.network(
        text: Array(resNet(#""split_ratio": 0.5,"#).utf8), file: "s.json",
        options: ImportOptions(splitRatio: ratio)
      ).network.counts
      #expect(counts.parameters == parameters)
    }
  }

  @Test("a split ratio that is no share is refused", arguments: [-0.1, 1.5, .nan, .infinity])
  func splitRatioOutOfRange(ratio: Double) throws {
    #expect(throws: ImportError.self) {
      try SpecificationImporter.network(
        text: Array(resNet("").utf8), file: "s.json", options: ImportOptions(splitRatio: ratio))
    }
  }

  @Test("csp_darknet_53 has its documented total")
  func darknet() throws {
    let counts = try network(
      """
      {"block": "Darknet", "stem_channels": 32, "pre_kernel_size": 3, "stage_defs": [
      {"stage_width": 64, "num_layers": 1}, {"stage_width": 128, "num_layers": 2},
      {"stage_width": 256, "num_layers": 8}, {"stage_width": 512, "num_layers": 8},
      {"stage_width": 1024, "num_layers": 4}]}
      """
    ).counts
    #expect(counts.parameters == 27_278_536)
    #expect(counts.macs == 1_348_403_200)
  }

  @Test("the example in the repository is csp_resnet_50")
  func example() throws {
    let text = try Data(contentsOf: Self.examples.appending(path: "csp_resnet_50.json"))
    let imported = try SpecificationImporter.network(text: [UInt8](text), file: "e.json")
    #expect(imported.network.name == "csp_resnet_50")
    #expect(imported.network.counts.parameters == 22_463_016)
  }

  @Test("a stage shares its channels between shortcut and blocks, and merges them")
  func stage() throws {
    let network = try network(
      """
      {"in_channels": 1, "input_size": [16, 32], "stem_channels": 4, "split_ratio": 0.3,
      "num_classes": 7, "global_pool": "max", "dropout": 0.1, "stage_defs": [
      {"stage_width": 10, "num_layers": 1, "block": "Darknet"}]}
      """)
    #expect(
      network.layers.map { "\($0.name) \($0.output)" } == [
        "input 1×16×32", "stem.conv1 4×8×16", "stem.conv2 4×8×16", "stage1.pre 10×4×8",
        "stage1.shortcut 3×4×8", "stage1.residual 7×4×8", "stage1.block1.conv1 7×4×8",
        "stage1.block1.conv2 7×4×8", "stage1.block1.add 7×4×8", "stage1.concat 10×4×8",
        "stage1.merge 10×4×8", "head.pool 10×1×1", "head.dropout 10×1×1", "head.classifier 7×1×1",
      ])
    #expect(network.layers[9].inputs == [4, 8])
  }

  @Test(
    "a bad specification is refused at its path and line",
    arguments: [
      ("", "s.json:1: $: the text ends too early; expected"),
      ("[]", "s.json:1: $: found an array; expected an object"),
      ("{\n}", #"s.json:1: $: missing key "stem_channels"; expected"#),
      (
        #"{"stem_channels": 1, "stage_defs": [[3, 256, "f", true]]}"#,
        "s.json:1: $.stage_defs[0]: found an array; expected an object with stage_width"
      ),
      (#"{"stem_channels": 1, "stage_defs": []}"#, "s.json:1: $.stage_defs: there are no stages"),
      (
        "{\"stem_channels\": 1,\n\"stage_defs\": [{\"stage_width\": 1, \"num_layers\": 1}]}",
        "s.json:2: $.stage_defs[0]: of 1 channels, 1 take the shortcut and 0 the blocks"
      ),
      (
        #"{"stem_channels": 1, "stage_defs": [{"stage_width": 8, "out_channels": 8}]}"#,
        "s.json:1: $.stage_defs[0].out_channels: stage_width and out_channels mean the same"
      ),
      (
        #"{"stem_channels": 1099511627776, "stage_defs": []}"#,
        "s.json:1: $.stem_channels: 1099511627776 is out of range; expected 1 to 1048576"
      ),
      (
        #"{"stem_channels": 1, "stage_defs": [{"stage_width": 8, "num_layers": 1, "block": "VGG"}]}"#,
        "s.json:1: $.stage_defs[0].block: unknown block 'VGG'; expected ResNet, ResNeXt or Darknet"
      ),
    ])
  func refused(text: String, expected: String) {
    do {
      _ = try SpecificationImporter.network(text: Array(text.utf8), file: "s.json")
      Issue.record("it was accepted")
    } catch {
      #expect(error.description.hasPrefix(expected), "\(error)")
    }
  }

  @Test("the published schema has the keys that the reader accepts")
  func schema() throws {
    let data = try Data(contentsOf: Self.examples.appending(path: "network-spec.schema.json"))
    var schema = try JSONDocument(bytes: [UInt8](data), file: "schema").root.object()
    let published = try schema.required("properties").object().keys
    let message = try #require(throws: ImportError.self) {
      try SpecificationImporter.network(
        text: Array(resNet(#""nonsense": 1,"#).utf8), file: "s.json")
    }
    let accepted = message.remedy.drop { $0 != "$" }.split(separator: ", ").map(String.init)
    #expect(accepted.sorted() == published.sorted())
  }
}
