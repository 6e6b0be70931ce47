/// What a sweep's rows say, gathered in one pass without keeping them.
public struct SweepAnswers: Sendable {
  public let axes: [Axis]
  public let objectives: [Objective]
  public private(set) var rows = 0
  /// Rows of points that can't be made or scheduled.
  public private(set) var failures = 0
  /// The best row by the first objective; of equal ones the first.
  public private(set) var best: SweepRow?
  /// Rows that no other beats in every objective, in order of points.
  public private(set) var front: [SweepRow] = []
  /// For each axis, for each of its values, the best row; empty for axes that don't vary.
  public private(set) var bestByValue: [[SweepRow?]]
  /// For each axis told, for each of its values, whether any point with it was measured.
  private(set) var isTried: [[Bool]]
  /// The two axes of the heat map, if there are two.
  public let mapAxes: (rows: Int, columns: Int)?
  /// The best row for each pair of their values, row by row.
  public private(set) var map: [SweepRow?] = []
  /// The versions on each profile, if there are several of both and few enough.
  public private(set) var choices: VersionChoices?
  /// By the first two objectives, in the units of their titles: evenly chosen rows, at most
  /// `sampleLimit`.
  public private(set) var sample: [(x: Double, y: Double)] = []
  private var sampleStep = 1
  private let places: [[String: Int]]

  private static let sampleLimit = 2000

  /// The most values of an axis that are told one by one.
  static let valueLimit = 200
  private static let mapLimit = 40

  public init(axes: [Axis], objectives: [Objective]) {
    self.axes = axes
    self.objectives = objectives
    let told = axes.map { (2...SweepAnswers.valueLimit).contains($0.values.count) }
    bestByValue = zip(axes, told).map { axis, isTold in
      [SweepRow?](repeating: nil, count: isTold ? axis.values.count : 0)
    }
    isTried = bestByValue.map { [Bool](repeating: false, count: $0.count) }
    places = zip(axes, told).map { axis, isTold in
      guard isTold else { return [:] }
      return Dictionary(
        zip(axis.values, axis.values.indices), uniquingKeysWith: { first, _ in first })
    }
    choices = VersionChoices(axes: axes, objectives: objectives)
    mapAxes = SweepAnswers.mapAxes(axes)
    if let mapAxes {
      let count = axes[mapAxes.rows].values.count * axes[mapAxes.columns].values.count
      map = [SweepRow?](repeating: nil, count: count)
    }
  }

  /// The last two axes that vary; profiles and networks only where nothing else does.
  private static func mapAxes(_ axes: [Axis]) -> (rows: Int, columns: Int)? {
    let varied = axes.indices.filter { (2...mapLimit).contains(axes[$0].values.count) }
    let others = varied.filter { ![.profile, .network].contains(axes[$0].key) }
    let chosen = (varied.filter { !others.contains($0) } + others).suffix(2)
    guard chosen.count == 2, let rows = chosen.first, let columns = chosen.last else { return nil }
    return (rows, columns)
  }

  /// The answers of a search, from the points that it measured.
  public init(_ steps: [SweepSearch.Step], axes: [Axis], objectives: [Objective]) {
    self.init(axes: axes, objectives: objectives)
    for step in steps { add(step.row) }
  }

  /// Reads the rows of a finished sweep.
  public init(file: String, axes: [Axis], objectives: [Objective]) throws(SweepError) {
    self.init(axes: axes, objectives: objectives)
    var lines = try LineReader(path: file)
    guard try lines.next().map({ $0.elementsEqual(RowText.header(axes).dropLast()) }) ?? false
    else { throw .damagedRows(path: file, reason: "its first line is not that of this sweep") }
    while let line = try lines.next() {
      guard let row = SweepRow(line: line, axes: axes.count) else {
        throw .damagedRows(path: file, reason: "a line after row \(rows) is no row of a sweep")
      }
      add(row)
    }
  }

  mutating func add(_ row: SweepRow) {
    rows += 1
    for axis in axes.indices {
      if let place = places[axis][row.values[axis]] { isTried[axis][place] = true }
    }
    guard row.measurement != nil else {
      failures += 1
      return
    }
    takeSample(row)
    choices?.add(row)
    let costs = costs(row)
    if costs.count == objectives.count { addToFront(row, costs) }
    guard cost(row) != nil else { return }
    keep(row, in: &best)
    for axis in axes.indices {
      guard let place = places[axis][row.values[axis]] else { continue }
      keep(row, in: &bestByValue[axis][place])
    }
    if let mapAxes, let r = places[mapAxes.rows][row.values[mapAxes.rows]],
      let c = places[mapAxes.columns][row.values[mapAxes.columns]]
    {
      keep(row, in: &map[r * axes[mapAxes.columns].values.count + c])
    }
  }

  /// Keeps every n-th row; when too many are kept, every second of them goes.
  private mutating func takeSample(_ row: SweepRow) {
    guard objectives.count > 1, (rows - 1) % sampleStep == 0, let measurement = row.measurement,
      let x = objectives[0].value(of: measurement), let y = objectives[1].value(of: measurement)
    else { return }
    sample.append((x, y))
    guard sample.count > SweepAnswers.sampleLimit else { return }
    sample = stride(from: 0, to: sample.count, by: 2).map { sample[$0] }
    sampleStep *= 2
  }

  private func cost(_ row: SweepRow) -> Double? {
    row.measurement.flatMap { objectives.first?.cost(of: $0) }
  }

  private func keep(_ row: SweepRow, in best: inout SweepRow?) {
    guard let old = best.flatMap(cost), let new = cost(row) else {
      best = row
      return
    }
    if new < old { best = row }
  }

  private mutating func addToFront(_ row: SweepRow, _ costs: [Double]) {
    guard !front.contains(where: { isNowhereWorse(self.costs($0), costs) }) else { return }
    front = front.filter { !isNowhereWorse(costs, self.costs($0)) } + [row]
  }

  private func isNowhereWorse(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 <= $1 }
  }

  private func costs(_ row: SweepRow) -> [Double] {
    row.measurement.map { m in objectives.compactMap { $0.cost(of: m) } } ?? []
  }

  /// `pareto.csv`: the front, with the columns of `sweep.csv`.
  public var paretoCSV: [UInt8] {
    front.reduce(into: RowText.header(axes)) { bytes, row in
      bytes += row.line
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// What tells a row from the others: the values of the axes that vary.
  public func label(_ row: SweepRow, except hidden: Int? = nil) -> String {
    axes.indices.filter { axes[$0].values.count > 1 && $0 != hidden }
      .map {
        axes[$0].key.isSelfExplaining ? row.values[$0] : "\(axes[$0].key.name) \(row.values[$0])"
      }
      .joined(separator: ", ")
  }
}

extension AxisKey {
  /// Whether a value says what it is of.
  fileprivate var isSelfExplaining: Bool { self == .profile || self == .network }
}
