import Foundation
import Testing

@Suite("cspsim export", .enabled(if: Program.isBuilt))
struct ExportTests {
  /// Runs of two networks, in the folders `a` and `b`.
  private func withRuns(_ body: (URL) throws -> Void) throws {
    try Scratch.use { folder in
      for (name, network) in [("a", "darknet53"), ("b", "cspdarknet53")] {
        let words = ["run", "tpu-v1", network, "-q", "--roofline", "--traffic", "--out", name]
        #expect(try Program.run(words, in: folder).code == 0)
      }
      try body(folder)
    }
  }

  @Test("pictures made from the summary show what the run's own pictures show")
  func samePictures() throws {
    try withRuns { folder in
      for picture in ["timeline", "roofline", "traffic", "bflops"] {
        let words = ["export", "b", "--chart", picture]
        let made = try Program.run(words, in: folder)
        #expect(made.code == 0)
        let own = try String(
          contentsOf: folder.appending(path: "b/\(picture).svg"), encoding: .utf8)
        let marks = { (svg: String) in
          svg.split(separator: "\n").filter {
            $0.hasPrefix("<rect") || $0.hasPrefix("<circle") || $0.hasPrefix("<line")
          }
        }
        #expect(marks(made.output) == marks(own))
        #expect(marks(own).count > 20)
      }
    }
  }

  @Test("title, width and theme are as asked for, and the drawing is the same")
  func appearance() throws {
    try withRuns { folder in
      let words = [
        "export", "b", "--title", "Stage 5 & its weights", "--width", "425", "--theme", "dark",
      ]
      let svg = try Program.run(words, in: folder).output
      #expect(svg.contains("<title>Stage 5 &amp; its weights</title>"))
      #expect(svg.contains(" width=\"425\" "))
      #expect(svg.contains("viewBox=\"0 0 850 "))
      #expect(!svg.contains("prefers-color-scheme"))
      #expect(svg.contains("#12161c"))
      #expect(!svg.contains("#ffffff"))
    }
  }

  @Test("tables have the layers asked for; CSV repeats the values of layers.csv")
  func tables() throws {
    try withRuns { folder in
      let columns = ["--column", "layer", "--column", "time_s", "--column", "macs"]
      let csv = try Program.run(
        ["export", "b", "-f", "csv", "--stage", "stage 5"] + columns, in: folder)
      let lines = csv.output.split(separator: "\n")
      #expect(lines[0] == "layer,time_s,macs")
      let own = try String(contentsOf: folder.appending(path: "b/layers.csv"), encoding: .utf8)
      let rows = own.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let stage = rows.filter { $0[3] == "stage 5" && ($0[10] != "0" || $0[8] != "0") }
      #expect(lines.dropFirst().map(String.init) == stage.map { "\($0[1]),\($0[11]),\($0[8])" })
      #expect(stage.count > 10)

      let markdown = try Program.run(
        ["export", "a", "b", "-f", "markdown", "--longest", "3"], in: folder)
      let table = markdown.output.split(separator: "\n")
      #expect(table.count == 2 + 6)
      #expect(table[0].hasPrefix("| profile | network | layer | operation |"))
      let latex = try Program.run(["export", "b", "-f", "latex", "--longest", "2"], in: folder)
      #expect(latex.output.hasPrefix("\\begin{tabular}{lllrrrrl}\n  \\toprule\n"))
      #expect(latex.output.contains(" \\% & "))
      let plots = try Program.run(
        ["export", "b", "-f", "pgfplots", "--longest", "1"] + columns, in: folder)
      #expect(plots.output.hasPrefix("layer time_s macs\n{stage5.down} "))
    }
  }

