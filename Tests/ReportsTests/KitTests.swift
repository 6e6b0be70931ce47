import Testing

@testable import Reports

@Suite("The chart kit")
struct KitTests {
  @Test(
    "ticks are multiples of 1, 2 or 5 within the domain",
    arguments: [
      (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0.0, 17.0, 5, ["0", "5", "10", "15"]),
      (0.0, 0.034, 4, ["0.00", "0.01", "0.02", "0.03"]),
      (-30.0, 30.0, 3, ["-20", "0", "20"]),
      (0.0, 4_000_000.0, 4, ["0", "1000000", "2000000", "3000000", "4000000"]),
    ])
  func ticks(lowest: Double, highest: Double, count: Int, expected: [String]) {
    let ticks = LinearScale(lowest, highest, from: 0, to: 1).ticks(about: count)
    #expect(ticks.values.map(ticks.text) == expected)
  }

  @Test("an empty domain still maps to pixels")
  func emptyDomain() {
    let scale = LinearScale(0, 0, from: 10, to: 20)
    #expect(scale(0) == 10)
    #expect(scale.ticks(about: 4).values.first == 0)
  }

  @Test("text is measured by its font and shortened in its middle")
  func text() {
    #expect(TextMetrics.width(of: "m", size: 1000) == 974)
    #expect(TextMetrics.width(of: "mm", size: 500, bold: true) == 1042)
    #expect(
      TextMetrics.fitting("stage1.block1.conv2", width: 1000, size: 12)
        == "stage1.block1.conv2")
    #expect(TextMetrics.fitting("abcdefgh", width: 34, size: 10) == "ab…h")
    #expect(TextMetrics.fitting("abcdefgh", width: 20, size: 10) == nil)
  }

  @Test("text breaks at spaces, and a word that is too long stands alone")
  func lines() {
    #expect(TextMetrics.lines(of: "aa bb cc", width: 35, size: 10) == ["aa bb", "cc"])
    #expect(TextMetrics.lines(of: "aaaaaaaaaa b", width: 20, size: 10) == ["aaaaaaaaaa", "b"])
    #expect(TextMetrics.lines(of: "", width: 20, size: 10) == [])
  }

  @Test("labels are placed in their order, and none upon another")
  func placing() {
    var placer = LabelPlacer(in: Box(x: 0, y: 0, width: 200, height: 100))
    let here = Label("here", at: Point(10, 50))
    placer.place([here])
    placer.place([Label("there", at: Point(15, 52))])
    placer.place([Label("there", at: Point(15, 52)), Label("there", at: Point(15, 80))])
    placer.place([Label("beyond the edge", at: Point(150, 20))])
    #expect(placer.placed.map(\.position) == [Point(10, 50), Point(15, 80)])
  }

  @Test(
    "positions are spread no more than needed",
    arguments: [
      ([10.0, 50.0], [10.0, 50.0]), ([10, 12, 14], [10, 20, 30]), ([95, 97], [90, 100]),
      ([50, 50, 50], [50, 60, 70]),
    ])
  func spreading(positions: [Double], expected: [Double]) {
    #expect(spread(positions, apart: 10, from: 0, to: 100) == expected)
  }

  @Test("resampling keeps the area under the curve")
  func resampling() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<50 {
      let count = Int.random(in: 1...400, using: &random)
      let values = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
      let fewer = Samples.resampled(values, to: Int.random(in: 1...400, using: &random))
      #expect(abs(Samples.mean(fewer) - Samples.mean(values)) < 1e-12)
    }
    let thirds: [Double] = [2.0 / 1.5, 4.0 / 1.5]
    #expect(Samples.resampled([1, 2, 3], to: 2) == thirds)
  }
}
