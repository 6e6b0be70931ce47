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

  @Test("an exported model is read back with the same counts")
  func roundTrip() throws {
    try Scratch.use { folder in
      let exported = try Program.run(["networks", "export", "csppeleenet"], in: folder)
      #expect(exported.code == 0)
      #expect(exported.output == "Wrote csppeleenet.onnx\n")
      let before = try Program.run(["networks", "show", "csppeleenet"], in: folder)
      let after = try Program.run(["networks", "show", "csppeleenet.onnx"], in: folder)
      #expect(after.code == 0, "\(after.errors)")
      for figure in ["MACs ", "weights "] {
        let lines = [before, after].map { outcome in
          outcome.output.split(separator: "\n").last { $0.hasPrefix(figure) }
        }
        #expect(lines[0] != nil)
        #expect(lines[0] == lines[1])
      }
    }
  }
}
