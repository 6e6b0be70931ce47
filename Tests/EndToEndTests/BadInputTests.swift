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
    ("wide.cfg", "[architecture_presets]\nArrayHeight: 5000\nArrayWidth: 8\n"),
    ("figure.json", sweep("resnet18", axis: "array.rows", "0")),
    ("fusion.json", sweep("resnet18", axis: "fusion", "fist")),
    ("network.json", sweep("resnet5", axis: "batch", "1")),
  ]

  private static func sweep(_ network: String, axis: String, _ values: String) -> String {
    """
    {"profiles": ["tpu-v1"], "networks": ["\(network)"], \
    "axes": [{"vary": "\(axis)", "values": "\(values)"}]}
    """
  }

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
      "networks show yolov3 --split-ratio 0.5", 2,
      """
      cspsim: error: yolov3 has no split ratio; it takes only an input size and a batch
      Try 'cspsim networks show --help'.

      """),
    Case(
      "networks show resnet50 --input 8x8", 2,
      """
      cspsim: error: resnet50: an input of 8×8 is too small; expected at least 32×32
      Try 'cspsim networks show --help'.

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
      "networks show note.txt --fusion last", 2,
      """
      cspsim: error: note.txt: --fusion changes only networks by name; leave it out for a file
      Try 'cspsim networks show --help'.

      """),
    Case(
      "networks show small.cfg --split-ratio 0.25", 2,
      """
      cspsim: error: small.cfg: --split-ratio changes only networks by name and JSON \
      specifications; leave it out for this file
      Try 'cspsim networks show --help'.

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
      ("validate --device cortex-a27", "no measurement is of a device 'cortex-a27'; did you mean"),
      ("complexity resnet50 absent.cfg", "absent.cfg: there is no such file"),
    ])
  func oneLine(words: String, part: String) throws {
    try check(words, code: 1, saying: part, lines: 1)
  }

  @Test(
    "a value that was typed is bad usage, whoever notices",
    arguments: [
      ("run tpu-v1 resnet50 --set array.rows=0", "--set \"array.rows=0\": "),
      ("run tpu-v1 resnet50 --set array.rows", "--set \"array.rows\": "),
      ("run tpu-v1 resnet50 --set arry.rows=1", "did you mean \"array.rows\"?"),
      ("explain tpu-v1 resnet50 --set memory.dram.bandwidth=5parsec", "--set "),
      ("verify tpu-v1 resnet50 --set clock=1e300GHz", "1e300 GHz is out of range"),
      ("run tpu-v1 resnet50 --set clock=1e400GHz", "\"1e400GHz\" is not a number"),
      ("run tpu-v1 resnet50 --set array.rows=1048576", "expected 1 to 4096"),
      ("profiles show tpu-v1 --set clock=NaN", "\"NaN\" is not a number"),
      ("run tpu-v1 resnet50 --input 1048576", "resnet50: layer '"),
      ("run edge-os-32x32 resnet50 --energy", "carries no energy figures"),
      ("run cortex-a72 resnet50 --concat alias", "--concat alias"),
      ("run cortex-a72 resnet50 --depth-first", "--depth-first"),
      ("explain tpu-v1 resnet50 --target soon", "'soon' is no value for --target"),
      ("compare tpu-v1", "'tpu-v1' is no run; expected PROFILE:NETWORK"),
      ("compare tpu-v1:resnet50", "compare needs two runs or more"),
      ("compare tpu-v1:resnet50 tpu-v1:resnet50@batch", "'batch' has no value"),
      ("compare tpu-v1:resnet50 tpu-v1:resnet50@array.row=1", "did you mean \"array.rows\"?"),
      ("calibrate", "calibrate: no profile"),
      ("sweep submit tpu-v1 resnet50", "expected --slurm"),
    ])
  func typed(words: String, part: String) throws {
    try check(words, code: 2, saying: part, lines: 2)
  }

  @Test(
    "the same value in a file is bad data, and the file is named",
    arguments: [
      ("run tpu-v1 resnet18 --architecture wide.cfg", "wide.cfg: \"array.rows=5000\": 5000 PE"),
      (
        "sweep --spec figure.json", "figure.json: axis value \"array.rows=0\": 0 PE is out of range"
      ),
      ("sweep --spec fusion.json", "fusion.json: axis fusion: fist"),
      ("sweep --spec network.json", "no network or file is named 'resnet5'"),
    ])
  func inFiles(words: String, part: String) throws {
    try check(words, code: 1, saying: part, lines: 1)
  }

  private func check(_ words: String, code: Int32, saying part: String, lines: Int) throws {
    try Scratch.use { folder in
      for file in Self.files {
        try Data(file.text.utf8).write(to: folder.appending(path: file.name))
      }
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder.cfg"), withIntermediateDirectories: true)
      let before = try Scratch.contents(folder)
      let outcome = try Program.run(words.split(separator: " ").map(String.init), in: folder)
      #expect(outcome.code == code)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("cspsim: error: "))
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == lines)
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
