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
          "complexity.csv", "complexity.svg",
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
