import DidYouMean
import Sweeps

/// Points of a sweep as a table: some columns of each.
public struct SweepTable: Sendable {
  public let rows: [SweepRow]
  private let columns: [(name: String, place: Int)]

  /// - Parameters:
  ///   - rows: the points, in the table's order.
  ///   - sweep: the sweep that they are of.
  ///   - columns: names of columns; the axes that vary and the usual results if empty.
  /// - Throws: `SweepTableError` for a column that the sweep doesn't have.
  public init(
    _ rows: [SweepRow], of sweep: SweepFolder, columns: [String] = []
  ) throws(SweepTableError) {
    let known = sweep.columns
    var chosen: [(name: String, place: Int)] = []
    for name in columns.isEmpty ? SweepTable.usual(sweep) : columns {
      guard let place = known.firstIndex(of: name) else {
        throw .unknownColumn(
          name, suggestion: Suggestion.closest(to: name, among: known), known: known)
      }
      chosen.append((name, place))
    }
    self.rows = rows
    self.columns = chosen
  }

  private static func usual(_ sweep: SweepFolder) -> [String] {
    sweep.specification.axes.filter { $0.values.count > 1 }.map(\.key.column)
      + ["milliseconds", "fps", "utilisation", "dram_read_bytes", "bottleneck"]
  }

  /// A row for each point.
  public var table: ExportTable {
    let cells = rows.map(\.cells)
    let kinds = columns.map { column in
      cells.allSatisfy { $0[column.place].isEmpty || Double($0[column.place]) != nil }
    }
    return ExportTable(
      headings: zip(columns, kinds).map { column, isNumber in
        ExportTable.Heading(
          name: column.name, title: column.name.replacing("_", with: " "), isNumber: isNumber)
      },
      rows: cells.map { row in
        columns.map { SweepTable.cell(row[$0.place], column: $0.name) }
      })
  }

  private static func cell(_ text: String, column: String) -> ExportTable.Cell {
    if column == "utilisation", let share = Double(text) { return .share(share) }
    if column.hasSuffix("_bytes"), let bytes = Int(text) { return .bytes(bytes) }
    if let count = Int(text) { return .count(count) }
    return Double(text).map { .amount($0, exact: text) } ?? .text(text)
  }
}

/// Why points can't be shown as a table.
public enum SweepTableError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownColumn(String, suggestion: String?, known: [String])

  public var description: String {
    switch self {
    case .unknownColumn(let name, let suggestion, let known):
      "the sweep has no column '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" }
          ?? "; expected one of \(known.joined(separator: ", "))")
    }
  }
}
