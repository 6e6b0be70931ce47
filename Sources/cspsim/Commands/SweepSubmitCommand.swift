import CommandLineParsing
import Reports
import Sweeps

/// `cspsim sweep submit --slurm`
enum SweepSubmitCommand {
  private static let slurm = Flag("slurm", help: "Submit to Slurm.")
  private static let tasks = Option(
    "tasks", .integer(in: 1...100_000), help: "Shards, each an array task; 16 if not given.")
  private static let cores = Option(
    "cores", .integer(in: 1...1024), help: "Cores of each task; 1 if not given.")
  private static let sbatch = Option(
    "sbatch", .text("LINE", expected: "an option of sbatch, such as --partition=long"),
    isRepeatable: true, help: "An option for sbatch, such as --sbatch=--partition=long.")
  private static let dryRun = Flag(
    "dry-run", help: "Print the scripts and the commands, and submit nothing.")

  static let command: Command = Command(
    name: "submit", summary: "Run a sweep on a cluster: a job array, then a job that merges.",
    discussion: [
      "Tasks that were killed and are queued again go on where they were.",
      "Without Slurm: parallel cspsim sweep --spec F --shard {}/8 --out D ::: {1..8}",
    ],
    parameters: SweepChoices.parameters + [
      SweepCommand.out, slurm, tasks, cores, sbatch, dryRun,
    ],
    examples: [
      Example(
        "cspsim sweep submit --slurm --spec sweep.json --tasks 64 --out run",
        "Sixty-four tasks and a merge.")
    ]
  ) { arguments in
    guard arguments.has(slurm) else {
      throw UsageError.conflict(
        "submit needs to know where to; expected --slurm", command: arguments.path.words)
    }
    let specification = try SweepSpecification(arguments)
    _ = try SweepPlan(specification, arguments)
    let job = SlurmJob(
      program: try SlurmJob.ownPath(), specification: specification,
      folder: arguments.value(of: SweepCommand.out) ?? SweepCommand.defaultFolder,
      tasks: arguments.value(of: tasks) ?? 16, cores: arguments.value(of: cores) ?? 1,
      options: arguments.values(of: sbatch))
    if arguments.has(dryRun) { return try StandardOutput.write(job.description) }
    try AtomicFiles.write(job.files())
    try StandardOutput.write(try job.submit())
  }
}
