import Hardware
import JSONText
import Quantities
import Testing

@Suite struct ProfileDocumentTests {
  @Test func readsEachFigureInItsOwnUnit() throws {
    let device = try least().systolic
    #expect(device.clock == Hertz(500e6))
    #expect(device.operandBytes == 1)
    #expect(device.accumulatorBytes == 4)
    #expect(device.array.rows == 8)
    #expect(device.array.columns == 4)
    #expect(device.array.dataflow == .outputStationary)
    #expect(device.array.foldRule == .strict)
    #expect(device.array.hasShadowWeights)
    #expect(!device.array.groupPacking)
    #expect(device.vectorLanes == 16)
    #expect(device.scratchpad == Bytes(1536))
    #expect(device.accumulator == nil)
    #expect(device.dramBandwidth == BytesPerSecond(1e9))
    #expect(
      device.dramLatency == Cycles(51), "101 ns at 500 MHz are 50.5 cycles, of which all pass")
  }

  @Test func figuresLeftOutHaveTheStatedMeaning() throws {
    let device = try least().systolic
    #expect(device.array.count == 1)
    #expect(device.array.cycleCounting == .cycles)
    #expect(device.array.launchCycles == 0)
    #expect(device.array.layerCycles == 0)
    #expect(device.weightBuffer == nil)
    #expect(device.hostBandwidth == nil)
  }

  @Test func keepsWhatWasWrittenAndWhereItComesFrom() throws {
    let profile = try least()
    let latency = try #require(profile.figure("memory.dram.latency"))
    #expect(latency.text == "101 ns")
    #expect(latency.provenance == .calibrated("a measurement"))
    #expect(profile.assumptions.map(\.path) == ["vector.lanes", "memory.dram.latency"])
    #expect(profile.figures.count == 14)
  }

  /// Each line: a text, what replaces it, and the whole message.
  @Test(arguments: [
    (
      "\"value\": 8, \"unit\": \"PE\"", "\"value\": 5000, \"unit\": \"PE\"",
      "p.json:12:13: array.rows: 5000 PE is out of range; expected 1 to 4096"
    ),
    (
      "\"value\": 8, \"unit\": \"PE\"", "\"value\": 0, \"unit\": \"PE\"",
      "p.json:12:13: array.rows: 0 PE is out of range; expected 1 to 4096"
    ),
    (
      "\"value\": 8, \"unit\": \"PE\"", "\"value\": 8.5, \"unit\": \"PE\"",
      "p.json:12:13: array.rows: 8.5 PE is not a whole number of PE; expected a whole one"
    ),
    (
      "\"unit\": \"MHz\"", "\"unit\": \"GB\"",
      "p.json:6:12: clock: \"GB\" is not a unit of this figure; expected one of Hz, kHz, MHz, GHz"
    ),
    (
      ", \"unit\": \"MHz\"", "",
      "p.json:6:12: clock: the unit is missing; expected one of Hz, kHz, MHz, GHz"
    ),
    (
      "500, \"unit\": \"MHz\"", "\"fast\", \"unit\": \"MHz\"",
      "p.json:6:12: clock: \"fast\" is not a number; expected a number"
    ),
    (
      "\"unlimited\"", "\"unlimited\", \"unit\": \"B\"",
      "p.json:22:21: memory.accumulators: unit \"B\" where none belongs; "
        + "expected a value without a unit"
    ),
    (
      "\"output-stationary\"", "\"ouput-stationary\"",
      "p.json:14:17: array.dataflow: unknown value \"ouput-stationary\"; "
        + "did you mean \"output-stationary\"?; "
        + "expected one of weight-stationary, output-stationary, input-stationary"
    ),
    (
      ", \"assumed\": \"a guess\"", "",
      "p.json:19:24: vector.lanes: nothing says where the figure comes from; "
        + "expected exactly one of source, assumed, calibrated, measured"
    ),
    (
      "\"assumed\": \"a guess\"", "\"assumed\": \"a guess\", \"source\": \"x\"",
      "p.json:19:24: vector.lanes: more than one key says where the figure comes from; "
        + "expected exactly one of source, assumed, calibrated, measured"
    ),
    (
      "\"a guess\"", "\" \"",
      "p.json:19:67: vector.lanes.assumed: empty text; expected at least one word"
    ),
    (
      "\"assumed\"", "\"asumed\"",
      "p.json:19:56: vector.lanes: unknown key \"asumed\"; did you mean \"assumed\"?; "
        + "expected one of value, unit, source, assumed, calibrated, measured"
    ),
    (
      "\"kind\": \"systolic\"", "\"kind\": \"quantum\"",
      "p.json:4:11: kind: unknown kind of device; expected one of \"systolic\", "
        + "\"spatial\", \"gpu\", \"cpu\""
    ),
    (
      "\"least\"", "\"Least One\"",
      "p.json:2:11: name: \"Least One\" is not a profile's name; "
        + "expected 1 to 64 lower-case letters, digits and hyphens"
    ),
    (
      "\"clock\": {", "\"clock\": 5, \"x\": {",
      "p.json:6:12: clock: found a number; "
        + "expected a figure such as { \"value\": 34, \"unit\": \"GB/s\", \"source\": \"…\" }"
    ),
    (
      "\"columns\"", "\"colums\"",
      "p.json:13:15: array.colums: figure array.columns is missing; is this one meant?; "
        + "expected a figure such as { \"value\": 34, \"unit\": \"GB/s\", \"source\": \"…\" }"
    ),
    (
      "\"vector\": {", "\"vector\": {}, \"x\": {",
      "p.json:19:13: vector: an empty object; expected figures"
    ),
    (
      "\"clock\"", "\"$comment\"",
      "p.json:1:1: figure clock is missing; "
        + "expected a figure such as { \"value\": 34, \"unit\": \"GB/s\", \"source\": \"…\" }"
    ),
    ("\"memory\": {", "\"memory\": ", "p.json:21:17: found \":\"; expected \",\" or \"}\""),
  ])
  func refusesWithPlacePathAndRemedy(old: String, new: String, expected: String) {
    let text = message { () throws(ProfileError) in try least(replacing: old, by: new) }
    #expect(text == expected)
  }

  @Test func anUnknownFigureIsNamedWithItsNearestKin() throws {
    let text = message { () throws(ProfileError) in
      try least(
        replacing: "\"vector\": {",
        by: "\"vector\": { \"lane\": { \"value\": 1, \"source\": \"x\" },")
    }
    #expect(
      text?.hasPrefix(
        "p.json:19:23: vector.lane: unknown key \"vector.lane\"; did you mean \"vector.lanes\"?; "
          + "expected one of clock, precision.operand") == true)
  }

  @Test func everyPrefixIsRefusedAndNothingTraps() {
    for length in stride(from: 0, to: leastProfile.utf8.count, by: 7) {
      let bytes = Array(leastProfile.utf8.prefix(length))
      #expect(throws: ProfileError.self) { try HardwareProfile(bytes: bytes, file: "p.json") }
    }
  }

  @Test func aChangedByteNeverTraps() {
    for place in stride(from: 0, to: leastProfile.utf8.count, by: 11) {
      for byte in [UInt8(ascii: "\""), UInt8(ascii: "9"), UInt8(ascii: "}"), 0xFF] {
        var bytes = Array(leastProfile.utf8)
        bytes[place] = byte
        do {
          let profile = try HardwareProfile(bytes: bytes, file: "p.json")
          #expect(profile.figures.count == 14)
        } catch {
          #expect(error.description.hasPrefix("p.json:"))
        }
      }
    }
  }

  @Test func manyKeysAreRefusedWithoutDelay() {
    let keys = (0..<20_000).map { "\"k\($0)\": {}" }.joined(separator: ",")
    let text = leastProfile.dropLast() + ", \(keys) }"
    let found = message { () throws(ProfileError) in
      try HardwareProfile(text: String(text), file: "p.json")
    }
    #expect(found?.contains("k0: an empty object; expected figures") == true)
  }
}
