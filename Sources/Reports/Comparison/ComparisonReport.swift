import Analysis

/// A comparison ready to be told: as tables, CSV, JSON and a chart.
public struct ComparisonReport: Sendable {
  public let comparison: Comparison
  /// What the user called each run.
  public let labels: [String]

  /// - Parameters:
  ///   - comparison: the runs, aligned.
  ///   - labels: one for each run.
  public init(_ comparison: Comparison, labels: [String]) {
    precondition(labels.count == comparison.runs.count, "one label for each run")
    self.comparison = comparison
    self.labels = labels
  }

  /// `A` for the first run, then `B`, and so on; numbers after `Z`.
  static func letter(of run: Int) -> String {
    run < 26 ? String(UnicodeScalar(UInt8(65 + run))) : "\(run + 1)"
  }

  var letters: [String] { labels.indices.map(Self.letter) }

  /// Every file of the comparison, ready for `AtomicFiles.write`.
  public func files(in folder: String) throws -> [OutputFile] {
    [
      OutputFile(path: "\(folder)/comparison.csv", bytes: csv()),
      OutputFile(path: "\(folder)/comparison.json", bytes: try json.bytes(layout: .pretty)),
      OutputFile(path: "\(folder)/comparison.svg", bytes: chart().svg()),
    ]
  }

  /// The runs' times by cause, as a chart.
  public func chart() -> ComparisonChart {
    ComparisonChart(
      causes: Cause.allCases.map { BottleneckChart.Cause(name: $0.name, ink: $0.ink) },
      runs: labels.indices.map { run in
        ComparisonChart.Run(
          letter: letters[run], name: labels[run], times: times(comparison.totals[run]))
      },
      stages: comparison.stages.map { stage in
        ComparisonChart.Stage(name: stage.name, times: stage.times.map(times))
      })
  }

  private func times(_ times: CauseTimes) -> [Double] { Cause.allCases.map { times[$0] } }
}
