import CommandLineParsing
import Dispatch
import JSONText
import Reports
import Sweeps

/// `cspsim sweep`
enum SweepCommand {
  static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where the files go; reports/sweep if not given.")
  static let workers = Option(
    "workers", .integer(in: 1...1024),
    help: "Points measured at once; one for each core if not given.")
  private static let shard = Option(
    "shard", .text("K/N", expected: "a shard such as 3/8"),
    help: "Measure only part K of N, for 'sweep merge' to put together.")
  private static let restart = Flag("restart", help: "Throw away what an earlier run left.")
  private static let dryRun = Flag(
    "dry-run", help: "Check everything, print the sweep as JSON and its size, and stop.")
  private static let quiet = Flag("quiet", short: "q", help: "Write the files and print nothing.")

  static let command: Command = Command(
    name: "sweep", summary: "Measure many versions of networks and devices, and find the best.",
    discussion: [
      """
      Values are lists such as 16,32,64 or ranges such as 0.25...0.75/0.25, whose last part is the \
      step. Writes sweep.csv, pareto.csv, summary.txt and charts.
      """,
      """
      Rows are kept as they are made: after Ctrl-C, a crash or a full disk the same command goes on \
      where it was and ends with the same files.
      """,
    ],
    parameters: SweepChoices.parameters + [
      SweepSearchRun.optimise, SweepSearchRun.budget, out, workers, shard, restart, dryRun, quiet,
    ],
    examples: [
      Example(
        "cspsim sweep gemmini-16x16,tpu-v1 csppeleenet --split-ratio 0.25...0.75/0.25 --fusion all",
        "Which split ratio suits which chip?"),
      Example(
        "cspsim sweep gemmini-16x16 csppeleenet --vary array.rows=8,16,32 "
          + "--vary array.columns=8,16,32 --where 'array.rows*array.columns <= 512'",
        "Which array, within 512 PEs?"),
      Example("cspsim sweep --spec sweep.json --shard 3/8 --out run", "One part of eight."),
      Example(
        "cspsim sweep --profile tpu-v1 --network cspdarknet53 --split-ratio 0.1...0.9/0.05 "
          + "--vary array.rows=32...512/32 --optimise latency --budget 300",
        "The best of a space that is too large to measure whole."),
    ],
    subcommands: [SweepMergeCommand.command, SweepSubmitCommand.command]
  ) { arguments in
    let specification = try SweepSpecification(arguments)
    if let objective = arguments.value(of: SweepSearchRun.optimise) {
      return try optimise(specification, objective: objective, arguments)
    }
    guard arguments.value(of: SweepSearchRun.budget) == nil else {
      throw SweepChoiceError.budgetWithoutSearch
    }
    let plan = try SweepPlan(specification, arguments)
    let shard = try arguments.value(of: shard).map { try Shard($0) } ?? .whole
    guard !arguments.has(dryRun) else {
      return try describe(specification, "\(plan.space.count) points")
    }
    let folder = arguments.value(of: out) ?? defaultFolder
    try measure(plan, shard: shard, folder: folder, arguments)
    guard shard == .whole else { return }
    try SweepDelivery(plan: plan, folder: folder).deliver(prints: !arguments.has(quiet))
  }

  private static func describe(_ specification: SweepSpecification, _ size: String) throws {
    try StandardOutput.write(try specification.json.text(layout: .pretty) + size + "\n")
  }

  private static func optimise(
    _ specification: SweepSpecification, objective: String, _ arguments: ParsedArguments
  ) throws {
    guard arguments.value(of: shard) == nil else { throw SweepChoiceError.shardedSearch }
    let search = try SweepSearchRun(specification, objective: objective, arguments)
    guard !arguments.has(dryRun) else {
      return try describe(specification, "at most \(search.search.budget) points measured")
    }
    try search.run(
      into: arguments.value(of: out) ?? defaultFolder, restarts: arguments.has(restart),
      isQuiet: arguments.has(quiet))
  }

  static let defaultFolder = "reports/sweep"

  private static func measure(
    _ plan: SweepPlan, shard: Shard, folder: String, _ arguments: ParsedArguments
  ) throws {
    let spec = OutputFile(
      path: "\(folder)/spec.json", bytes: try plan.specification.json.bytes(layout: .pretty))
    if !FileInput.exists(spec.path) { try AtomicFiles.write([spec]) }
    let journal = try Journal(
      plan, shard: shard, folder: folder, restarts: arguments.has(restart))
    try AtomicFiles.write([spec])
    let interrupt = SweepInterrupt()
    let runner = SweepRunner(
      plan, shard: shard, workers: arguments.value(of: workers) ?? Processors.count,
      stop: interrupt.stop)
    let progress = SweepProgressText()
    let isQuiet = arguments.has(quiet)
    let ending = try runner.run(into: journal) { if !isQuiet { progress.report($0) } }
    guard ending.isComplete else {
      throw SweepChoiceError.stopped(done: ending.done, total: runner.range.count)
    }
  }
}
