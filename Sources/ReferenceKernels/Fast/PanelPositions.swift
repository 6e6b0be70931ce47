import CRegisterTile

/// The order in which a stretch of output rows goes through panels, `width` positions a strip.
///
/// With a `rowPitch` of the planes' pitch, a strip is one run of neighbours, and the positions in the
/// gaps between rows are computed and dropped. With one of `columns` there are no gaps, and a strip
/// has a run for each row it meets.
struct PanelPositions {
  let rows: Int
  let columns: Int
  /// Elements between rows of the planes.
  let pitch: Int
  /// Positions between rows of the sums.
  let rowPitch: Int
  let width: Int

  /// From the first output to the last.
  var count: Int { (rows - 1) * rowPitch + columns }

  var strips: Int { count.dividedUp(by: width) }

  /// The cycles, more or less, that each input of the sums takes: one for a strip and a filter, and
  /// four for a register that is packed. Where a row ends within a strip, that is a register more.
  func cost(filters: Int) -> Int {
    let isWhole = rowPitch == pitch || columns % width == 0
    let registers = isWhole || columns > width / 2 ? 2 * strips : strips + 1
    return strips * filters + 4 * (registers + (isWhole ? 0 : rows - 1))
  }

  /// Writes the runs of neighbours that make up a strip, at most `width`.
  ///
  /// - Returns: how many.
  func writeRuns(ofStrip strip: Int, to runs: UnsafeMutablePointer<panel_run>) -> Int {
    let (start, end) = (strip * width, min((strip + 1) * width, count))
    guard rowPitch != pitch else {
      runs[0] = panel_run(first: 0, count: end - start, source: start)
      return 1
    }
    var (position, used) = (start, 0)
    while position < end {
      let (row, column) = position.quotientAndRemainder(dividingBy: columns)
      let length = min(columns - column, end - position)
      runs[used] = panel_run(
        first: position - start, count: length, source: row * pitch + column)
      (position, used) = (position + length, used + 1)
    }
    return used
  }
}
