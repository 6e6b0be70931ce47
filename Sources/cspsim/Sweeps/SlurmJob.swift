import JSONText
import Reports
import Sweeps

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sweep as a Slurm job array, and a job that merges its shards when all have succeeded.
struct SlurmJob: CustomStringConvertible {
  let program: String
  let specification: SweepSpecification
  let folder: String
  let tasks: Int
  let cores: Int
  /// Lines for sbatch, such as `--partition=long`.
  let options: [String]

  private var spec: String { "\(folder)/spec.json" }
  private var arrayScript: String { "\(folder)/array.sbatch" }
  private var mergeScript: String { "\(folder)/merge.sbatch" }

  func files() throws -> [OutputFile] {
    [
      OutputFile(path: spec, bytes: try specification.json.bytes(layout: .pretty)),
      OutputFile(path: arrayScript, bytes: Array(array.utf8)),
      OutputFile(path: mergeScript, bytes: Array(merge.utf8)),
    ]
  }

  /// SIGTERM comes before a time limit or a drained node, in time to stop after whole rows.
  private var array: String {
    """
    #!/bin/sh
    #SBATCH --job-name=cspsim-sweep
    #SBATCH --array=1-\(tasks)
    #SBATCH --cpus-per-task=\(cores)
    #SBATCH --requeue
    #SBATCH --open-mode=append
    \(directives)
    exec \(quoted(program)) sweep --spec \(quoted(spec)) --shard "$SLURM_ARRAY_TASK_ID/\(tasks)" \\
      --workers \(cores) --out \(quoted(folder))

    """
  }

  private var merge: String {
    """
    #!/bin/sh
    #SBATCH --job-name=cspsim-merge
    \(directives)
    exec \(quoted(program)) sweep merge \(quoted(folder))/shard-*-of-\(tasks).csv --out \(quoted(folder))

    """
  }

  private var directives: String {
    (options.map { "#SBATCH \($0)" } + ["set -eu"]).joined(separator: "\n")
  }

  private var submission: String {
    """
    array=$(sbatch --parsable --output=\(quoted(folder + "/shard-%a.log")) \(quoted(arrayScript)))
    sbatch --parsable --output=\(quoted(folder + "/merge.log")) \
      --dependency="afterok:${array%%;*}" \(quoted(mergeScript))
    """
  }

  var description: String {
    "# \(arrayScript)\n\(array)\n# \(mergeScript)\n\(merge)\n# submitted by\n\(submission)\n"
  }

  /// Hands both jobs to Slurm.
  ///
  /// - Returns: what to tell the user.
  func submit() throws -> String {
    let line = "set -e\n\(submission)\n"
    guard let pipe = popen(line, "r") else {
      throw SweepChoiceError.submission("can't run sbatch: \(String(cString: strerror(errno)))")
    }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    let output = String(decoding: bytes, as: UTF8.self)
    guard pclose(pipe) == 0, !output.isEmpty else {
      throw SweepChoiceError.submission(
        "sbatch refused the jobs; its message stands above, the scripts are in \(folder)")
    }
    return "Submitted \(tasks) tasks to Slurm; job \(output.prefix { !$0.isNewline }) merges them "
      + "into \(folder) when all have succeeded.\n"
  }

  /// The path of the program itself, for the cluster's nodes.
  static func ownPath() throws -> String {
    #if os(Linux)
      let link = "/proc/self/exe"
    #else
      let link = CommandLine.arguments[0]
    #endif
    guard let resolved = realpath(link, nil) else {
      throw SweepChoiceError.submission("can't find the path of cspsim itself")
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
