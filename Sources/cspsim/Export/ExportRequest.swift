import CommandLineParsing
import Reports

/// What is to be made of run folders.
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

  enum Picture: String, CaseIterable {
    case bottlenecks
    case roofline
    case bflops
    case comparison
  }

  static let folders = Argument(
    .text("FOLDER", expected: "a run's folder", completion: Completion(paths: .folders)),
    isRepeatable: true, help: "Folders that 'cspsim run' wrote.")
  static let format = Option(
    "format", short: "f", ValueType<Format>.choice("FORMAT"),
    help: "A picture, svg or png, or a table of layers: csv, markdown, latex, pgfplots; svg.")
  static let chart = Option(
    "chart", ValueType<Picture>.choice("CHART"),
    help: "bottlenecks, roofline, bflops or comparison; bottlenecks, or comparison of several.")
  static let title = Option("title", .text("TEXT"), help: "The picture's title.")
  static let width = Option(
    "width", .integer("PIXELS", in: 100...10_000), help: "The picture's width; 850 if not given.")
  static let theme = Option(
    "theme", ValueType<Theme>.choice("THEME"),
    help: "The picture's colours; automatic, as the reader prefers, if not given.")
  static let stages = Option(
    "stage", .text("STAGE"), isRepeatable: true, help: "Only this stage; may be repeated.")
  static let layers = Option(
    "layer", .text("LAYER"), isRepeatable: true, help: "Only this layer; may be repeated.")
  static let longest = Option(
    "longest", .integer("N", in: 1...1_000_000), help: "Only the N longest layers of each run.")
  static let columns = Option(
    "column", ValueType<LayerTable.Column>.choice("COLUMN"), isRepeatable: true,
    help: "A column of the table; may be repeated.")
  static let out = Option(
    "out", short: "o", .text("FILE", completion: Completion(paths: .files)),
    help: "The file to write; printed if not given.")

  static let parameters: [any Declaration] = [
    folders, format, chart, title, width, theme, stages, layers, longest, columns, out,
  ]

  let format: Format
  private let chart: Picture
  private let title: String?
  private let width: Double?
  private let theme: Theme
  private let columns: [LayerTable.Column]
  let records: [RunRecord]

  /// Reads the folders.
  init(_ arguments: ParsedArguments) throws {
    let folders = arguments.values(of: Self.folders)
    format = arguments.value(of: Self.format) ?? .svg
    chart = arguments.value(of: Self.chart) ?? (folders.count > 1 ? .comparison : .bottlenecks)
    title = arguments.value(of: Self.title)
    width = arguments.value(of: Self.width).map(Double.init)
    theme = arguments.value(of: Self.theme) ?? .automatic
    let chosen = arguments.values(of: Self.columns)
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
    if format.isPicture { try check(chart, count: folders.count) }
  }

  private func check(_ chart: Picture, count: Int) throws(ExportError) {
    switch chart {
    case .bottlenecks, .roofline:
      guard count == 1 else { throw .onlyOne(chart.rawValue, count: count) }
    case .comparison:
      guard count > 1 else { throw .atLeastTwo(chart.rawValue) }
    case .bflops: return
    }
  }

  func bytes() throws -> [UInt8] {
    let table = LayerTable(records, columns: columns)
    return switch format {
    case .svg: svg
    case .png: try PNGRenderer.png(svg)
    case .csv: Array(table.csv.utf8)
    case .markdown: Array(table.markdown.utf8)
    case .latex: Array(table.latex.utf8)
    case .pgfplots: Array(table.pgfplots.utf8)
    }
  }

  private var svg: [UInt8] {
    let picture =
      switch chart {
      case .bottlenecks: records[0].bottleneckChart().drawing()
      case .roofline: records[0].rooflineChart().drawing()
      case .bflops: LoadChart(networks: records.map(\.load)).drawing()
      case .comparison: ComparisonChart(records).drawing()
      }
    return (title.map(picture.titled) ?? picture).svg(theme: theme, shownWidth: width)
  }
}

/// Why an export can't be made.
enum ExportError: Error, Hashable, CustomStringConvertible {
  case onlyOne(String, count: Int)
  case atLeastTwo(String)
  case noFile

  var description: String {
    switch self {
    case .onlyOne(let chart, let count):
      "--chart \(chart) shows one run, and was given \(count); expected one folder, "
        + "or --chart comparison or bflops"
    case .atLeastTwo(let chart):
      "--chart \(chart) shows several runs, and was given one; expected two folders or more"
    case .noFile: "a png is no text to print; say with --out where it goes"
    }
  }
}
