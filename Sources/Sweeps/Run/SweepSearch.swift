/// A search for the best point of a space that is too large to measure whole.
///
/// Coordinate descent with seeded restarts: from a point, each axis in turn (or axes that advance
/// together) is set to the best of its values while the others stay, until a round changes nothing;
/// then it starts elsewhere, until the budget is spent. Of a long axis, values evenly spread are tried,
/// then closer and closer ones around the best. Exact on axes that don't interact; restarts are for
/// those that do.
public struct SweepSearch: Sendable {
  /// A point that was measured, in the order of the search.
  public struct Step: Hashable, Sendable {
    public let restart: Int
    /// Its number is the step's.
    public let row: SweepRow
    /// Whether no earlier step was better.
    public let isBest: Bool
  }

  public let plan: SweepPlan
  public let objective: Objective
  /// Points to measure at most.
  public let budget: Int
  public let seed: Int
  /// Points measured at once.
  public let workers: Int

  /// Starts that find nothing new, after which there is nothing left to find.
  private static let idleRestarts = 64

  public init(_ plan: SweepPlan, objective: Objective, budget: Int, seed: Int, workers: Int) {
    self.plan = plan
    self.objective = objective
    self.budget = budget
    self.seed = seed
    self.workers = max(1, workers)
  }

  /// The points measured, each once; the same for any number of workers.
  ///
  /// - Parameters:
  ///   - journal: keeps the steps as they are made.
  ///   - report: called after each batch of points.
  /// - Returns: `nil` after a stop.
  /// - Throws: `SweepError` where a condition makes no sense or a step can't be written.
  public func run(
    into journal: SearchJournal, stop: StopRequest = StopRequest(),
    report: @escaping (SweepProgress) -> Void = { _ in }
  ) throws(SweepError) -> [Step]? {
    var descent = SearchDescent(self, journal: journal, stop: stop, report: report)
    var restart = 0
    var idle = 0
    while !descent.isSpent, idle < SweepSearch.idleRestarts {
      let found = descent.steps.count
      try descent.descend(from: start(restart), restart: restart)
      idle = descent.steps.count == found ? idle + 1 : 0
      restart += 1
    }
    guard !stop.isStopped else { return nil }
    try journal.finish()
    return descent.steps
  }

  /// The first value of every axis, then draws.
  private func start(_ restart: Int) -> [Int] {
    plan.space.groups.enumerated().map { index, group in
      let count = plan.axes[group[0]].values.count
      return restart == 0 ? 0 : Int(mixed(seed, restart, index) % UInt64(count))
    }
  }

  /// The first line of `trace.csv`: the columns of `sweep.csv` behind those of the search.
  static func header(_ axes: [Axis]) -> [UInt8] {
    Array("step,restart,best,".utf8) + RowText.header(axes)
  }

  /// `sweep.csv`: the rows in the order of the search.
  public static func csv(_ steps: [Step], axes: [Axis]) -> [UInt8] {
    steps.reduce(into: RowText.header(axes)) { bytes, step in
      bytes += step.row.line
      bytes.append(UInt8(ascii: "\n"))
    }
  }
}

extension SweepSearch.Step {
  /// A line of `trace.csv`, with its break.
  var line: [UInt8] {
    Array("\(row.point),\(restart),\(isBest ? 1 : 0),".utf8) + row.line + [UInt8(ascii: "\n")]
  }
}
