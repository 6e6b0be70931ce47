import CommandLineParsing
import JSONText
import Reports
import Sweeps

/// `cspsim sweep --optimise`: a search in place of a sweep.
struct SweepSearchRun {
  static let optimise = Option(
    "optimise", .text("OBJECTIVE", expected: "an objective such as latency"),
    help: "Search for the best point instead of measuring all; latency, fps, dram and so on.")
  static let budget = Option(
    "budget", .integer(in: 1...1_000_000),
    help: "Points that the search may measure; 500 if not given.")

  private static let usualBudget = 500

  /// Searches, and writes the measured points and their order beside the usual answers.
  static func run(
    _ specification: SweepSpecification, objective name: String, folder: String, prints: Bool,
    _ arguments: ParsedArguments
  ) throws {
    guard specification.zips.isEmpty else { throw SweepChoiceError.zippedSearch }
    let objective = try Objective(name: name)
    let budget = arguments.value(of: budget) ?? usualBudget
    let seed = arguments.value(of: SweepChoices.seed) ?? 1
    var space = specification
    // A search draws its points, so their number has no limit.
    space.sampling = .random(count: budget, seed: seed)
    space.objectives = [objective] + specification.objectives.filter { $0 != objective }
    let plan = try SweepPlan(
      space, evaluator: PointEvaluator(space), version: Program.version)
    let interrupt = SweepInterrupt()
    let steps = try SweepSearch(plan, objective: objective, budget: budget, seed: seed)
      .run(stop: interrupt.stop)
    try AtomicFiles.write([
      OutputFile(
        path: "\(folder)/trace.csv", bytes: SweepSearch.csv(steps, axes: space.axes)),
      OutputFile(path: "\(folder)/spec.json", bytes: try specification.json.bytes(layout: .pretty)),
    ])
    try SweepDelivery(plan: plan, folder: folder).deliver(
      SweepAnswers(steps, axes: space.axes, objectives: space.objectives), prints: prints)
  }
}
