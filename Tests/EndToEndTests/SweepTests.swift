import Foundation
import Testing

@Suite("sweeps from the command line", .enabled(if: Program.isBuilt)) struct SweepTests {
  private static let base = ["sweep", "--profile", "gemmini-16x16", "--network", "csppeleenet"]

  @Test(
    "what can't be a sweep is refused in one line before any file is written",
    arguments: [
      (["--batch", "0"], "axis batch: 0 is no value for it; expected 1 to 65536"),
      (["--vary", "array.rows="], "axis array.rows: a value is empty"),
      (["--vary", "array.rows=16...8/1"], "ends before it begins"),
      (["--split-ratio", "0.5,"], "axis split-ratio: a value is empty"),
      (["--split-ratio", "0.5...0.2/0.1"], "ends before it begins"),
      (["--split-ratio", "0.2...0.5/0"], "step"),
      (["--split-ratio", "0.001"], "a split ratio of 0.001 leaves stage 2"),
      (["--split-ratio", "1.5"], "1.5 is no value for it; expected a number above 0 and below 1"),
      (["--fusion", "fist"], "fist is no value for it; expected none, csp, first, last"),
      (["--growth-rate", "7"], "the growth rate is 7"),
      (["--vary", "array.row=8"], "did you mean \"array.rows\"?"),
      (["--vary", "array.rows=8KiB"], "array.rows"),
      (["--vary", "array.rows"], "expected PATH=VALUES"),
      (["--vary", "array.rows=8", "--vary", "array.rows=9"], "axis array.rows is given twice"),
      (["--where", "array.rows < 1"], "excludes the only one"),
      (
        ["--vary", "array.rows=8,16", "--where", "array.rows < 1"], "excludes all 2"
      ),
      (["--where", "array.rowz < 1"], "did you mean array.rows?"),
      (["--shard", "9/8"], "9/8 is no shard"),
      (["--objectives", "latensy"], "did you mean latency?"),
      (
        ["--profile", "edge-os-32x32", "--optimise", "energy"],
        "edge-os-32x32 carries no energy figures"
      ),
      (["--random", "5", "--latin-hypercube", "5"], "exclude each other"),
      (["--optimise", "latency", "--random", "5"], "draws its own points"),
      (["--optimise", "latency", "--shard", "1/2"], "it has no shards"),
      (["--budget", "5"], "--budget has no effect without --optimise"),
      (
        ["--vary", "control.launch=1...1000000/1", "--vary", "control.layer=1...1000000/1"],
        "more than 1000000000 points"
      ),
    ])
  func badInput(words: [String], message: String) throws {
    try Scratch.use { folder in
      let outcome = try Program.run(SweepTests.base + words, in: folder)
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains(message))
      #expect(outcome.errors.hasSuffix("\nTry 'cspsim sweep --help'.\n"))
      #expect(outcome.errors.split(separator: "\n").count == 2)
      #expect(try Scratch.contents(folder).isEmpty)
    }
  }

  @Test("a sweep names every profile and network that it doesn't know")
  func unknownNames() throws {
    let profile = try Program.run(["sweep", "--profile", "gemini-16x16", "--network", "peleenet"])
    #expect(profile.errors.contains("did you mean \"gemmini-16x16\"?"))
    let network = try Program.run(["sweep", "--profile", "tpu-v1", "--network", "pelenet"])
    #expect(network.errors.contains("did you mean 'peleenet'?"))
  }

  @Test("a plan printed by --dry-run is a sweep file for the same sweep")
  func dryRun() throws {
    try Scratch.use { folder in
      let words = ["--fusion", "csp,last", "--where", "array.rows == 16", "--dry-run"]
      let first = try Program.run(SweepTests.base + words, in: folder)
      #expect(first.output.hasSuffix("}\n2 points\n"))
      let json = first.output.replacing("2 points\n", with: "")
      try Data(json.utf8).write(to: folder.appending(path: "spec.json"))
      let second = try Program.run(["sweep", "--spec", "spec.json", "--dry-run"], in: folder)
      #expect(second.output == first.output)
    }
  }

  @Test("a search writes what a sweep does and its trace, the same for any number of workers")
  func search() throws {
    try Scratch.use { folder in
      let words =
        SweepTests.base + [
          "--input", "32", "--fusion", "csp,last", "--vary", "array.rows=8,16,24", "--vary",
          "array.columns=8,16,24", "--zip", "array.rows,array.columns", "--optimise", "latency",
          "--budget", "5",
        ]
      let one = try Program.run(words + ["--workers", "1", "--out", "one"], in: folder)
      #expect(one.code == 0)
      #expect(one.output.contains("5 points.\n\nBest by latency: "))
      let two = try Program.run(words + ["--workers", "2", "--out", "two"], in: folder)
      #expect(two.code == 0)
      let files = try Scratch.contents(folder.appending(path: "one"))
      for file in ["sweep.csv", "trace.csv", "trace.json", "pareto.csv", "summary.txt"] {
        #expect(files.contains(file))
        #expect(
          try Data(contentsOf: folder.appending(path: "one/\(file)"))
            == Data(contentsOf: folder.appending(path: "two/\(file)")))
      }
      let trace = try String(contentsOf: folder.appending(path: "one/trace.csv"), encoding: .utf8)
      #expect(trace.split(separator: "\n").count == 6)
      #expect(trace.hasPrefix("step,restart,best,point,profile,network,input,fusion,array.rows,"))
    }
  }

  @Test("two points leave rows, a front, a summary and charts")
  func files() throws {
    try Scratch.use { folder in
      let outcome = try Program.run(
        SweepTests.base + ["--input", "32", "--fusion", "csp,last", "--out", "out"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("Best by latency: fusion last."))
      #expect(
        try Scratch.contents(folder.appending(path: "out")) == [
          "axis-fusion.svg", "pareto.csv", "pareto.svg", "sensitivity.svg", "spec.json",
          "summary.txt", "sweep.csv", "sweep.json",
        ])
    }
  }
}
