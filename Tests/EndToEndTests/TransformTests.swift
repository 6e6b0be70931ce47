import Foundation
import Testing

@Suite("The cross-stage-partial transform of plain networks", .enabled(if: Program.isBuilt))
struct TransformTests {
  @Test("a plain network stays as it is; split, it has another name and says what it is")
  func show() throws {
    let plain = try Program.run(["networks", "show", "resnet34"])
    #expect(plain.output.contains("\nResNet-34: As darknet has it"))
    let split = try Program.run(["networks", "show", "resnet34", "--split-ratio", "0.25"])
    #expect(split.output.contains("\nresnet34-csp-0.25\n"))
    #expect(split.output.contains("Not a published network: ResNet-34, split by"))
    #expect(!split.output.contains("published  "))
  }

  @Test("it runs, and its files are not the plain network's")
  func run() throws {
    try Scratch.use { folder in
      let words = ["run", "tpu-v1", "resnet18", "--input", "64", "--fusion", "last", "--quiet"]
      #expect(try Program.run(words, in: folder).code == 0)
      let files = try Scratch.contents(folder.appending(path: "reports/tpu-v1"))
      #expect(files.contains("resnet18-csp-last-0.5/summary.json"))
    }
  }

  @Test("its schedule is executed", arguments: ["resnet34", "densenet121-k12", "mobilenetv2"])
  func verify(name: String) throws {
    let words = ["verify", "gemmini-16x16", name, "--fusion", "csp", "--input", "64"]
    let outcome = try Program.run(words)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("bit for bit"))
  }

  @Test("exported, it is read again with the same work", arguments: ["cfg", "onnx"])
  func export(format: String) throws {
    try Scratch.use { folder in
      let options = ["resnet34", "--fusion", "first", "--split-ratio", "0.25", "--input", "64"]
      let file = "resnet34-csp-first-0.25.\(format)"
      let written = try Program.run(
        ["networks", "export"] + options + ["--format", format], in: folder)
      #expect(written.output == "Wrote \(file)\n")
      func counts(_ words: [String]) throws -> [Substring] {
        let output = try Program.run(["networks", "show", "--json"] + words, in: folder).output
        return output.split(separator: "\n").prefix { !$0.contains("\"layers\"") }
          .filter { ["\"weights\"", "\"macs\"", "\"convolution\""].contains(where: $0.contains) }
      }
      #expect(try counts(options).count == 3)
      #expect(try counts([file]) == counts(options))
    }
  }

  @Test("it is swept beside the plain network, and compared with it")
  func sweep() throws {
    try Scratch.use { folder in
      let swept = try Program.run(
        [
          "sweep", "tpu-v1", "resnet18,peleenet", "--fusion", "all", "--split-ratio",
          "0.25,0.5", "--input", "32", "--out", "out",
        ], in: folder)
      #expect(swept.output.contains("16 points"))
      let compared = try Program.run(
        ["compare", "tpu-v1:resnet18", "tpu-v1:resnet18@fusion=csp", "--with", "input=32"],
        in: folder)
      #expect(compared.code == 0)
      #expect(compared.output.contains("@fusion=csp"))
    }
  }
}
