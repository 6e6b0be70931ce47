/// What a search has found so far.
struct SearchDescent {
  private let search: SweepSearch
  private let journal: SearchJournal
  private let stop: StopRequest
  private let report: (SweepProgress) -> Void
  private(set) var steps: [SweepSearch.Step] = []
  /// By place; infinite for points that are excluded or can't be scheduled.
  private var costs: [[Int]: Double] = [:]
  private var best = Double.infinity

  /// The longest axis of which every value is tried.
  private static let shortAxis = 16

  init(
    _ search: SweepSearch, journal: SearchJournal, stop: StopRequest,
    report: @escaping (SweepProgress) -> Void
  ) {
    self.search = search
    self.journal = journal
    self.stop = stop
    self.report = report
  }

  var isSpent: Bool { steps.count >= search.budget || stop.isStopped }

  private var space: PointSpace { search.plan.space }

  mutating func descend(from start: [Int], restart: Int) throws(SweepError) {
    var place = start
    try measure([place], restart: restart)
    var hasChanged = true
    while hasChanged, !isSpent {
      hasChanged = false
      for axis in space.groups.indices where !isSpent {
        let old = place[axis]
        place = try bestAlong(axis, from: place, restart: restart)
        if place[axis] != old { hasChanged = true }
      }
    }
  }

  private mutating func bestAlong(
    _ axis: Int, from start: [Int], restart: Int
  ) throws(SweepError) -> [Int] {
    let count = search.plan.axes[space.groups[axis][0]].values.count
    var place = start
    guard count > SearchDescent.shortAxis else {
      return try best(of: Array(0..<count), along: axis, from: place, restart: restart)
    }
    var stride = count / 8
    var values = Array(Swift.stride(from: 0, to: count, by: stride)) + [count - 1]
    while !isSpent {
      place = try best(of: values, along: axis, from: place, restart: restart)
      guard stride > 1 else { break }
      stride = max(1, stride / 4)
      values = (-4...4).map { place[axis] + $0 * stride }.filter { (0..<count).contains($0) }
    }
    return place
  }

  /// The place with the lowest cost among values of one axis; a tie leaves it where it is.
  private mutating func best(
    of values: [Int], along axis: Int, from start: [Int], restart: Int
  ) throws(SweepError) -> [Int] {
    let places = values.map { value in
      var place = start
      place[axis] = value
      return place
    }
    try measure(places, restart: restart)
    var best = start
    for place in places where cost(place) < cost(best) { best = place }
    return best
  }

  private func cost(_ place: [Int]) -> Double { costs[place] ?? .infinity }

  private var isFull: Bool { steps.count >= search.budget }

  /// Measures the places that aren't known, as many at once as the budget allows.
  private mutating func measure(_ places: [[Int]], restart: Int) throws(SweepError) {
    var seen: Set<[Int]> = []
    var rest = places.filter { costs[$0] == nil && seen.insert($0).inserted }[...]
    while !rest.isEmpty, !isSpent {
      let batch = rest.prefix(search.budget - steps.count)
      rest = rest.dropFirst(batch.count)
      let points = batch.map { space.values(at: $0) }
      let first = steps.count
      for (place, (values, finding)) in zip(batch, zip(points, try findings(at: points))) {
        take(finding, at: place, values: values, restart: restart)
      }
      try journal.append(steps[first...])
      if steps.count > first {
        report(SweepProgress(done: steps.count, total: search.budget))
      }
    }
  }

  private enum Finding {
    case recorded(SweepRow)
    case measured(Outcome?)
  }

  /// What is known of points or can be measured; the first ones only, after a stop.
  private func findings(at points: [[String]]) throws(SweepError) -> [Finding] {
    let recorded = points.map { journal.recorded[$0] }
    let missing = points.indices.filter { recorded[$0] == nil }
    var measured = try search.plan.outcomes(
      of: missing.map { points[$0] }, workers: search.workers, stop: stop
    ).makeIterator()
    var findings: [Finding] = []
    for row in recorded {
      if let row {
        findings.append(.recorded(row))
      } else if let outcome = measured.next() {
        findings.append(.measured(outcome))
      } else {
        break
      }
    }
    return findings
  }

  /// Judges by what the row's text says, so that a recorded step counts as when it was new.
  private mutating func take(
    _ finding: Finding, at place: [Int], values: [String], restart: Int
  ) {
    costs[place] = .infinity
    guard let row = row(finding, values: values) else { return }
    let cost = row.measurement.flatMap { search.objective.cost(of: $0) } ?? .infinity
    costs[place] = cost
    steps.append(SweepSearch.Step(restart: restart, row: row, isBest: cost < best))
    best = min(best, cost)
  }

  /// `nil` for a point that the conditions exclude.
  private func row(_ finding: Finding, values: [String]) -> SweepRow? {
    switch finding {
    case .recorded(let row): return row
    case .measured(nil): return nil
    case .measured(let outcome?):
      let line = RowText.line(point: steps.count, values: values, outcome: outcome)
      return SweepRow(line: line.dropLast(), axes: values.count)
    }
  }
}
