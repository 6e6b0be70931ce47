import Foundation
import Testing

@Suite("cspsim run", .enabled(if: Program.isBuilt))
struct RunTests {
  private static let files = [
    "bflops.svg", "bottlenecks.svg", "layers.csv", "summary.json", "timeline.csv", "timeline.svg",
  ]

  private struct Summary: Decodable {
    let schemaVersion: Int
    let profile: String
    let network: String
    let cycles: Int
    let seconds: Double
    let framesPerSecond: Double
    let arrayUtilisation: Double
    let dramReadBytes: Int
    let dramWriteBytes: Int
    let peakActivationBytes: Int
    let macs: Int
    let arrays: Int
    let attribution: [String: Int]
    let layers: [Layer]

    struct Layer: Decodable {
      let name: String
      let operation: String
      let macs: Int
      let cycles: Double
    }
  }

  private func summary(_ words: [String]) throws -> Summary {
    let outcome = try Program.run(["run"] + words + ["--json"])
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Summary.self, from: Data(outcome.output.utf8))
  }

  @Test("the main job writes every file, and nothing else, where the help says")
  func mainJob() throws {
    try Scratch.use { folder in
      let outcome = try Program.run(["run", "tpu-v1", "cspdarknet53"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.hasSuffix("\nFiles: reports/tpu-v1/cspdarknet53\n"))
      let run = folder.appending(path: "reports/tpu-v1/cspdarknet53")
      #expect(try Scratch.contents(run) == Self.files)
      #expect(try Scratch.contents(folder).count == 3 + Self.files.count)
    }
  }

  @Test("the same run gives the same bytes")
  func reproducible() throws {
    try Scratch.use { folder in
      for name in ["a", "b"] {
        let words = ["run", "gemmini-16x16", "resnet18", "--quiet", "--out", name]
        let outcome = try Program.run(words, in: folder)
        #expect(outcome.code == 0)
        #expect(outcome.output.isEmpty)
      }
      for file in Self.files {
        let first = try Data(contentsOf: folder.appending(path: "a/\(file)"))
        #expect(!first.isEmpty)
        #expect(first == (try Data(contentsOf: folder.appending(path: "b/\(file)"))), "\(file)")
      }
    }
  }

  @Test("the JSON has the network's MACs, and its attribution adds up to the cycles")
  func json() throws {
    let summary = try summary(["tpu-v1", "cspdarknet53"])
    #expect(summary.schemaVersion == 1)
    #expect(summary.profile == "tpu-v1")
    #expect(summary.network == "cspdarknet53")
    #expect(summary.macs == 6_533_652_480)
    #expect(summary.layers.reduce(0) { $0 + $1.macs } == summary.macs)
    #expect(summary.attribution.values.reduce(0, +) == summary.cycles * summary.arrays)
    #expect(summary.seconds == Double(summary.cycles) / 700e6)
    #expect(summary.framesPerSecond == 1 / summary.seconds)
    // Every weight is read at least once; peak is 256 × 256 MACs a cycle.
    #expect(summary.dramReadBytes >= 27_605_856)
    let peak = Double(summary.cycles) * 65_536
    #expect(abs(summary.arrayUtilisation - Double(summary.macs) / peak) < 1e-12)
  }

  @Test("JSON is printed without leaving files, unless a folder is given")
  func jsonLeavesNothing() throws {
    try Scratch.use { folder in
      let words = ["run", "tpu-v1", "resnet18", "--json"]
      let printed = try Program.run(words, in: folder)
      #expect(try Scratch.contents(folder).isEmpty)
      let written = try Program.run(words + ["--out", "here"], in: folder)
      #expect(try Scratch.contents(folder.appending(path: "here")) == Self.files)
      #expect(printed.output == written.output)
      let file = folder.appending(path: "here/summary.json")
      #expect(try String(contentsOf: file, encoding: .utf8) == printed.output)
    }
  }

  @Test("a figure set on the command line changes the run")
  func override() throws {
    let slow = try summary(["tpu-v1", "cspdarknet53"])
    let fast = try summary(["tpu-v1", "cspdarknet53", "--set", "memory.dram.bandwidth=68GB/s"])
    #expect(fast.cycles < slow.cycles)
    #expect(fast.macs == slow.macs)
  }

  @Test("energy is drawn where the profile has figures, and refused where it has none")
  func energy() throws {
    try Scratch.use { folder in
      let words = ["run", "gemmini-16x16", "darknet19", "--input", "64x64", "--out", "here"]
      let outcome = try Program.run(words + ["--energy"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("\n  energy   "))
      #expect(
        try Scratch.contents(folder.appending(path: "here"))
          == (Self.files + ["energy.svg"]).sorted())
      let refused = try Program.run(
        ["run", "xeon", "darknet19", "--input", "64x64", "--energy"], in: folder)
      #expect(refused.code == 2)
      #expect(refused.errors.contains("xeon carries no energy figures"))
    }
  }

  @Test("the roofline, the memory, the traffic, the trace and the page are written when asked for")
  func additions() throws {
    try Scratch.use { folder in
      let words = ["run", "tpu-v1", "darknet19", "--quiet", "--out", "here"]
      #expect(
        try Program.run(
          words + ["--roofline", "--memory", "--traffic", "--trace", "--html"], in: folder
        ).code == 0)
      let files = try Scratch.contents(folder.appending(path: "here"))
      #expect(
        files
          == (Self.files + [
            "roofline.svg", "memory.svg", "memory.csv", "traffic.svg", "traffic.csv", "trace.json",
            "report.html",
          ]).sorted())
    }
  }

  @Test("copied concatenations cost traffic on a small chip, and devices that always copy say so")
  func concatenations() throws {
    let words = ["gemmini-16x16", "cspdarknet53", "--concat"]
    let aliased = try summary(words + ["alias"])
    let copied = try summary(words + ["copy"])
    #expect(copied.dramReadBytes > aliased.dramReadBytes)
    #expect(copied.macs == aliased.macs)
    let refused = try Program.run(["run", "jetson-tx2", "darknet19", "--concat", "alias", "--json"])
    #expect(refused.code != 0)
  }

  @Test("tasks, sorting and an overlay change only the files they are about")
  func options() throws {
    try Scratch.use { folder in
      let words = ["run", "tpu-v1", "cspdarknet53", "-q", "--split-ratio", "0.25", "--out"]
      #expect(try Program.run(words + ["a"], in: folder).code == 0)
      let more = ["b", "--timeline", "tasks", "--sort", "time", "--overlay", "darknet53"]
      #expect(try Program.run(words + more, in: folder).code == 0)
      let changed = try Self.files.filter { file in
        try Data(contentsOf: folder.appending(path: "a/\(file)"))
          != Data(contentsOf: folder.appending(path: "b/\(file)"))
      }
      #expect(changed == ["bflops.svg", "bottlenecks.svg", "timeline.csv"])
    }
  }
}
