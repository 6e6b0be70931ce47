import CommandLineParsing
import Reports
import Sweeps

/// What is to be made of folders and pictures.
struct ExportRequest {
  enum Format: String, CaseIterable {
    case svg
    case png
    case csv
    case markdown
    case latex
    case pgfplots

    var isPicture: Bool { self == .svg || self == .png }
  }

  static let sources = Argument(
    .text("FOLDER", expected: "a folder", completion: Completion(paths: .files)),
    isRepeatable: true,
    help: "Folders that 'cspsim run' or 'sweep' wrote, or an .svg file in one.")
  static let format = Option(
    "format", short: "f", ValueType<Format>.choice("FORMAT"),
    help: "A picture, svg or png, or a table: csv, markdown, latex, pgfplots; svg.")
  static let chart = Option(
    "chart", ValueType<ExportChart>.choice("CHART"),
    help: """
      Of a run bottlenecks, timeline, roofline, traffic or bflops; of several comparison or \
      bflops; of a sweep heat-map, axis, versions or pareto. The first that fits if not given.
      """)
  static let title = Option("title", .text("TEXT"), help: "The picture's title.")
  static let width = Option(
    "width", .integer("PIXELS", in: 100...10_000), help: "The picture's width; 850 if not given.")
  static let theme = Option(
    "theme", ValueType<Theme>.choice("THEME"),
    help: "The picture's colours; automatic, as the reader prefers, if not given.")
  static let columns = Option(
    "column", .text("COLUMN"), isRepeatable: true,
    help: "A column of the table; may be repeated.")
  static let out = Option(
    "out", short: "o", .text("FILE", completion: Completion(paths: .files)),
    help: "The file to write; printed if not given.")

  static let parameters: [any Declaration] =
    [sources, format, chart, title, width, theme, columns] + RunExport.parameters
    + SweepExport.parameters + [out]

  let format: Format
  private let source: any ExportSource
  private let title: String?
  private let width: Double?
  private let theme: Theme

  /// Reads the folders.
  init(_ arguments: ParsedArguments) throws {
    format = arguments.value(of: Self.format) ?? .svg
    title = arguments.value(of: Self.title)
    width = arguments.value(of: Self.width).map(Double.init)
    theme = arguments.value(of: Self.theme) ?? .automatic
    let paths = arguments.values(of: Self.sources)
    if let sweep = paths.first(where: SweepExport.isSweep) {
      guard paths.count == 1 else {
        throw arguments.exportConflict(
          "a sweep is exported alone, and \(paths.count) folders are given")
      }
      source = try SweepExport(sweep, arguments)
    } else if let picture = paths.first(where: { $0.hasSuffix(".svg") }) {
      guard paths.count == 1 else {
        throw arguments.exportConflict("a picture is exported alone, and \(paths.count) are given")
      }
      source = try PictureExport(picture, arguments)
    } else {
      source = try RunExport(paths, arguments)
    }
  }

  func bytes() throws -> [UInt8] {
    switch format {
    case .svg: try svg()
    case .png: try PNGRenderer.png(svg())
    case .csv: Array(try source.table().csv.utf8)
    case .markdown: Array(try source.table().markdown.utf8)
    case .latex: Array(try source.table().latex.utf8)
    case .pgfplots: Array(try source.table().pgfplots.utf8)
    }
  }

  private func svg() throws -> [UInt8] {
    try source.svg(ExportLook(title: title, width: width, theme: theme))
  }
}

/// A chart that a folder has the data for.
enum ExportChart: String, CaseIterable {
  case bottlenecks
  case timeline
  case roofline
  case traffic
  case bflops
  case comparison
  case axis
  case heatMap = "heat-map"
  case versions
  case pareto
}

/// How a picture looks.
struct ExportLook {
  let title: String?
  let width: Double?
  let theme: Theme

  func svg(_ picture: Drawing) -> [UInt8] {
    (title.map(picture.titled) ?? picture).svg(theme: theme, shownWidth: width)
  }
}

/// What pictures and tables can be made of.
protocol ExportSource {
  func svg(_ look: ExportLook) throws -> [UInt8]
  func table() throws -> ExportTable
}

extension ParsedArguments {
  /// A chart or an option that doesn't fit what is exported.
  func exportConflict(_ problem: String) -> UsageError {
    .conflict(problem, command: path.words)
  }

  /// Refuses options that say nothing about a source.
  func refuse(_ options: [any Declaration], of source: String) throws(UsageError) {
    for option in options where has(option) {
      throw exportConflict("\(option.parameter.label) is not for \(source)")
    }
  }
}
