import CommandLineParsing
import DidYouMean
import Reports

/// Pictures and tables of layers from the summaries of runs.
struct RunExport: ExportSource {
  static let stages = Option(
    "stage", .text("STAGE"), isRepeatable: true, help: "Only this stage; may be repeated.")
  static let layers = Option(
    "layer", .text("LAYER"), isRepeatable: true, help: "Only this layer; may be repeated.")
  static let longest = Option(
    "longest", .integer("N", in: 1...1_000_000), help: "Only the N longest layers of each run.")
  static let parameters: [any Declaration] = [stages, layers, longest]

  private let chart: ExportChart
  private let folders: [String]
  private let records: [RunRecord]
  private let columns: [LayerTable.Column]

  init(_ folders: [String], _ arguments: ParsedArguments) throws {
    try arguments.refuse(SweepExport.parameters, of: "runs")
    self.folders = folders
    chart = try RunExport.chart(of: folders.count, arguments)
    let chosen = try arguments.values(of: ExportRequest.columns).map { name throws(UsageError) in
      try RunExport.column(name, arguments)
    }
    columns =
      chosen.isEmpty
      ? (folders.count > 1 ? [.profile, .network] : []) + LayerTable.Column.usual : chosen
    let selection = LayerSelection(
      stages: arguments.values(of: Self.stages), layers: arguments.values(of: Self.layers),
      longest: arguments.value(of: Self.longest))
    records = try folders.map { folder in
      let file = folder.hasSuffix(".json") ? folder : "\(folder)/summary.json"
      return try selection(RunRecord(bytes: FileInput.bytes(of: file), file: file))
    }
  }

  private static func chart(
    of count: Int, _ arguments: ParsedArguments
  ) throws(UsageError) -> ExportChart {
    let chart = arguments.value(of: ExportRequest.chart) ?? (count > 1 ? .comparison : .bottlenecks)
    let format = arguments.value(of: ExportRequest.format) ?? .svg
    guard format.isPicture else { return chart }
    switch chart {
    case .bottlenecks, .timeline, .roofline, .traffic:
      guard count == 1 else {
        throw arguments.exportConflict(
          "--chart \(chart.rawValue) shows one run, and \(count) are given; expected one folder, "
            + "or --chart comparison or bflops")
      }
    case .comparison:
      guard count > 1 else {
        throw arguments.exportConflict(
          "--chart comparison shows several runs, and one is given; expected two folders or more")
      }
    case .bflops: break
    case .axis, .heatMap, .versions, .pareto:
      throw arguments.exportConflict(
        "--chart \(chart.rawValue) is of a sweep; expected bottlenecks, timeline, roofline, "
          + "traffic, bflops or comparison for runs")
    }
    return chart
  }

  private static func column(
    _ name: String, _ arguments: ParsedArguments
  ) throws(UsageError) -> LayerTable.Column {
    guard let column = LayerTable.Column(rawValue: name) else {
      let known = LayerTable.Column.allCases.map(\.rawValue)
      throw arguments.exportConflict(
        "a run has no column '\(name)'"
          + (Suggestion.closest(to: name, among: known).map { "; did you mean '\($0)'?" }
            ?? "; expected one of \(known.joined(separator: ", "))"))
    }
    return column
  }

  func table() -> ExportTable { LayerTable(records, columns: columns).table }

  func svg(_ look: ExportLook) throws -> [UInt8] {
    let run = records[0]
    return switch chart {
    case .timeline: look.svg(try timeline(run).drawing())
    case .roofline: look.svg(run.rooflineChart().drawing())
    case .traffic: look.svg(try traffic(run).drawing())
    case .bflops: look.svg(LoadChart(networks: records.map(\.load)).drawing())
    case .comparison: look.svg(ComparisonChart(records).drawing())
    default: look.svg(run.bottleneckChart().drawing())
    }
  }

  private func traffic(_ run: RunRecord) throws -> TrafficChart {
    guard let chart = run.trafficChart() else { throw ExportError.noTraffic(folders[0]) }
    return chart
  }

  private func timeline(_ run: RunRecord) throws -> TimelineChart {
    let folder = folders[0]
    let file =
      (folder.hasSuffix("summary.json") ? String(folder.dropLast(12)) : folder + "/")
      + "timeline.csv"
    return try run.timelineChart(csv: FileInput.bytes(of: file), file: file)
  }
}

/// Why a chart can't be made of a run.
enum ExportError: Error, Hashable, CustomStringConvertible {
  case noTraffic(String)

  var description: String {
    switch self {
    case .noTraffic(let run):
      "\(run): its summary is of an older version, which doesn't tell the traffic by level; run "
        + "the network again"
    }
  }
}
