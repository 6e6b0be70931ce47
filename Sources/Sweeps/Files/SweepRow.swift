import Analysis
import Quantities

/// A line of `sweep.csv` read back.
public struct SweepRow: Hashable, Sendable {
  public let point: Int
  /// For each axis its value.
  public let values: [String]
  /// `nil` for a point that can't be scheduled.
  public let measurement: Measurement?
  /// As it stands in the file, without its line break.
  public let line: [UInt8]

  /// `nil` for a line that isn't whole.
  init?(line: some Collection<UInt8>, axes: Int) {
    guard let cells = RowText.cells(of: line), cells.count == 1 + axes + RowText.results.count,
      let point = Int(cells[0]), point >= 0
    else { return nil }
    self.point = point
    self.line = Array(line)
    values = Array(cells[1...axes])
    let results = Array(cells[(axes + 1)...])
    measurement = Measurement(cells: results)
    guard measurement != nil || !(results.last ?? "").isEmpty else { return nil }
  }
}

extension Measurement {
  fileprivate init?(cells: [String]) {
    guard let cycles = Int(cells[0]), let milliseconds = Double(cells[1]),
      let utilisation = Double(cells[3]), let read = Int(cells[4]), let written = Int(cells[5]),
      let peak = Int(cells[6]), let macs = Int(cells[7]), let verdict = Verdict(rawValue: cells[8])
    else { return nil }
    self.cycles = Cycles(cycles)
    seconds = milliseconds / 1e3
    framesPerSecond = Double(cells[2]) ?? .infinity
    self.utilisation = utilisation
    dramRead = Bytes(read)
    dramWritten = Bytes(written)
    peakActivations = Bytes(peak)
    self.macs = macs
    self.verdict = verdict
    publishedTop1 = Double(cells[9])
    energyPerImage = Double(cells[10]).map { $0 / 1e3 }
  }
}
