import Analysis
import Quantities

/// A point as a line of `sweep.csv` (RFC 4180).
public struct RowText {
  /// The columns after the axes'.
  static let results = [
    "cycles", "milliseconds", "fps", "utilisation", "dram_read_bytes", "dram_write_bytes",
    "peak_activation_bytes", "macs", "bottleneck", "published_top1_percent",
    "energy_mj_per_image", "edp_mj_ms", "error",
  ]

  /// The names of the cells.
  static func columns(_ axes: [Axis]) -> [String] {
    ["point"] + axes.map(\.key.column) + results
  }

  /// The first line.
  static func header(_ axes: [Axis]) -> [UInt8] { line(columns(axes)) }

  static func line(point: Int, values: [String], outcome: Outcome) -> [UInt8] {
    line([String(point)] + values + cells(outcome))
  }

  private static func cells(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .failed(let reason):
      return [String](repeating: "", count: results.count - 1) + [reason]
    case .measured(let m):
      let time = [m.cycles.count.description, number(m.seconds * 1e3), number(m.framesPerSecond)]
      let traffic = [m.dramRead, m.dramWritten, m.peakActivations].map { String($0.count) }
      return time + [number(m.utilisation)] + traffic
        + [String(m.macs), m.verdict.rawValue, m.publishedTop1.map(number) ?? ""]
        + [m.energyPerImage.map { $0 * 1e3 }, m.energyDelay.map { $0 * 1e6 }]
        .map { $0.map(number) ?? "" } + [""]
    }
  }

  /// The shortest text that reads back as the same number.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Cells in a line; line breaks in texts become spaces, so that a line is a row.
  static func line(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let needsQuotes = cell.utf8.contains {
        $0 == UInt8(ascii: ",") || $0 == quote || $0 == UInt8(ascii: "\n")
          || $0 == UInt8(ascii: "\r")
      }
      guard needsQuotes else {
        bytes.append(contentsOf: cell.utf8)
        continue
      }
      bytes.append(quote)
      for byte in cell.utf8 {
        switch byte {
        case quote: bytes += [quote, quote]
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
      }
      bytes.append(quote)
    }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private static let quote = UInt8(ascii: "\"")

  /// The cells of a line without its line break, or `nil` if its quotes don't pair.
  static func cells(of line: some Collection<UInt8>) -> [String]? {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var previous: UInt8 = 0
    for byte in line {
      defer { previous = byte }
      switch byte {
      case quote:
        isQuoted.toggle()
        if isQuoted, previous == quote { cell.append(quote) }
      case UInt8(ascii: ",") where !isQuoted:
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      default: cell.append(byte)
      }
    }
    guard !isQuoted else { return nil }
    return cells + [String(decoding: cell, as: UTF8.self)]
  }
}
