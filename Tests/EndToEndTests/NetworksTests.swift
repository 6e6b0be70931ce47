import Foundation
import Testing

@Suite("cspsim networks", .enabled(if: Program.isBuilt))
struct NetworksTests {
  private struct Document: Decodable {
    let schemaVersion: Int
    let name: String
    let inputShape: [Int]
    let batch: Int
    let weights: Int
    let parameters: Int
    let macs: Int
    let bflops: [String: Double]
    let layers: [Layer]
  }

  private struct Layer: Decodable {
    let name: String
    let operation: String
    let stage: String
    let block: String
    let inputs: [String]
    let outputShape: [Int]
    let macs: Int
    let weights: Int
    let parameters: Int
    let activation: String
  }

  private func document(_ words: [String]) throws -> Document {
    let outcome = try Program.run(["networks", "show"] + words + ["--json"])
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(outcome.output.utf8))
  }

  /// The counts of `csdarknet53.cfg` as darknet computes them.
  @Test("the JSON of a network has the counts, and its layers add up to them")
  func json() throws {
    let document = try document(["cspdarknet53"])
    #expect(document.schemaVersion == 1)
    #expect(document.name == "cspdarknet53")
    #expect(document.inputShape == [3, 256, 256])
    #expect(document.batch == 1)
    #expect(document.weights == 27_605_856)
    #expect(document.parameters == 27_642_184)
    #expect(document.macs == 6_533_652_480)
    #expect(
      document.bflops == [
        "convolution": 13.06730496, "convolution_and_maximum": 13.06730496, "total": 13.07058176,
      ])
    #expect(document.layers.reduce(0) { $0 + $1.macs } == document.macs)
    #expect(document.layers.reduce(0) { $0 + $1.weights } == document.weights)
    #expect(document.layers.reduce(0) { $0 + $1.parameters } == document.parameters)
  }

  @Test("keys and their order don't change")
  func keys() throws {
    let output = try Program.run(["networks", "show", "cspdarknet53", "--json"]).output
    let keys = output.split(separator: "\n").compactMap { line in
      line.contains("\": ") ? line.split(separator: "\"")[1] : nil
    }
    #expect(
      keys.prefix(22) == [
        "schema_version", "name", "input_shape", "batch", "weights", "parameters", "macs",
        "bflops", "convolution", "convolution_and_maximum", "total", "layers", "name",
        "operation", "stage", "block", "inputs", "output_shape", "macs", "weights",
        "parameters", "activation",
      ])
  }

  @Test("every input of a layer is the name of an earlier layer")
  func inputs() throws {
    var seen: Set<String> = []
    for layer in try document(["cspresnext50"]).layers {
      #expect(layer.inputs.allSatisfy(seen.contains))
      #expect(seen.insert(layer.name).inserted)
    }
  }

  @Test("input size and batch are taken from the command line; counts stay those of one image")
  func options() throws {
    let document = try document(["darknet53", "--input=128x256", "--batch", "4"])
    #expect(document.inputShape == [3, 128, 256])
    #expect(document.batch == 4)
    // Half of the rows is half of the MACs but for the classifier, which pooling feeds.
    let full = try self.document(["darknet53"])
    #expect(2 * (document.macs - 1_024_000) == full.macs - 1_024_000)
  }

  /// Figures with their own oracles in the importers' tests; here, that each kind of file is read.
  @Test(
    "a file is told by its extension, or else by its content",
    arguments: [
      ("a.cfg", "[net]\nheight=8\nwidth=8\nchannels=3\n[convolutional]\nfilters=4\n", 768),
      ("a", "# mine\n[net]\nheight=8\nwidth=8\nchannels=3\n[convolutional]\nfilters=4\n", 768),
      ("a.csv", "Layer, H, W, R, S, C, M, stride,\nc1, 8, 8, 3, 3, 2, 4, 1,\n", 2592),
      ("a.txt", "Layer, H, W, R, S, C, M, stride,\nc1, 8, 8, 3, 3, 2, 4, 1,\n", 2592),
    ])
  func formats(name: String, text: String, macs: Int) throws {
    try Scratch.use { folder in
      try Data(text.utf8).write(to: folder.appending(path: name))
      let path = folder.appending(path: name).path
      #expect(try document([path]).macs == macs)
    }
  }

  @Test("the example of a JSON specification has the parameters that its library documents")
  func specification() throws {
    let path = Program.package.appending(path: "examples/csp_resnet_50.json").path
    #expect(try document([path]).parameters == 22_463_016)
  }

  /// The library's totals at these ratios, computed with an independent replica of its code.
  @Test(
    "a specification takes a split ratio from the command line",
    arguments: [("0.25", 29_154_664), ("0.75", 18_443_496)])
  func splitRatio(ratio: String, parameters: Int) throws {
    let path = Program.package.appending(path: "examples/csp_resnet_50.json").path
    #expect(try document([path, "--split-ratio", ratio]).parameters == parameters)
  }

  @Test("the names that completion offers are those of the list, and each can be shown")
  func names() throws {
    let names = try Program.run(["networks", "list", "--names"]).output.split(separator: "\n")
    let table = try Program.run(["networks", "list"]).output.split(separator: "\n").dropFirst()
    #expect(!names.isEmpty)
    #expect(table.map { $0.prefix { $0 != " " } } == names)
  }

  @Test("a table fits the width, and a file is not coloured")
  func table() throws {
    let outcome = try Program.run(["networks", "show", "cspdarknet53"])
    #expect(outcome.code == 0)
    #expect(!outcome.output.contains("\u{1B}"))
    let table = outcome.output.split(separator: "\n").prefix { !$0.hasPrefix("total") }
    #expect(table.count > 100)
    #expect(table.allSatisfy { $0.count <= 100 })
    #expect(outcome.output.contains("27,642,184 (all that are trained)"))
  }

  @Test("every figure that differs from the published one is explained")
  func check() throws {
    let outcome = try Program.run(["networks", "check"])
    #expect(outcome.code == 0)
    #expect(outcome.output.split(separator: "\n").count > 50)
    #expect(!outcome.output.contains("unexplained"))
  }
}
