/// A finished sweep as its folder tells it.
public struct SweepFolder: Sendable {
  public let specification: SweepSpecification
  private let file: String

  /// The name of the file that only a sweep's folder has.
  public static let rowsFile = "\(Shard.whole.stem).csv"

  /// Reads what the rows belong to.
  ///
  /// - Throws: `SweepError` if the state beside the rows is missing or damaged.
  public init(_ path: String) throws(SweepError) {
    let state = "\(path)/\(Shard.whole.stem).json"
    specification = try SweepState(bytes: FileBytes.read(state), path: state).specification
    file = "\(path)/\(SweepFolder.rowsFile)"
  }

  /// What the rows say, weighed by the sweep's objectives or by others.
  public func answers(objectives: [Objective]? = nil) throws(SweepError) -> SweepAnswers {
    try SweepAnswers(
      file: file, axes: specification.axes, objectives: objectives ?? specification.objectives)
  }

  /// The columns of the rows, in their order.
  public var columns: [String] { RowText.columns(specification.axes) }

  /// The rows with the least cost by an objective, best first; of equal ones the earlier point.
  public func best(_ count: Int, by objective: Objective) throws(SweepError) -> [SweepRow] {
    var best: [(cost: Double, row: SweepRow)] = []
    var lines = try LineReader(path: file)
    _ = try lines.next()
    while let line = try lines.next() {
      guard let row = SweepRow(line: line, axes: specification.axes.count),
        let cost = row.measurement.flatMap({ objective.cost(of: $0) })
      else { continue }
      let place = best.firstIndex { cost < $0.cost } ?? best.count
      guard place < count else { continue }
      best.insert((cost, row), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.row)
  }
}

extension SweepRow {
  /// The row's cells, one for each column.
  public var cells: [String] { RowText.cells(of: line) ?? [] }
}
