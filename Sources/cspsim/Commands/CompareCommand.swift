import Analysis
import CommandLineParsing
import JSONText
import Reports

/// `cspsim compare RUN RUN…`
enum CompareCommand {
  private static let runs = Argument(
    .text("RUN", expected: "PROFILE:NETWORK"), isRepeatable: true,
    help: "PROFILE:NETWORK, then @KEY=VALUE,… for options of its own.")
  private static let with = Option(
    "with", .text("KEY=VALUE", expected: "an option and its value, such as batch=8"),
    isRepeatable: true, help: "An option of every run that doesn't set it itself.")
  private static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where the files go; reports/comparison if not given.")
  private static let json = Flag(
    "json", help: "Print comparison.json, and write files only if --out is given.")
  private static let quiet = Flag("quiet", short: "q", help: "Write the files and print nothing.")

  static let command: Command = Command(
    name: "compare", summary: "Compare runs, and attribute the difference by cause.",
    discussion: [
      """
      Writes comparison.csv, comparison.json and comparison.svg. Times are for one image. Stages \
      are aligned by name; the first run is the one that others are compared with.
      """,
      """
      A KEY is an option of the network without its dashes, a figure of the profile as --set takes \
      it, or one of the planner's choices: concat, which is alias or copy, order, branches, or \
      depth-first, which has no value.
      """,
    ],
    parameters: [runs, with, out, json, quiet],
    examples: [
      Example("cspsim compare tpu-v1:darknet53 tpu-v1:cspdarknet53", "What does CSP save?"),
      Example(
        "cspsim compare tpu-v1:csppeleenet@split-ratio=0.25 tpu-v1:csppeleenet@split-ratio=0.75",
        "Which split suits this chip?"),
      Example(
        "cspsim compare gemmini-16x16:resnet34 gemmini-16x16:resnet34@fusion=csp",
        "Would the transform help a network that has no CSP version?"),
      Example(
        "cspsim compare tpu-v1:resnet50@array.dataflow=ws tpu-v1:resnet50@array.dataflow=os",
        "Weights in place, or sums?"),
      Example(
        "cspsim compare gemmini-16x16:csppeleenet gemmini-16x16:csppeleenet@concat=copy",
        "What does concatenation without copies save?"),
      Example(
        "cspsim compare edge-os-32x32:mobilenetv2 edge-os-32x32:mobilenetv2@depth-first",
        "What does running layers band by band save?"),
      Example(
        "cspsim compare tpu-v1:resnet50 tpu-v1:resnet50@memory.dram.bandwidth=68GB/s "
          + "--with batch=8",
        "What does twice the bandwidth bring?"),
    ]
  ) { arguments in
    let shared = arguments.values(of: with)
    let references = try arguments.values(of: runs).map { try RunReference($0, shared: shared) }
    guard references.count > 1 else { throw RunReferenceError.tooFew(references.count) }
    let report = ComparisonReport(
      Comparison(try references.map { try $0.run() }), labels: references.map(\.text))
    let printsJSON = arguments.has(json)
    let chosen = arguments.value(of: out)
    let folder = chosen ?? (printsJSON ? nil : "reports/comparison")
    if let folder { try AtomicFiles.write(report.files(in: folder)) }
    if printsJSON { return try StandardOutput.write(report.json.text(layout: .pretty)) }
    guard !arguments.has(quiet) else { return }
    try StandardOutput.write(text(report, folder: folder))
  }

  private static func text(_ report: ComparisonReport, folder: String?) -> String {
    let terminal = Terminal.current
    let tables = [report.runTable(), report.causeTable(), report.stageTable()]
    let parts =
      tables.map { terminal.text($0) }
      + [report.sentences().map { $0 + "\n" }.joined()] + (folder.map { ["Files: \($0)\n"] } ?? [])
    return parts.joined(separator: "\n")
  }
}
