import CommandLineParsing
import JSONText
import Reports
import Sweeps

/// `cspsim sweep merge SHARD.csv...`
enum SweepMergeCommand {
  private static let files = Argument(
    .text("SHARD.csv", completion: Completion(paths: .files)), isRepeatable: true,
    help: "The shards' .csv files, in any order; each with its .json beside it.")

  static let command: Command = Command(
    name: "merge", summary: "Put the shards of a sweep together.",
    discussion: ["Missing, repeated and unfinished shards are refused, as are other sweeps'."],
    parameters: [files, SweepCommand.out],
    examples: [
      Example("cspsim sweep merge run/shard-*.csv --out run", "The files of one whole sweep.")
    ]
  ) { arguments in
    let files = arguments.values(of: files)
    let merge = try SweepMerge(files)
    let folder = arguments.value(of: SweepCommand.out) ?? SweepCommand.defaultFolder
    let plan = try SweepPlan(merge.specification, from: files.first)
    let spec = try merge.specification.json.bytes(layout: .pretty)
    try AtomicFiles.write([OutputFile(path: "\(folder)/spec.json", bytes: spec)])
    _ = try merge.write(into: folder)
    try SweepDelivery(plan: plan, folder: folder).deliver(prints: true)
  }
}
