/// A search's steps while they are made.
///
/// A search decides by what it measured, so steps that are there already are looked up instead of
/// measured, and the search goes the same way again.
public final class SearchJournal {
  private let file: RowFile
  /// The rows of the steps that were there, by the values of their axes.
  private(set) var recorded: [[String]: SweepRow] = [:]

  /// Opens or begins the trace of a search in a folder that exists.
  ///
  /// - Parameter restarts: whether what is there of another search, or of this, is thrown away.
  /// - Throws: `SweepError.changed` for steps of another search.
  public init(_ search: SweepSearch, folder: String, restarts: Bool) throws(SweepError) {
    let axes = search.plan.axes
    let state = SweepState(
      digest: "\(search.plan.digest)-\(search.objective.rawValue)", points: search.budget,
      range: 0..<search.budget, specification: search.plan.specification)
    var rows: [SweepRow] = []
    func accept(_ line: ArraySlice<UInt8>) -> Bool {
      guard let row = SearchJournal.row(line, step: rows.count, axes: axes.count) else {
        return false
      }
      rows.append(row)
      return true
    }
    file = try RowFile(
      stem: "\(folder)/trace", state: state, restarts: restarts,
      header: SweepSearch.header(axes), accept: accept)
    if file.wasFinished {
      var lines = try LineReader(path: file.path)
      _ = try lines.next()
      while let line = try lines.next(), accept(line) {}
    }
    recorded = Dictionary(rows.map { ($0.values, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The row within a line of the trace, if it is whole and of that step.
  private static func row(_ line: ArraySlice<UInt8>, step: Int, axes: Int) -> SweepRow? {
    let cells = line.split(
      separator: UInt8(ascii: ","), maxSplits: 3, omittingEmptySubsequences: false)
    guard cells.count == 4, Int(String(decoding: cells[0], as: UTF8.self)) == step,
      let row = SweepRow(line: cells[3], axes: axes), row.point == step
    else { return nil }
    return row
  }

  /// Adds steps, of which the first `recorded.count` are there.
  func append(_ steps: ArraySlice<SweepSearch.Step>) throws(SweepError) {
    let new = steps.drop { $0.row.point < recorded.count }
    guard !file.wasFinished, !new.isEmpty else { return }
    try file.append(new.flatMap(\.line))
  }

  func finish() throws(SweepError) {
    if !file.wasFinished { try file.finish() }
  }
}
