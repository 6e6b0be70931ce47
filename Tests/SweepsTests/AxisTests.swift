import Testing

@testable import Sweeps

@Suite("axes") struct AxisTests {
  @Test(
    "values are listed, or stepped exactly from the first to the last",
    arguments: [
      ("16,32,64", ["16", "32", "64"]),
      ("0.125...0.875/0.125", ["0.125", "0.25", "0.375", "0.5", "0.625", "0.75", "0.875"]),
      ("10GB/s...40GB/s/10GB/s", ["10GB/s", "20GB/s", "30GB/s", "40GB/s"]),
      ("1...2/0.4", ["1", "1.4", "1.8"]), ("none,1...3/1", ["none", "1", "2", "3"]),
      ("64KiB ... 128KiB / 64KiB", ["64KiB", "128KiB"]),
    ])
  func values(text: String, values: [String]) throws {
    #expect(try Axis(.figure("x"), text).values == values)
  }

  @Test("a range of a million values is allowed, one more isn't")
  func limit() throws {
    #expect(try Axis(.batch, "1...1000000/1").values.count == 1_000_000)
    #expect(throws: SweepError.tooManyValues(axis: "batch")) {
      try Axis(.batch, "1...1000001/1")
    }
  }

  @Test("bad values are refused with their axis")
  func errors() {
    let axis = "array.rows"
    let key = AxisKey.figure(axis)
    #expect(throws: SweepError.emptyAxis(axis: axis)) { try Axis(key, "") }
    #expect(throws: SweepError.emptyAxis(axis: axis)) { try Axis(key, "16,,32") }
    #expect(throws: SweepError.badStep(axis: axis, text: "1...9/0")) { try Axis(key, "1...9/0") }
    #expect(throws: SweepError.badStep(axis: axis, text: "1...9/-1")) { try Axis(key, "1...9/-1") }
    #expect(throws: SweepError.reversedRange(axis: axis, text: "9...1/1")) {
      try Axis(key, "9...1/1")
    }
    #expect(throws: SweepError.mixedUnits(axis: axis, text: "1KiB...2MiB/1KiB")) {
      try Axis(key, "1KiB...2MiB/1KiB")
    }
    #expect(throws: SweepError.malformedRange(axis: axis, text: "1...9")) { try Axis(key, "1...9") }
    #expect(throws: SweepError.repeatedValue(axis: axis, value: "16")) { try Axis(key, "16,32,16") }
  }
}
