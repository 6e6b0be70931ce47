import Foundation
import Testing

@Suite("cspsim explain", .enabled(if: Program.isBuilt))
struct ExplainTests {
  private struct Explanation: Decodable {
    let seconds: Double
    let cycles: Int
    let criticalPath: [Link]
    let whatIf: [Change]
    let schedules: [Schedule]
    let layers: [Layer]

    struct Link: Decodable {
      let cycles: Int
      let largestLayerCycles: Int
    }
    struct Change: Decodable {
      let figure: String
      let factor: Double
      let set: [String]
      let seconds: Double?
      let layerChangesSeconds: [Double]
    }
    struct Schedule: Decodable {
      let options: String
      let seconds: Double?
    }
    struct Layer: Decodable {
      let name: String
    }
  }

  private struct Summary: Decodable {
    let seconds: Double
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ words: [String]) throws -> Value {
    let outcome = try Program.run(words)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(outcome.output.utf8))
  }

  @Test("a processor's what-ifs repeat as typed, and their layers' changes make up the whole's")
  func processors() throws {
    let run = ["jetson-nano", "cspdarknet53", "--input", "128x128", "--json"]
    let explanation = try decode(Explanation.self, ["explain"] + run)
    #expect(explanation.criticalPath.reduce(0) { $0 + $1.cycles } == explanation.cycles)
    #expect(explanation.criticalPath.allSatisfy { $0.largestLayerCycles <= $0.cycles })
    let bandwidth = try #require(
      explanation.whatIf.first { $0.figure == "memory.dram.bandwidth" && $0.factor == 2 })
    let seconds = try #require(bandwidth.seconds)
    let set = bandwidth.set.flatMap { ["--set", $0] }
    let again = try decode(Summary.self, ["run"] + run + set)
    #expect(abs(again.seconds - seconds) < 1e-12)
    let changes = bandwidth.layerChangesSeconds.reduce(0, +)
    #expect(abs(changes - (seconds - explanation.seconds)) < 1e-9)
    #expect(bandwidth.layerChangesSeconds.count == explanation.layers.count)
    #expect(!explanation.whatIf.contains { $0.figure.hasPrefix("array") })
    #expect(explanation.schedules.map(\.options) == ["--order least-memory"])
  }

  @Test("on streams, an explanation says what they bring, as much as running in turn costs")
  func streams() throws {
    let run = ["jetson-tx2", "csppeleenet", "--input", "64", "--set", "control.streams=2"]
    let explanation = try decode(Explanation.self, ["explain"] + run + ["--json"])
    let schedule = try #require(explanation.schedules.first { $0.options == "--branches in-turn" })
    let inTurn = try #require(schedule.seconds)
    #expect(explanation.seconds < inTurn)
    let asked = try decode(Summary.self, ["run"] + run + ["--branches", "in-turn", "--json"])
    #expect(asked.seconds == inTurn)
    let one = try decode(Summary.self, ["run"] + run.dropLast(2) + ["--json"])
    #expect(one.seconds == inTurn)
    let text = try Program.run(["explain"] + run)
    #expect(text.output.contains("On 2 streams layers run side by side in "))
    #expect(text.output.contains("in time against one after another"))
    let verification = try Program.run(["verify"] + run + ["--faults"])
    #expect(verification.code == 0, "\(verification.errors)")
  }

  @Test("a choice that the device's model doesn't know is refused")
  func unknownChoice() throws {
    let outcome = try Program.run(["explain", "jetson-nano", "resnet18", "--concat", "alias"])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("is no accelerator"))
  }

  @Test("running depth-first is known to systolic devices only")
  func depthFirstElsewhere() throws {
    for profile in ["jetson-nano", "cortex-a72", "eyeriss-v1"] {
      let outcome = try Program.run(["run", profile, "resnet18", "--depth-first"])
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("--depth-first: \(profile) is not a systolic device"))
      #expect(outcome.errors.contains("leave the option out"))
    }
  }

  private struct Fused: Decodable {
    let macs: Int
    let cycles: Int
    let attribution: [String: Int]
    let fusion: Fusion

    struct Fusion: Decodable {
      let cyclesLayerByLayer: Int
      let recomputedMacs: Int
      let groups: [Group]
    }
    struct Group: Decodable {
      let layers: [String]
      let recomputedMacs: Int
      let dramBytes: Int
      let dramBytesLayerByLayer: Int
    }
  }

  /// A chain of convolutions on a narrow memory.
  private let narrow = [
    "edge-os-32x32", "mobilenetv2", "--input", "32x32", "--set", "memory.dram.bandwidth=0.5GB/s",
    "--set", "memory.scratchpad=24KiB", "--depth-first",
  ]

  @Test("depth-first, a run is faster and says what it computes again; its schedule holds")
  func depthFirst() throws {
    let run = try decode(Fused.self, ["run"] + narrow + ["--json"])
    #expect(run.cycles < run.fusion.cyclesLayerByLayer)
    #expect(!run.fusion.groups.isEmpty)
    #expect(run.fusion.groups.allSatisfy { $0.layers.count > 1 })
    let again = run.fusion.groups.reduce(0) { $0 + $1.recomputedMacs }
    #expect(again == run.fusion.recomputedMacs)
    #expect(run.attribution.values.reduce(0, +) == run.cycles)
    struct Verification: Decodable {
      let holds: Bool
      let macs: Int
      let recomputedMacs: Int
    }
    let verification = try decode(Verification.self, ["verify"] + narrow + ["--json"])
    #expect(verification.holds)
    #expect(verification.recomputedMacs == again)
    #expect(verification.macs == run.macs + again)
  }
}
