import Testing

@testable import Reports

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "are rounded half away from zero, without trailing zeros",
    arguments: [
      (0.0, 2, "0"), (1.005, 1, "1"), (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (-0.001, 2, "0"),
      (12.5, 0, "13"), (1234567.25, 1, "1234567.3"), (0.1, 5, "0.1"), (3, 3, "3"),
      (1e300, 2, "1e+300"), (.infinity, 2, "inf"),
    ])
  func trimmed(value: Double, decimals: Int, expected: String) {
    var text = ByteText()
    text.append(value, decimals: decimals)
    #expect(text.string == expected)
  }

  @Test("keep all decimals where columns should align")
  func fixed() {
    #expect(NumberText.fixed(1.5, decimals: 3) == "1.500")
    #expect(NumberText.fixed(0, decimals: 2) == "0.00")
    #expect(NumberText.fixed(0.05, decimals: 1) == "0.1")
  }

  @Test("written exactly read back as the same number, whatever it is")
  func exact() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      var text = ByteText()
      text.append(exactly: value)
      #expect(Double(text.string) == value)
    }
  }

  @Test("integers of every size", arguments: [0, 7, -7, 1000, Int.max, Int.min])
  func integers(value: Int) {
    var text = ByteText()
    text.append(value)
    #expect(text.string == String(value))
  }

  @Test(
    "in short have about three digits",
    arguments: [
      (0.0, "0"), (1234.5, "1235"), (123.45, "123"), (12.345, "12.3"), (1.2345, "1.23"),
      (0.12345, "0.123"), (0.0012345, "0.00123"), (1.0, "1"), (.infinity, "∞"), (.nan, "n/a"),
    ])
  func short(value: Double, expected: String) {
    #expect(NumberText.short(value) == expected)
  }

  @Test(
    "shares are percentages, and a trace is not nothing",
    arguments: [
      (0.0, "0 %"), (0.0004, "<0.1 %"), (0.0123, "1.2 %"), (0.0996, "10 %"), (0.434, "43 %"),
      (1.0, "100 %"),
    ])
  func percent(share: Double, expected: String) {
    #expect(NumberText.percent(share) == expected)
  }

  @Test("take the SI prefix that leaves one to three digits before the point")
  func prefixes() {
    #expect(NumberText.si(34e9, unit: "B/s") == "34 GB/s")
    #expect(NumberText.si(0.00125, unit: "s") == "1.25 ms")
    #expect(NumberText.si(0.99996, unit: "s") == "1 s")
    #expect(NumberText.si(0, unit: "s") == "0 s")
    #expect(NumberText.si(4e-15, unit: "s") == "0.004 ps")
  }

  @Test("memory is in powers of 1024, counts in groups of three digits")
  func units() {
    #expect(NumberText.memory(bytes: 24 << 20) == "24 MiB")
    #expect(NumberText.memory(bytes: 1000) == "1000 B")
    #expect(NumberText.grouped(-1_234_567) == "-1,234,567")
    #expect(NumberText.grouped(999) == "999")
  }

  @Test("a sum that misses a tie by its last bits is rounded as the tie is")
  func ties() {
    #expect(NumberText.short(3.735) == NumberText.short(3.735.nextDown.nextDown))
    #expect(NumberText.short(2.5) == "2.5")
    #expect(NumberText.short(999_999_999_999) == "999999999999")
  }
}
