import CommandLineParsing
import Hardware
import LayerGraph
import Reports

/// What a run is to leave behind, and what it is to print.
struct RunRequest {
  let folder: String?
  let options: RunReport.Options
  let printing: Printing

  enum Printing {
    case tables
    case json
    case nothing
  }

  /// The order of the bars in `bottlenecks.svg`.
  enum SortOrder: String, CaseIterable {
    case order
    case time
  }

  static let out = Option(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Where the files go; reports/PROFILE/NETWORK if not given.")
  static let timeline = Option(
    "timeline", ValueType<TimelineRows>.choice("ROWS"),
    help: "The rows of timeline.csv: buckets, equal intervals of the run, or tasks.")
  static let sort = Option(
    "sort", ValueType<SortOrder>.choice("ORDER"),
    help: "The bars of bottlenecks.svg: in order of execution, or by time.")
  static let overlay = Option(
    "overlay", NetworkChoices.type,
    help: "Another network to draw beneath this one in bflops.svg.")
  static let roofline = Flag(
    "roofline", help: "Write roofline.svg too: each layer against peak and bandwidth.")
  static let energy = Flag(
    "energy", help: "Write energy.svg too: each layer's energy by cause.")
  static let memory = Flag(
    "memory", help: "Write memory.svg and memory.csv too: what lies in memory, where and when.")
  static let traffic = Flag(
    "traffic",
    help: "Write traffic.svg and traffic.csv too: the bytes moved at each level of memory.")
  static let trace = Flag(
    "trace", help: "Write trace.json too: every task, for Perfetto (ui.perfetto.dev).")
  static let page = Flag(
    "html", help: "Write report.html too: the whole run in one page that works offline.")
  static let json = Flag(
    "json", help: "Print summary.json, and write files only if --out is given.")
  static let quiet = Flag("quiet", short: "q", help: "Write the files and print nothing.")

  static let parameters: [any Declaration] = [
    out, timeline, sort, overlay, roofline, energy, memory, traffic, trace, page, json, quiet,
  ]

  init(_ arguments: ParsedArguments, profile: HardwareProfile, network: Network) throws {
    var options = RunReport.Options()
    options.timelineRows = arguments.value(of: RunRequest.timeline) ?? .buckets
    options.order = arguments.value(of: RunRequest.sort) == .time ? .time : .execution
    options.overlay = try arguments.value(of: RunRequest.overlay).map { reference in
      try NetworkSource(reference).network(NetworkRequest(arguments).withoutStructure)
    }
    if arguments.has(RunRequest.roofline) { options.additions.append(.roofline) }
    if arguments.has(RunRequest.energy) {
      guard profile.energy != nil else { throw RunRequestError.noEnergy(profile.name) }
      options.additions.append(.energy)
    }
    if arguments.has(RunRequest.memory) { options.additions += [.memoryMap, .memoryTable] }
    if arguments.has(RunRequest.traffic) { options.additions += [.trafficChart, .trafficTable] }
    if arguments.has(RunRequest.trace) { options.additions.append(.traceEvents) }
    if arguments.has(RunRequest.page) { options.additions.append(.page) }
    self.options = options
    let chosen = arguments.value(of: RunRequest.out)
    if arguments.has(RunRequest.json) {
      printing = .json
      folder = chosen
    } else {
      printing = arguments.has(RunRequest.quiet) ? .nothing : .tables
      folder = chosen ?? "reports/\(FileName.safe(profile.name))/\(FileName.safe(network.name))"
    }
  }
}

enum RunRequestError: Error, CustomStringConvertible {
  case noEnergy(String)

  var description: String {
    switch self {
    case .noEnergy(let profile):
      "--energy: profile \(profile) carries no energy figures; leave the option out, or add an "
        + "energy section to the profile"
    }
  }
}
