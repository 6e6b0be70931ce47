import Reports
import Sweeps

/// Turns the rows of a finished sweep into its other files.
struct SweepDelivery {
  let plan: SweepPlan
  let folder: String

  /// Reads the rows from their file.
  func deliver(prints: Bool) throws {
    let answers = try SweepAnswers(
      file: "\(folder)/\(Shard.whole.stem).csv", axes: plan.specification.axes,
      objectives: plan.specification.objectives)
    try deliver(answers, prints: prints)
  }

  func deliver(_ answers: SweepAnswers, prints: Bool) throws {
    let summary = SweepSummary(answers).text
    let report = SweepReport(
      answers, bestRun: try answers.best.map { try plan.analysis(of: $0.values) })
    try AtomicFiles.write(
      [
        OutputFile(path: "\(folder)/pareto.csv", bytes: answers.paretoCSV),
        OutputFile(path: "\(folder)/summary.txt", bytes: Array(summary.utf8)),
      ] + report.charts(in: folder))
    guard prints else { return }
    try StandardOutput.write(summary + "\nWrote \(folder).\n")
  }
}
