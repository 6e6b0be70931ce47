import CommandLineParsing
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
    let network = executor.network
    let images = network.layers.filter { $0.operation == .input }.enumerated().map {
      FeatureMap.synthetic($0.element.output, seed: $0.offset)
    }
    var times = [[Double]](repeating: [], count: network.layers.count)
    var bar = ProgressBar(label: "measuring \(network.name)")
    for run in 0...runs {
      for _ in 0..<network.batch {
        var last = ContinuousClock.now
        var layers = [Double](repeating: 0, count: network.layers.count)
        _ = try executor.run(images) { layer, _ in
          let now = ContinuousClock.now
          layers[layer] = (now - last).inSeconds
          last = now
        }
        if run > 0 { for layer in layers.indices { times[layer].append(layers[layer]) } }
      }
      bar.update(Double(run) / Double(runs))
    }
    bar.clear()
    return times.map { $0.sorted()[$0.count / 2] * Double(network.batch) }
  }
}

extension Duration {
  var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
