/// Runs side by side, aligned by stage, their differences attributed by cause.
///
/// Times are seconds an image, so that runs of different batches can be compared. Causes explain
/// every cycle of a run, so a difference of times is the sum of the differences of causes.
public struct Comparison: Sendable {
  /// A stage in every run.
  public struct Stage: Sendable {
    public let name: String
    /// For each run, the stage's time by cause; all zero where it has no such stage.
    public let times: [CauseTimes]
  }

  /// The first is the one that the others are compared with.
  public let runs: [RunAnalysis]
  /// Stages of all runs, those of the first in its order.
  public let stages: [Stage]
  /// For each run, its whole time by cause.
  public let totals: [CauseTimes]

  public init(_ runs: [RunAnalysis]) {
    self.runs = runs
    totals = runs.map { CauseTimes($0.attribution, of: $0) }
    let names = Comparison.alignedStages(
      runs.map { run in run.network.layers.map(\.stage).withoutRepeats })
    let byStage = runs.map(Comparison.timesByStage)
    stages = names.map { name in
      Stage(name: name, times: byStage.map { $0[name] ?? CauseTimes() })
    }
    .filter { stage in stage.times.contains { $0.total > 0 } }
  }

  /// How much more time than the first run another takes, by cause.
  public func difference(of run: Int) -> CauseTimes { totals[run] - totals[0] }

  private static func timesByStage(_ run: RunAnalysis) -> [String: CauseTimes] {
    var attributions: [String: Attribution] = [:]
    for layer in run.layers {
      attributions[run.network.layers[layer.index].stage, default: Attribution()] +=
        layer.attribution
    }
    return attributions.mapValues { CauseTimes($0, of: run) }
  }

  /// One order of all lists' names: each new name follows the one it follows in its own list.
  public static func alignedStages(_ lists: [[String]]) -> [String] {
    var aligned: [String] = []
    for list in lists {
      var place = 0
      for name in list {
        if let known = aligned.firstIndex(of: name) {
          place = known + 1
        } else {
          aligned.insert(name, at: place)
          place += 1
        }
      }
    }
    return aligned
  }
}

/// Seconds an image by cause; a difference may be negative.
public struct CauseTimes: Hashable, Sendable {
  private var seconds = [Double](repeating: 0, count: Cause.allCases.count)

  public init() {}

  init(_ attribution: Attribution, of run: RunAnalysis) {
    for cause in Cause.allCases {
      seconds[cause.rawValue] =
        run.cycles(attribution[cause]) / run.clock.value / Double(run.network.batch)
    }
  }

  public subscript(cause: Cause) -> Double { seconds[cause.rawValue] }

  /// The sum over all causes.
  public var total: Double { seconds.reduce(0, +) }

  /// Causes whose time isn't zero, the largest magnitude first; ties in the order of causes.
  public var causes: [Cause] {
    Cause.allCases.filter { self[$0] != 0 }
      .sorted { (self[$1].magnitude, $0.rawValue) < (self[$0].magnitude, $1.rawValue) }
  }

  /// The cause that does most for the sign of the total: what a gain or loss is mostly due to.
  public var mainCause: Cause? {
    let sign = total < 0 ? -1.0 : 1
    return causes.first { self[$0] * sign > 0 }
  }

  public static func - (a: CauseTimes, b: CauseTimes) -> CauseTimes {
    var result = a
    for cause in Cause.allCases { result.seconds[cause.rawValue] -= b[cause] }
    return result
  }
}

extension [String] {
  /// Each name once, where it came first.
  fileprivate var withoutRepeats: [String] {
    var known: Set<String> = []
    return filter { known.insert($0).inserted }
  }
}