  @Test("several folders are compared, and a png is one")
  func files() throws {
    try withRuns { folder in
      #expect(try Program.run(["export", "a", "b", "-o", "both.svg"], in: folder).code == 0)
      let svg = try String(contentsOf: folder.appending(path: "both.svg"), encoding: .utf8)
      #expect(svg.contains("cspdarknet53 on tpu-v1, batch 1"))
      let png = try Program.run(["export", "b", "-f", "png", "-o", "b.png"], in: folder)
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/rsvg-convert") else {
        #expect(png.code == 1)
        #expect(png.errors.contains("rsvg-convert"))
        return
      }
      #expect(png.code == 0)
      let bytes = try Data(contentsOf: folder.appending(path: "b.png"))
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test("a part of the timeline spans the stages asked for")
  func partOfTimeline() throws {
    try withRuns { folder in
      let svg = try Program.run(
        ["export", "b", "--chart", "timeline", "--stage", "stage 4", "--stage", "stage 5"],
        in: folder
      ).output
      #expect(svg.contains(">cspdarknet53 on tpu-v1, batch 1, stage 4 to stage 5</text>"))
      #expect(svg.contains(">stage 5</text>"))
      #expect(!svg.contains(">stage 3</text>"))
    }
  }

  @Test("a picture is had again as it is, and in other colours, sizes and under another title")
  func pictures() throws {
    try withRuns { folder in
      let own = try String(contentsOf: folder.appending(path: "b/timeline.svg"), encoding: .utf8)
      #expect(try Program.run(["export", "b/timeline.svg"], in: folder).output == own)
      let words = ["--theme", "light", "--width", "1700", "--title", "A & B"]
      let svg = try Program.run(["export", "b/timeline.svg"] + words, in: folder).output
      #expect(svg.contains("<title>A &amp; B</title>"))
      #expect(svg.contains(">A &amp; B</text>"))
      #expect(!svg.contains("Where does the time go?"))
      #expect(svg.contains(" width=\"1700\" "))
      #expect(!svg.contains("prefers-color-scheme"))
    }
  }

  @Test("points of a sweep are tables, and its charts are had by other axes and objectives")
  func sweeps() throws {
    try Scratch.use { folder in
      let words = [
        "sweep", "gemmini-16x16", "csppeleenet", "--input", "64", "--split-ratio", "0.25,0.5",
        "--fusion", "first,last", "-q", "--out", "s",
      ]
      #expect(try Program.run(words, in: folder).code == 0)
      let rows = try String(contentsOf: folder.appending(path: "s/sweep.csv"), encoding: .utf8)
      let fastest = rows.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[6] }
        .compactMap { Int($0) }.min()
      let csv = try Program.run(
        ["export", "s", "-f", "csv", "--best", "2", "--column", "cycles", "--column", "fusion"],
        in: folder
      ).output.split(separator: "\n")
      #expect(csv[0] == "cycles,fusion")
      #expect(csv.count == 3)
      #expect(csv[1].split(separator: ",").first.flatMap { Int($0) } == fastest)
      let map = try String(contentsOf: folder.appending(path: "s/heat-map.svg"), encoding: .utf8)
      #expect(try Program.run(["export", "s"], in: folder).output == map)
      let axis = try Program.run(
        ["export", "s", "--axis", "fusion", "--objectives", "dram"], in: folder
      ).output
      #expect(axis.contains("<title>How does fusion change DRAM traffic (MB)?</title>"))
      for (words, message) in [
        (["--axis", "fuson"], "did you mean 'fusion'?"),
        (["--chart", "roofline"], "expected heat-map, axis, versions or pareto"),
        (["--longest", "3"], "--longest is not for a sweep"),
      ] {
        let outcome = try Program.run(["export", "s"] + words, in: folder)
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
      }
    }
  }

  @Test("what can't be exported is said in one line")
  func errors() throws {
    try withRuns { folder in
      let cases: [([String], String, Int32)] = [
        (["nowhere"], "nowhere/summary.json: there is no such file", 1),
        (["b", "--stage", "stage5"], "did you mean 'stage 5'?", 2),
        (["b", "--layer", "stage5.dwn"], "did you mean 'stage5.down'?", 2),
        (["b", "--stage", "stem", "--layer", "stage5.down"], "no layer of cspdarknet53", 2),
        (["a", "b", "--chart", "roofline"], "expected one folder", 2),
        (["b", "--chart", "comparison"], "two folders or more", 2),
        (["b", "--chart", "pareto"], "is of a sweep", 2),
        (["b", "-f", "csv", "--column", "time"], "did you mean 'time_s'?", 2),
        (["b", "--best", "3"], "--best is not for runs", 2),
        (["b", "-f", "png"], "--out", 2),
        (["b/layers.csv"], "there is no such file", 1),
        (["b/timeline.svg", "-f", "csv"], "a table can't be made of a picture", 2),
      ]
      for (words, message, code) in cases {
        let outcome = try Program.run(["export"] + words, in: folder)
        #expect(outcome.code == code)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(message), "\(words): \(outcome.errors)")
      }
      let file = folder.appending(path: "b/summary.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing("\"clock_hz\": 700000000.0", with: "\"clock_hz\": \"fast\"")
        .write(to: file, atomically: true, encoding: .utf8)
      let outcome = try Program.run(["export", "b"], in: folder)
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("b/summary.json:"))
      #expect(outcome.errors.contains("clock_hz: found a string; expected a number"))
    }
  }
}
