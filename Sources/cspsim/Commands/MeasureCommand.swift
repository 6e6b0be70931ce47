import CommandLineParsing
import HostMeasurement
import LayerGraph
import Quantities
import ReferenceKernels
import Reports

/// `cspsim measure NETWORK`
enum MeasureCommand {
  private static let threads = Option(
    "threads", .integer("N", in: 1...256),
    help: "Threads to share each layer among; 1 if not given.")
  private static let runs = Option(
    "runs", .integer("N", in: 1...1000), help: "Runs of which to take each layer's median; 5.")
  private static let out = Option(
    "out", short: "o", .text("FILE", completion: Completion(paths: .files)),
    help: "The CSV file; reports/host/NETWORK/layers.csv if not given.")

  static let command: Command = Command(
    name: "measure", summary: "Run a network on this machine, and time its layers.",
    discussion: [
      """
      Computes the network in FP32 with cspsim's own kernels, and writes each layer's median time \
      in the columns of a simulated run's layers.csv, so that the two can be laid side by side.
      """
    ],
    parameters: [NetworkChoices.network] + NetworkChoices.options + [threads, runs, out],
    examples: [
      Example("cspsim measure cspdarknet53", "How fast is this machine, layer by layer?")
    ]
  ) { arguments in
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let network = try source.network(NetworkRequest(arguments))
    let executor = try GraphExecutor(network, threads: arguments.value(of: threads) ?? 1)
    let measured = MeasuredCSV(
      network: network,
      seconds: try medians(of: executor, runs: arguments.value(of: runs) ?? 5))
    let file = arguments.value(of: out) ?? "reports/host/\(FileName.safe(network.name))/layers.csv"
    try AtomicFiles.write([OutputFile(path: file, bytes: measured.bytes)])
    let rate = 2 * Double(network.counts.macs * network.batch) / measured.total / 1e9
    try StandardOutput.write(
      """
      \(network.name) on this machine: \(Decimal.duration(seconds: measured.total)), \
      \(NumberText.short(rate)) GFLOP/s
      File: \(file)

      """)
  }

  /// Each layer's median time over the runs, after one to warm up.
  private static func medians(of executor: GraphExecutor, runs: Int) throws -> [Double] {
    let timer = LayerTimer(executor)
    var bar = ProgressBar(label: "measuring \(executor.network.name)")
    _ = try timer.run()
    var times: [[Double]] = []
    for run in 1...runs {
      times.append(try timer.run())
      bar.update(Double(run) / Double(runs))
    }
    bar.clear()
    return executor.network.layers.indices.map { layer in
      times.map { $0[layer] }.sorted()[runs / 2]
    }
  }
}
