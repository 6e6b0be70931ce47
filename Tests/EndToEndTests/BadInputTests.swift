import Foundation
import Testing

@Suite("Bad input gets one clear error and leaves nothing behind", .enabled(if: Program.isBuilt))
struct BadInputTests {
  /// A command line that must fail, and how.
  struct Case: CustomTestStringConvertible, Sendable {
    let words: String
    let code: Int32
    let errors: String

    init(_ words: String, _ code: Int32, _ errors: String) {
      self.words = words
      self.code = code
      self.errors = errors
    }

    var testDescription: String { words }
  }

  /// What each case finds in the folder it runs in.
  private static let files: [(name: String, text: String)] = [
    ("empty.onnx", ""),
    ("cut.onnx", "\u{8}"),
    ("note.txt", "Dear reader"),
    ("bad.cfg", "[net]\nheight=8\nwidth=8\nchannels=3\n\n[convolutional]\nfilters=0\n"),
    ("bad.csv", "Layer,\nc1, 8, 8, 9, 9, 3, 4, 1,\n"),
    ("empty.cfg", ""),
    ("small.cfg", "[net]\nheight=8\nwidth=8\nchannels=3\n[convolutional]\nfilters=4\nsize=3\n"),
    ("enormous.cfg", "[net]\nheight=8\nwidth=8\nchannels=1099511627776\n[convolutional]\n"),
    ("forward.cfg", "[net]\nheight=8\nwidth=8\nchannels=3\n[route]\nlayers=5\n"),
    ("bad.json", "{ \"name\": tpu }"),
  ]

  /// Runs a case among the files and checks that it changed nothing.
  private func check(_ example: Case) throws {
    try Scratch.use { folder in
      for file in Self.files {
        try Data(file.text.utf8).write(to: folder.appending(path: file.name))
      }
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder.cfg"), withIntermediateDirectories: true)
      let before = try Scratch.contents(folder)
      let words = example.words.split(separator: " ").map(String.init)
      let outcome = try Program.run(words, in: folder)
      #expect(outcome.code == example.code)
      #expect(outcome.errors == example.errors)
      #expect(outcome.output.isEmpty)
      #expect(try Scratch.contents(folder) == before)
    }
  }

  @Test(arguments: [
    Case(
      "netwroks list", 2,
      """
      cspsim: error: unknown command 'netwroks'; did you mean 'networks'?
      Try 'cspsim --help'.

      """),
    Case(
      "networks show resnet50 --bacth 2", 2,
      """
      cspsim: error: unknown option '--bacth' for 'cspsim networks show'; did you mean '--batch'?
      Try 'cspsim networks show --help'.

      """),
    Case(
      "networks show resnet50 --batch 0", 2,
      """
      cspsim: error: '0' is no value for --batch; expected a whole number from 1 to 65536
      Try 'cspsim networks show --help'.

      """),
    Case(
      "networks show resnet50 --input 416x", 2,
      """
      cspsim: error: '416x' is no value for --input; expected a height and a width up to 1048576, \
      such as 416x416, or one for both
      Try 'cspsim networks show --help'.

      """),
    Case(
      "networks show cspresnet50 --split-ratio 1.5", 2,
      """
      cspsim: error: '1.5' is no value for --split-ratio; expected a number above 0.0 and below 1.0
      Try 'cspsim networks show --help'.

      """),
  ])
  func usage(example: Case) throws { try check(example) }

  @Test(arguments: [
    Case(
      "networks show csdarknet53", 1,
      "cspsim: error: no network or file is named 'csdarknet53'; did you mean 'cspdarknet53'?\n"),
    Case(
      "networks show zzz", 1,
      """
      cspsim: error: no network or file is named 'zzz'; 'cspsim networks list' shows the networks

      """),
    Case(
      "networks show resnet50 --split-ratio 0.5", 1,
      """
      cspsim: error: resnet50 has no split ratio; it takes only an input size and a batch

      """),
    Case(
      "networks show resnet50 --input 8x8", 1,
      """
      cspsim: error: resnet50: an input of 8×8 is too small; expected at least 32×32

      """),
    Case(
      "networks show absent.cfg", 1, "cspsim: error: absent.cfg: there is no such file\n"),
    Case(
      "networks show folder.cfg", 1, "cspsim: error: folder.cfg: is a folder; expected a file\n"),
    Case(
      "networks show note.txt", 1,
      """
      cspsim: error: note.txt: is no kind of network that cspsim knows; expected a darknet .cfg, \
      an .onnx model, a SCALE-Sim topology .csv or a network specification .json

      """),
    Case(
      "networks show note.txt --fusion last", 1,
      """
      cspsim: error: note.txt: --fusion changes only networks by name; leave it out for a file

      """),
    Case(
      "networks show small.cfg --split-ratio 0.25", 1,
      """
      cspsim: error: small.cfg: --split-ratio changes only networks by name and JSON \
      specifications; leave it out for this file

      """),
  ])
  func networks(example: Case) throws { try check(example) }

