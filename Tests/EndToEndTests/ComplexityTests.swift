import Foundation
import Testing

@Suite("cspsim complexity and networks export", .enabled(if: Program.isBuilt))
struct ComplexityTests {
  /// The largest layers that figure 7 of the CSPNet paper shows, in BFLOPs.
  private static let figure7 = [
    ("peleenet-yolo", "0.99680"), ("peleenet-prn", "0.35442"), ("csppeleenet-efm", "0.19936"),
  ]

  @Test("the networks of the paper's figure 7 have the largest layers that it shows")
  func figureSeven() throws {
    try Scratch.use { folder in
      let outcome = try Program.run(["complexity"] + Self.figure7.map(\.0), in: folder)
      #expect(outcome.code == 0)
      for (name, largest) in Self.figure7 {
        let row = outcome.output.split(separator: "\n").first { $0.hasPrefix(name) }
        #expect(row?.contains(" \(largest) ") == true, "\(name)")
      }
      #expect(
        try Scratch.contents(folder.appending(path: "reports/complexity")) == [
          "complexity.csv", "complexity.svg", "dense-blocks.csv",
        ])
    }
  }

  @Test("the split takes CIO from 34.411 to 32.642 million, as the paper says in section 4.5")
  func inputOutput() throws {
    try Scratch.use { folder in
      let outcome = try Program.run(["complexity", "resnext50", "cspresnext50"], in: folder)
      #expect(outcome.output.contains(" 34,411,496 "))
      #expect(outcome.output.contains(" 32,642,024 "))
    }
  }

  /// c·m + (m² + m)·d/2 and (c·m + (m² + m)·d)/2 for 64, 32, 6 and 128, 32, 12.
  @Test("the paper's formulas for dense blocks stand beside what the networks do")
  func denseBlocks() throws {
    try Scratch.use { folder in
      let words = ["complexity", "densenet121", "cspdensenet121", "--out", "here"]
      let outcome = try Program.run(words, in: folder)
      let rows = outcome.output.split(separator: "\n").map {
        $0.split(separator: " ").map(String.init)
      }
      let plain = ["densenet121", "stage", "1", "56×56", "64", "32", "6", "1,056", "864"]
      #expect(rows.contains(plain + ["18.2", "%", "1,056", "16,859,136"]))
      let half = ["cspdensenet121", "stage", "1", "56×56", "64", "32", "6", "1,056", "864"]
      #expect(rows.contains { $0.starts(with: half + ["18.2", "%", "864"]) })
      let csv = try String(
        contentsOf: folder.appending(path: "here/dense-blocks.csv"), encoding: .utf8)
      #expect(csv.split(separator: "\n").count == 9)
      #expect(csv.contains("densenet121,stage 2,28,28,128,32,12,4032,3264,4032,12945408\n"))
    }
  }

  @Test("without dense blocks no such table is printed, and JSON has an empty list")
  func noDenseBlocks() throws {
    try Scratch.use { folder in
      let text = try Program.run(["complexity", "resnet18"], in: folder).output
      #expect(!text.contains("dense blocks"))
      let json = try Program.run(["complexity", "resnet18", "--json"], in: folder).output
      #expect(json.contains("\"dense_stages\": []"))
    }
  }

  @Test("JSON has the same numbers and writes no files")
  func json() throws {
    struct Document: Decodable {
      struct Stage: Decodable {
        let channels, growth, layers: Int
        let formulaElementsPerPixel, halvedFormulaElementsPerPixel: Int
        let countedElementsPerPixel, stageTrafficElements: Int
      }
      struct Network: Decodable {
        let name: String
        let macs, convolutionalInputOutput: Int
        let denseStages: [Stage]
      }
      let schemaVersion: Int
      let networks: [Network]
    }
    try Scratch.use { folder in
      let outcome = try Program.run(["complexity", "densenet121", "--json"], in: folder)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let document = try decoder.decode(Document.self, from: Data(outcome.output.utf8))
      let network = try #require(document.networks.first)
      #expect(network.macs == 2_834_161_664)
      let stage = try #require(network.denseStages.last)
      #expect(stage.channels == 512)
      #expect(stage.growth == 32)
      #expect(stage.layers == 16)
      #expect(stage.formulaElementsPerPixel == 12_544)
      #expect(stage.halvedFormulaElementsPerPixel == 8448)
      #expect(stage.countedElementsPerPixel == 12_544)
      #expect(try Scratch.contents(folder).isEmpty)
    }
  }

  @Test("an exported file is read back with the same counts", arguments: ["onnx", "cfg"])
  func roundTrip(format: String) throws {
    try Scratch.use { folder in
      let text = """
        [net]
        height=16
        width=16
        channels=3
        [convolutional]
        batch_normalize=1
        filters=8
        size=3
        pad=1
        activation=leaky
        [maxpool]
        size=2
        stride=2
        [convolutional]
        filters=10
        size=1
        """
      try Data(text.utf8).write(to: folder.appending(path: "small.cfg"))
      let exported = try Program.run(
        ["networks", "export", "small.cfg", "--format", format, "--out", "again.\(format)"],
        in: folder)
      #expect(exported.code == 0, "\(exported.errors)")
      #expect(exported.output == "Wrote again.\(format)\n")
      let before = try Program.run(["networks", "show", "small.cfg"], in: folder)
      let after = try Program.run(["networks", "show", "again.\(format)"], in: folder)
      #expect(after.code == 0, "\(after.errors)")
      // 16 × 16 × 8 × 27 + 8 × 8 × 10 × 8
      let counts = ["MACs        60,416 an image", "weights     296 (convolution and linear)"]
      for outcome in [before, after] {
        for line in counts {
          #expect(outcome.output.contains(line), "\(outcome.output)")
        }
      }
    }
  }

  @Test("a graph is exported under the network's name, and JSON is that of show")
  func exports() throws {
    try Scratch.use { folder in
      for format in ["dot", "json"] {
        let words = ["networks", "export", "resnet18", "--format", format]
        #expect(try Program.run(words, in: folder).output == "Wrote resnet18.\(format)\n")
      }
      let dot = try String(contentsOf: folder.appending(path: "resnet18.dot"), encoding: .utf8)
      #expect(dot.hasPrefix("digraph"))
      let json = try String(contentsOf: folder.appending(path: "resnet18.json"), encoding: .utf8)
      #expect(json == (try Program.run(["networks", "show", "resnet18", "--json"]).output))
    }
  }
}
