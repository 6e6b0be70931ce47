import Testing

@Suite(
  "Every bar of the paper's figure 7, read from its pixels",
  .enabled(if: ReferenceData.isPresent, "the reference data is absent"))
struct FigureSevenTests {
  /// The network, and the columns of its bar and of its exact count in the table.
  @Test(
    "layer by layer",
    arguments: [("peleenet-yolo", 1, 126), ("peleenet-prn", 4, 126), ("csppeleenet-efm", 7, 151)])
  func bars(name: String, column: Int, count: Int) throws {
    let rows = try ReferenceData.table("paper-figure-7-bars.csv").dropFirst()
    let ours = try figureBars(of: name)
    try #require(ours.count == count && rows.count >= count)
    for (row, bflops) in zip(rows, ours) {
      if let exact = Double(row[column + 1]) {
        #expect(abs(bflops - exact) < 0.000_006, "bar \(row[0])")
      } else if let read = Double(row[column]) {
        #expect(abs(bflops - read) < 0.0015 + 0.06 * bflops, "bar \(row[0])")
      }
    }
  }
}
