import Analysis
import CommandLineParsing
import Hardware
import JSONText
import Reports
import Simulation

/// `cspsim run PROFILE NETWORK`
enum RunCommand {
  static let command: Command = Command(
    name: "run", summary: "Run a network on a device, and show where its time goes.",
    discussion: [
      """
      Writes layers.csv, timeline.csv, summary.json, timeline.svg, bottlenecks.svg and bflops.svg, \
      all of them or, if something is wrong, none.
      """
    ],
    parameters: [ProfileChoices.profile, NetworkChoices.network] + ProfileChoices.options
      + NetworkChoices.options + PlannerChoices.options + RunRequest.parameters + [HostRun.measure],
    examples: [
      Example("cspsim run tpu-v1 cspdarknet53", "Where does CSPDarknet-53 stall on a TPU v1?"),
      Example(
        "cspsim run tpu-v1 cspdarknet53 --set memory.dram.bandwidth=68GB/s",
        "Would twice the bandwidth help?"),
      Example(
        "cspsim run gemmini-16x16 ./mine.onnx --input 416x416 --out mine",
        "A network of your own, with the files elsewhere."),
      Example(
        "cspsim run scale-sim resnet50 --set array.rows=128 --set array.columns=128 --json",
        "The cycles that SCALE-Sim would count, for a script."),
      Example(
        "cspsim run host cspdarknet53 --measure",
        "This machine, predicted and measured (after 'cspsim calibrate --host')."),
    ]
  ) { arguments in
    let profile = try ProfileChoices.profile(arguments)
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let graph = try source.network(NetworkRequest(arguments))
    let network = PlannerChoices.ordered(graph, arguments, for: profile)
    let request = try RunRequest(arguments, profile: profile, network: network)
    let simulation = try Simulator.simulate(
      network, on: profile.device, options: PlannerChoices.simulation(arguments, for: profile))
    let run = RunAnalysis(simulation, profile: profile, device: profile.device)
    let measured =
      arguments.has(HostRun.measure) ? try HostRun(network, on: profile).seconds() : nil
    var report = RunReport(run, device: profile.device, measured: measured)
    report.peaks = PlannerPeaks(graph, device: profile.device)
    try deliver(report, as: request)
  }

  private static func deliver(_ report: RunReport, as request: RunRequest) throws {
    if let folder = request.folder {
      try AtomicFiles.write(report.files(in: folder, options: request.options))
    }
    switch request.printing {
    case .nothing: return
    case .json:
      try StandardOutput.write(String(decoding: report.summaryJSON(), as: UTF8.self))
    case .tables:
      let text = RunText(report: report, folder: request.folder)
      try StandardOutput.write(text.text(on: .current))
    }
  }
}
