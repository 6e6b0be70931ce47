/// A sweep's rows while they are made, in order of points.
public final class Journal {
  /// The first point without a row that is known to be there.
  public private(set) var next: Int
  private let file: RowFile

  public var path: String { file.path }
  /// Whether all rows were there already.
  public var wasFinished: Bool { file.wasFinished }

  /// Opens or begins the rows of a plan's shard in a folder that exists.
  ///
  /// - Parameter restarts: whether what is there of another sweep, or of this, is thrown away.
  /// - Throws: `SweepError.changed` or `.otherShard` for rows of another sweep.
  public init(
    _ plan: SweepPlan, shard: Shard, folder: String, restarts: Bool
  ) throws(SweepError) {
    let state = SweepState(plan, range: shard.range(of: plan.space.count))
    var next = state.range.lowerBound
    file = try RowFile(
      stem: "\(folder)/\(shard.stem)", state: state, restarts: restarts,
      header: RowText.header(plan.axes)
    ) { line in
      guard let row = SweepRow(line: line, axes: plan.axes.count), row.point >= next,
        row.point < state.range.upperBound
      else { return false }
      next = row.point + 1
      return true
    }
    self.next = next
  }

  func append(_ bytes: [UInt8]) throws(SweepError) { try file.append(bytes) }
  func finish() throws(SweepError) { try file.finish() }
}
