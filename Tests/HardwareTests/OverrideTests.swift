import Hardware
import Quantities
import Testing

@Suite struct OverrideTests {
  @Test func aNumberKeepsTheFiguresUnitAndAUnitReplacesIt() throws {
    #expect(try least(overrides: ["clock=250"]).systolic.clock == Hertz(250e6))
    #expect(try least(overrides: ["clock=1.5GHz"]).systolic.clock == Hertz(1.5e9))
    #expect(try least(overrides: ["clock = 2e9 Hz "]).systolic.clock == Hertz(2e9))
    #expect(
      try least(overrides: ["memory.dram.bandwidth=68GB/s"]).systolic.dramBandwidth
        == BytesPerSecond(68e9))
  }

  @Test func figuresInCyclesFollowTheNewClock() throws {
    let device = try least(overrides: ["clock=1GHz"]).systolic
    #expect(device.dramBandwidth == BytesPerSecond(2e9), "2 B/cycle")
    #expect(device.dramLatency == Cycles(101), "101 ns")
  }

  @Test func wordsAndTheirShortFormsAreSet() throws {
    for (word, dataflow) in [
      ("ws", Dataflow.weightStationary), ("os", .outputStationary), ("is", .inputStationary),
      ("input-stationary", .inputStationary),
    ] {
      #expect(try least(overrides: ["array.dataflow=\(word)"]).systolic.array.dataflow == dataflow)
    }
    let device = try least(overrides: ["vector.lanes=unlimited", "array.group_packing=true"])
      .systolic
    #expect(device.vectorLanes == nil)
    #expect(device.array.groupPacking)
  }

  @Test func figuresThatTheDocumentLeavesOutCanBeSet() throws {
    let device = try least(overrides: [
      "array.count=2", "host.bandwidth=4GB/s", "memory.weights=64KiB", "control.launch=1us",
      "array.cycle_counting=last-index",
    ]).systolic
    #expect(device.array.count == 2)
    #expect(device.hostBandwidth == BytesPerSecond(4e9))
    #expect(device.weightBuffer == Bytes(65_536))
    #expect(device.array.launchCycles == 500)
    #expect(device.array.cycleCounting == .lastIndex)
  }

  @Test func anOverriddenFigureSaysSo() throws {
    let profile = try least(overrides: ["array.rows=32"])
    let rows = try #require(profile.figure("array.rows"))
    #expect(rows.text == "32 PE")
    #expect(rows.provenance == .override("array.rows=32"))
    #expect(profile.assumptions.map(\.path).contains("array.rows"))
  }

  @Test(arguments: [
    (
      ["array.rows"],
      "--set \"array.rows\": not an override; expected path=value, such as memory.dram.bandwidth=68GB/s"
    ),
    (
      ["=3"],
      "--set \"=3\": not an override; expected path=value, such as memory.dram.bandwidth=68GB/s"
    ),
    (["clock=1", "clock=2"], "--set \"clock=2\": clock is set twice; expected each figure once"),
    (
      ["clock=3GB"],
      "--set \"clock=3GB\": \"GB\" is not a unit of this figure; expected one of Hz, kHz, MHz, GHz"
    ),
    (["clock=nan"], "--set \"clock=nan\": \"nan\" is not a number; expected a number"),
    (["clock=-1"], "--set \"clock=-1\": -1 MHz is out of range; expected 1 kHz to 100 GHz"),
    (["clock=1e999"], "--set \"clock=1e999\": \"1e999\" is not a number; expected a number"),
    (
      ["array.rows=9223372036854775808"],
      "--set \"array.rows=9223372036854775808\": 9223372036854775808 PE is out of range; expected 1 to 4096"
    ),
    (
      ["memory.weights=64"],
      "--set \"memory.weights=64\": the unit is missing; expected one of B, kB, MB, GB, TB, KiB, MiB, GiB, bit"
    ),
    (
      ["memory.scratchpad=1B"],
      "--set \"memory.scratchpad=1B\": 1 B is out of range; expected 64 B to 1.0 TiB"
    ),
    (
      ["precision.operand=4bit"],
      "--set \"precision.operand=4bit\": 4 bit is out of range; expected 1 B to 8 B"
    ),
    (
      ["precision.operand=12bit"],
      "--set \"precision.operand=12bit\": 12 bit is not a whole number of bytes; expected a whole one"
    ),
    (
      ["array.dataflow=rs"],
      "--set \"array.dataflow=rs\": unknown value \"rs\"; expected one of weight-stationary, output-stationary, input-stationary"
    ),
  ])
  func refusesNamingTheOverride(overrides: [String], expected: String) {
    #expect(message { () throws(ProfileError) in try least(overrides: overrides) } == expected)
  }

  @Test func anUnknownPathIsNamedWithItsNearestKin() {
    let text = message { () throws(ProfileError) in
      try least(overrides: ["memory.dram.banwidth=1GB/s"])
    }
    #expect(
      text?.hasPrefix(
        "--set \"memory.dram.banwidth=1GB/s\": unknown figure \"memory.dram.banwidth\"; "
          + "did you mean \"memory.dram.bandwidth\"?; expected one of clock, ") == true)
  }
}
