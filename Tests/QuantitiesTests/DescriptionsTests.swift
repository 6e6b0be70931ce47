import Quantities
import Testing

@Suite struct DescriptionsTests {
  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (24 << 20, "24.0 MiB"),
    ((1 << 20) - 1, "1.0 MiB"), (1 << 40, "1.0 TiB"), (Int.max, "8192.0 PiB"),
  ])
  func bytesInBinaryUnits(count: Int, text: String) {
    #expect(Bytes(count).description == text)
  }

  @Test func ratesKeepThreeDigits() {
    #expect(Hertz(700e6).description == "700 MHz")
    #expect(Hertz(1.333e9).description == "1.33 GHz")
    #expect(Hertz(999.6e6).description == "1 GHz")
    #expect(BytesPerSecond(68.256e9).description == "68.3 GB/s")
    #expect(BytesPerSecond(0.5).description == "0.5 B/s")
    #expect(BytesPerSecond.unlimited.description == "unlimited")
  }

  @Test(arguments: [
    (2.5, "2.50 s"), (0.00123, "1.23 ms"), (0.0009999, "1.00 ms"), (45e-6, "45.0 µs"),
    (7e-9, "7.00 ns"), (123.4, "123 s"),
  ])
  func durationsPickTheirUnit(seconds: Double, text: String) {
    #expect(Decimal.duration(seconds: seconds) == text)
  }

  @Test func wholeNumbersAreGrouped() {
    #expect(Decimal.grouped(999) == "999")
    #expect(Decimal.grouped(-1_234_567) == "-1\u{202F}234\u{202F}567")
    #expect(Cycles(1000).description == "1\u{202F}000 cycles")
  }

  @Test func fixedRoundsAwayFromZeroAndNeverTraps() {
    #expect(Decimal.fixed(0.125, places: 2) == "0.13")
    #expect(Decimal.fixed(-0.04, places: 1) == "0.0")
    #expect(Decimal.fixed(-1.06, places: 1) == "-1.1")
    #expect(Decimal.fixed(1e300, places: 6) == "1e+300")
    #expect(Decimal.fixed(.nan, places: 2) == "nan")
  }
}
