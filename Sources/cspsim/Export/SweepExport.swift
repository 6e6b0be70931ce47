import CommandLineParsing
import DidYouMean
import Reports
import Sweeps

/// Pictures and tables of points from a sweep's folder.
struct SweepExport: ExportSource {
  static let axis = Option(
    "axis", .text("AXIS"), help: "The axis that --chart axis shows; the first that varies.")
  static let objectives = Option(
    "objectives", .text("NAMES"),
    help: "What a sweep's points are weighed by, such as fps,dram; those of the sweep.")
  static let best = Option(
    "best", .integer("N", in: 1...100_000),
    help: "A table of the N best points; of the Pareto front if not given.")
  static let parameters: [any Declaration] = [axis, objectives, best]

  private let folder: SweepFolder
  private let drawing: Drawing?
  private let rows: [SweepRow]
  private let columns: [String]

  /// Whether a folder is a sweep's.
  static func isSweep(_ path: String) -> Bool {
    FileInput.exists("\(path)/\(SweepFolder.rowsFile)")
  }

  init(_ path: String, _ arguments: ParsedArguments) throws {
    try arguments.refuse(RunExport.parameters, of: "a sweep")
    let folder = try SweepFolder(path)
    let objectives = try arguments.value(of: Self.objectives).map {
      try $0.split(separator: ",").map { try Objective(name: String($0)) }
    }
    let answers = try folder.answers(objectives: objectives)
    columns = arguments.values(of: ExportRequest.columns)
    rows =
      try arguments.value(of: Self.best).map {
        try folder.best($0, by: answers.objectives.first ?? .latency)
      } ?? answers.front
    self.folder = folder
    let format = arguments.value(of: ExportRequest.format) ?? .svg
    drawing = format.isPicture ? try SweepExport.drawing(answers, arguments) : nil
  }

  private static func drawing(
    _ answers: SweepAnswers, _ arguments: ParsedArguments
  ) throws(UsageError) -> Drawing {
    let report = SweepReport(answers, bestRun: nil)
    let varied = answers.axes.indices.filter { report.axisChart($0) != nil }
    let axis = try chosenAxis(answers, among: varied, arguments)
    let axisChart = axis.flatMap(report.axisChart)?.drawing()
    let heatMap = report.heatMap?.drawing()
    let pareto = report.pareto?.drawing()
    let found: Drawing?
    switch arguments.value(of: ExportRequest.chart) {
    case nil: found = (arguments.has(Self.axis) ? nil : heatMap) ?? axisChart ?? pareto
    case .axis: found = axisChart
    case .heatMap: found = heatMap
    case .versions: found = report.versions?.drawing()
    case .pareto: found = pareto
    case let chart?:
      throw arguments.exportConflict(
        "--chart \(chart.rawValue) is of runs; expected heat-map, axis, versions or pareto "
          + "for a sweep")
    }
    guard let found else {
      throw arguments.exportConflict(
        "the sweep has no data for that chart: an axis needs two values, a heat map two such axes, "
          + "versions several profiles and up to 16 versions, and a Pareto front two objectives")
    }
    return found
  }

  private static func chosenAxis(
    _ answers: SweepAnswers, among varied: [Int], _ arguments: ParsedArguments
  ) throws(UsageError) -> Int? {
    guard let name = arguments.value(of: Self.axis) else { return varied.last }
    let known = varied.map { answers.axes[$0].key.name }
    guard let place = known.firstIndex(of: name) else {
      throw arguments.exportConflict(
        "no axis '\(name)' varies in the sweep"
          + (Suggestion.closest(to: name, among: known).map { "; did you mean '\($0)'?" }
            ?? "; expected one of \(known.joined(separator: ", "))"))
    }
    return varied[place]
  }

  func table() throws -> ExportTable {
    try SweepTable(rows, of: folder, columns: columns).table
  }

  func svg(_ look: ExportLook) -> [UInt8] { drawing.map(look.svg) ?? [] }
}
