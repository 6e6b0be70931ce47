import CommandLineParsing
import JSONText
import Reports
import Sweeps

/// `cspsim sweep --optimise`: a search in place of a sweep.
struct SweepSearchRun {
  static let optimise = Option(
    "optimise", .text("OBJECTIVE", expected: "an objective such as latency"),
    help: "Search for the best point instead of measuring all: latency, fps, dram and so on.")
  static let budget = Option(
    "budget", .integer(in: 1...1_000_000),
    help: "Points that the search may measure; 500 if not given.")

  private static let usualBudget = 500

  let plan: SweepPlan
  let search: SweepSearch
  private let specification: SweepSpecification

  init(
    _ specification: SweepSpecification, objective name: String, _ arguments: ParsedArguments
  ) throws {
    guard specification.sampling == .grid else { throw SweepChoiceError.sampledSearch }
    let objective = try Objective(name: name)
    let budget = arguments.value(of: SweepSearchRun.budget) ?? SweepSearchRun.usualBudget
    let seed = arguments.value(of: SweepChoices.seed) ?? 1
    var space = specification
    // A search draws its points, so their number has no limit.
    space.sampling = .random(count: budget, seed: seed)
    space.objectives = [objective] + specification.objectives.filter { $0 != objective }
    plan = try SweepPlan(space, arguments)
    search = SweepSearch(
      plan, objective: objective, budget: budget, seed: seed,
      workers: arguments.value(of: SweepCommand.workers) ?? Processors.count)
    self.specification = specification
  }

  /// Searches, and writes the measured points and their order beside the usual answers.
  func run(into folder: String, restarts: Bool, isQuiet: Bool) throws {
    try AtomicFiles.write([
      OutputFile(path: "\(folder)/spec.json", bytes: try specification.json.bytes(layout: .pretty))
    ])
    let journal = try SearchJournal(search, folder: folder, restarts: restarts)
    let interrupt = SweepInterrupt()
    let progress = SweepProgressText()
    var done = 0
    let steps = try search.run(into: journal, stop: interrupt.stop) {
      done = $0.done
      if !isQuiet { progress.report($0) }
    }
    guard let steps else {
      throw SweepChoiceError.stopped(done: done, total: search.budget)
    }
    let axes = plan.specification.axes
    try AtomicFiles.write([
      OutputFile(path: "\(folder)/sweep.csv", bytes: SweepSearch.csv(steps, axes: axes))
    ])
    try SweepDelivery(plan: plan, folder: folder).deliver(
      SweepAnswers(steps, axes: axes, objectives: plan.specification.objectives),
      prints: !isQuiet)
  }
}
