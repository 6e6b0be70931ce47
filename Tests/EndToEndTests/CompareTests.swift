import Foundation
import Testing

@Suite("cspsim compare", .enabled(if: Program.isBuilt))
struct CompareTests {
  private struct Comparison: Decodable {
    let runs: [Run]
    let differences: [Difference]
    let stages: [Stage]

    struct Run: Decodable {
      let run: String
      let macs: Int
      let secondsPerImage: Double
      let byCause: [String: Double]
    }
    struct Difference: Decodable {
      let run: String
      let against: String
      let secondsPerImage: Double
      let byCause: [String: Double]
    }
    struct Stage: Decodable {
      let stage: String
      let secondsPerImage: [Double]
    }
  }

  private func compare(_ words: [String]) throws -> Comparison {
    let outcome = try Program.run(["compare", "--json"] + words)
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Comparison.self, from: Data(outcome.output.utf8))
  }

  @Test("causes, stages and differences add up to the runs' own times")
  func sums() throws {
    let comparison = try compare(["tpu-v1:darknet53", "tpu-v1:cspdarknet53"])
    for (index, run) in comparison.runs.enumerated() {
      #expect(abs(run.byCause.values.reduce(0, +) - run.secondsPerImage) < 1e-12)
      let stages = comparison.stages.reduce(0) { $0 + $1.secondsPerImage[index] }
      #expect(abs(stages - run.secondsPerImage) < 1e-12)
    }
    #expect(comparison.runs.map(\.macs) == [9_285_115_904, 6_533_652_480])
    let difference = try #require(comparison.differences.first)
    #expect(difference.run == "tpu-v1:cspdarknet53")
    #expect(difference.against == "tpu-v1:darknet53")
    let times = comparison.runs.map(\.secondsPerImage)
    #expect(abs(times[1] - times[0] - difference.secondsPerImage) < 1e-12)
    #expect(abs(difference.byCause.values.reduce(0, +) - difference.secondsPerImage) < 1e-12)
  }

  @Test("a run compared with itself doesn't differ")
  func same() throws {
    let comparison = try compare(["tpu-v1:resnet18", "tpu-v1:resnet18"])
    #expect(comparison.differences[0].secondsPerImage == 0)
    #expect(comparison.differences[0].byCause.values.allSatisfy { $0 == 0 })
  }

  @Test("a run's options are those of cspsim run, and its own come before shared ones")
  func options() throws {
    let comparison = try compare([
      "tpu-v1:csppeleenet", "tpu-v1:csppeleenet@split-ratio=0.25,memory.dram.bandwidth=68GB/s",
      "tpu-v1:csppeleenet@batch=2", "--with", "batch=4",
    ])
    let words = ["csppeleenet", "--json", "--batch"]
    let alone = [
      ["4"], ["4", "--split-ratio", "0.25", "--set", "memory.dram.bandwidth=68GB/s"], ["2"],
    ]
    for (run, more) in zip(comparison.runs, alone) {
      let outcome = try Program.run(["run", "tpu-v1"] + words + more)
      let summary = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let rate = try #require(summary["frames_per_second"] as? Double)
      #expect(abs(run.secondsPerImage * rate - 1) < 1e-9)
    }
  }

  @Test(
    "each comparison that the help names can be typed",
    arguments: [
      ["xeon:darknet-reference", "xeon:darknet19"],
      ["gemmini-16x16:resnet10@array.dataflow=ws", "gemmini-16x16:resnet10@array.dataflow=os"],
      ["xeon:csppeleenet@split-ratio=0.25", "xeon:csppeleenet@split-ratio=0.75"],
    ])
  func examples(runs: [String]) throws {
    let comparison = try compare(runs + ["--with", "input=64x64"])
    #expect(comparison.runs.map(\.run) == runs)
    #expect(comparison.differences[0].secondsPerImage != 0)
  }

  @Test("copying concatenations takes more time where there are any; other devices always do")
  func concatenations() throws {
    let comparison = try compare(["tpu-v1:csppeleenet", "tpu-v1:csppeleenet@concat=copy"])
    #expect(comparison.differences[0].secondsPerImage > 0)
    let outcome = try Program.run(["compare", "xeon:resnet18", "xeon:resnet18@concat=alias"])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("no accelerator"))
  }

  @Test("it writes three files where the help says, and stages and runs are in its tables")
  func files() throws {
    try Scratch.use { folder in
      let words = ["compare", "tpu-v1:darknet53", "tpu-v1:cspdarknet53"]
      let outcome = try Program.run(words, in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.hasSuffix("\nFiles: reports/comparison\n"))
      #expect(outcome.output.contains("stage 5"))
      let files = try Scratch.contents(folder.appending(path: "reports/comparison"))
      #expect(files == ["comparison.csv", "comparison.json", "comparison.svg"])
    }
  }

  @Test(
    "what can't be compared is said in one line",
    arguments: [
      (["tpu-v1", "tpu-v1:resnet18"], 2, "'tpu-v1' is no run"),
      (["tpu-v1:resnet18"], 2, "two runs or more"),
      (["tpu-v1:resnet18", "tpu-v1:resnet18@batch"], 2, "'batch' has no value"),
      (["tpu-v1:resnet18", "tpu-v1:resnet18@splitratio=0.5"], 2, "'--split-ratio'"),
      (["tpu-v1:resnet18", "tpu-v1:resnet18@memory.drm.latency=1"], 2, "memory.dram.latency"),
      (["tpu-v1:resnet18", "tpu-v2:resnet18"], 1, "tpu-v1"),
    ])
  func errors(words: [String], code: Int32, message: String) throws {
    let outcome = try Program.run(["compare"] + words)
    #expect(outcome.code == code)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message))
  }
}