  /// Errors whose wording other suites hold: here, that there is one line, naming the place.
  @Test(
    arguments: [
      ("run tpuv1 resnet50", "unknown profile \"tpuv1\"; did you mean \"tpu-v1\"?"),
      ("run tpu-v1 resnet5", "no network or file is named 'resnet5'; did you mean 'resnet50'?"),
      ("run tpu-v1 folder.cfg", "folder.cfg: is a folder"),
      ("run folder.cfg resnet50", "folder.cfg: is a folder"),
      ("run absent.json resnet50", "absent.json: there is no such file"),
      ("run bad.json resnet50", "bad.json:1:"),
      ("profiles check bad.json", "bad.json:1:"),
      ("run tpu-v1 bad.json", "bad.json:1: "),
      ("run tpu-v1 resnet50 --set array.rows=0", "--set \"array.rows=0\": "),
      ("run tpu-v1 resnet50 --set array.rows", "--set \"array.rows\": "),
      ("run tpu-v1 resnet50 --set arry.rows=1", "did you mean \"array.rows\"?"),
      ("run tpu-v1 resnet50 --set memory.dram.bandwidth=5parsec", "--set "),
      ("run tpu-v1 resnet50 --out note.txt", "note.txt: is a file; expected a folder"),
      ("run tpu-v1 resnet50 --out note.txt/deeper", "note.txt: is a file; expected a folder"),
      ("run tpu-v1 resnet50 --overlay resnet5", "did you mean 'resnet50'?"),
      ("run tpu-v1 cut.onnx", "cut.onnx:"),
      ("run tpu-v1 bad.cfg", "bad.cfg:7: "),
      ("run tpu-v1 bad.csv", "bad.csv:2: "),
      ("run tpu-v1 empty.cfg", "empty.cfg: "),
      ("run tpu-v1 enormous.cfg", "enormous.cfg:4: "),
      ("run tpu-v1 forward.cfg", "forward.cfg:6: "),
      ("run tpu-v1 resnet18 --architecture bad.csv", "bad.csv:"),
      ("networks check resnet5", "did you mean 'resnet50'?"),
      ("networks export small.cfg --out folder.cfg", "folder.cfg: is a folder"),
      ("complexity resnet50 absent.cfg", "absent.cfg: there is no such file"),
    ])
  func oneLine(words: String, part: String) throws {
    try Scratch.use { folder in
      for file in Self.files {
        try Data(file.text.utf8).write(to: folder.appending(path: file.name))
      }
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder.cfg"), withIntermediateDirectories: true)
      let before = try Scratch.contents(folder)
      let outcome = try Program.run(words.split(separator: " ").map(String.init), in: folder)
      #expect(outcome.code == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("cspsim: error: "))
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(try Scratch.contents(folder) == before)
    }
  }

  @Test("a hostile name can't break the line or send escape codes")
  func hostileName() throws {
    let outcome = try Program.run(["networks", "show", "a\nb\u{1B}[2J"])
    #expect(outcome.code == 1)
    #expect(
      outcome.errors
        == """
        cspsim: error: no network or file is named 'a\u{FFFD}b\u{FFFD}[2J'; 'cspsim networks list' \
        shows the networks

        """)
  }

  @Test("a file with far too many layers is refused at the first that is too many")
  func manyLayers() throws {
    try Scratch.use { folder in
      let header = "[net]\nheight=8\nwidth=8\nchannels=3\n"
      let text = header + String(repeating: "[dropout]\n", count: 20_000)
      try Data(text.utf8).write(to: folder.appending(path: "many.cfg"))
      let outcome = try Program.run(["run", "tpu-v1", "many.cfg"], in: folder)
      #expect(outcome.code == 1)
      #expect(outcome.errors.hasPrefix("cspsim: error: many.cfg:10005: "))
      #expect(try Scratch.contents(folder) == ["many.cfg"])
    }
  }

  @Test("a size of 2^20 squared is refused, not computed")
  func enormous() throws {
    let outcome = try Program.run(["networks", "show", "resnet50", "--input", "1048576"])
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasPrefix("cspsim: error: resnet50: layer '"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test("an empty model is an error that names the file")
  func empty() throws {
    try Scratch.use { folder in
      try Data().write(to: folder.appending(path: "empty.onnx"))
      let outcome = try Program.run(["networks", "show", "empty.onnx"], in: folder)
      #expect(outcome.code == 1)
      #expect(outcome.errors.hasPrefix("cspsim: error: empty.onnx:"))
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }
}
