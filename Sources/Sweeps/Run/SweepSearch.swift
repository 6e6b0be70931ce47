/// A search for the best point of a space that is too large to measure whole.
///
/// Coordinate descent with seeded restarts: from a random point, each axis in turn is set to the best
/// of its values while the others stay, until a round changes nothing; then it starts elsewhere,
/// until the budget is spent. Exact on axes that don't interact; restarts are for those that do.
public struct SweepSearch: Sendable {
  /// A point that was measured, in the order of the search.
  public struct Step: Hashable, Sendable {
    public let restart: Int
    public let row: SweepRow
    /// Whether no earlier step was better.
    public let isBest: Bool
  }

  public let plan: SweepPlan
  public let objective: Objective
  /// Points to measure at most.
  public let budget: Int
  public let seed: Int

  public init(_ plan: SweepPlan, objective: Objective, budget: Int, seed: Int) {
    self.plan = plan
    self.objective = objective
    self.budget = budget
    self.seed = seed
  }

  /// The points measured, each once.
  ///
  /// - Throws: `SweepError` where a condition makes no sense.
  public func run(stop: StopRequest = StopRequest()) throws(SweepError) -> [Step] {
    var search = SearchState(self, stop: stop)
    var restart = 0
    while !search.isSpent, restart < budget {
      try search.descend(from: start(restart), restart: restart)
      restart += 1
    }
    return search.steps
  }

  /// The first value of every axis, then draws.
  private func start(_ restart: Int) -> [Int] {
    plan.specification.axes.enumerated().map { index, axis in
      restart == 0 ? 0 : Int(mixed(seed, restart, index) % UInt64(axis.values.count))
    }
  }

  /// `trace.csv`: the steps, with the columns of `sweep.csv` behind those of the search.
  public static func csv(_ steps: [Step], axes: [Axis]) -> [UInt8] {
    let prefix = { (text: String) in Array(text.utf8) }
    return steps.enumerated().reduce(into: prefix("step,restart,best,") + RowText.header(axes)) {
      bytes, item in
      let (number, step) = item
      bytes += prefix("\(number),\(step.restart),\(step.isBest ? 1 : 0),") + step.row.line
      bytes.append(UInt8(ascii: "\n"))
    }
  }
}

private struct SearchState {
  let search: SweepSearch
  let stop: StopRequest
  var steps: [SweepSearch.Step] = []
  private var known: [[Int]: Double] = [:]
  private var best = Double.infinity

  init(_ search: SweepSearch, stop: StopRequest) {
    self.search = search
    self.stop = stop
  }

  private var axes: [Axis] { search.plan.specification.axes }
  var isSpent: Bool { steps.count >= search.budget || stop.isStopped }

  mutating func descend(from start: [Int], restart: Int) throws(SweepError) {
    var place = start
    var cost = try cost(of: place, restart: restart)
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for axis in axes.indices {
        for value in axes[axis].values.indices {
          guard !isSpent else { return }
          var other = place
          other[axis] = value
          let otherCost = try self.cost(of: other, restart: restart)
          if otherCost < cost { (place, cost, hasChanged) = (other, otherCost, true) }
        }
      }
    }
  }

  /// Less is better; infinite for points that are excluded or can't be scheduled.
  private mutating func cost(of place: [Int], restart: Int) throws(SweepError) -> Double {
    if let cost = known[place] { return cost }
    let values = zip(axes, place).map { $0.values[$1] }
    guard let outcome = try search.plan.outcome(of: values) else {
      known[place] = .infinity
      return .infinity
    }
    let line = RowText.line(point: steps.count, values: values, outcome: outcome).dropLast()
    var cost = Double.infinity
    if case .measured(let measurement) = outcome {
      cost = search.objective.cost(of: measurement) ?? .infinity
    }
    known[place] = cost
    if let row = SweepRow(line: line, axes: axes.count) {
      steps.append(SweepSearch.Step(restart: restart, row: row, isBest: cost < best))
    }
    best = min(best, cost)
    return cost
  }
}
