import Analysis

/// Layers of runs as a table: some columns of each.
public struct LayerTable: Sendable {
  public let records: [RunRecord]
  public let columns: [Column]

  public init(_ records: [RunRecord], columns: [Column]) {
    self.records = records
    self.columns = columns
  }

  /// What a column shows; the raw value is its name.
  public enum Column: String, CaseIterable, Sendable {
    case profile, network, batch, layer, operation, stage, block, output, macs, cycles
    case time = "time_s"
    case share
    case used = "array_utilisation"
    case cause, verdict
    case dramRead = "dram_read_bytes"
    case dramWritten = "dram_write_bytes"
    case host = "host_bytes"

    /// What a paper would show of one run.
    public static let usual: [Column] = [
      .layer, .operation, .output, .macs, .time, .share, .used, .verdict,
    ]

    /// The heading for people.
    var title: String {
      switch self {
      case .time: "time"
      case .used: "used"
      case .macs: "MACs"
      case .dramRead: "DRAM read"
      case .dramWritten: "DRAM written"
      case .host: "host"
      default: rawValue
      }
    }

    var isNumber: Bool {
      switch self {
      case .profile, .network, .layer, .operation, .stage, .block, .output, .cause, .verdict: false
      default: true
      }
    }
  }

  /// A row for each layer, run by run.
  public var table: ExportTable {
    ExportTable(
      headings: columns.map {
        ExportTable.Heading(name: $0.rawValue, title: $0.title, isNumber: $0.isNumber)
      },
      rows: records.flatMap { record in
        record.layers.map { layer in columns.map { cell($0, of: layer, in: record) } }
      })
  }

  private func cell(
    _ column: Column, of layer: RunRecord.Layer, in run: RunRecord
  ) -> ExportTable.Cell {
    switch column {
    case .profile: .text(run.profile)
    case .network: .text(run.network)
    case .batch: .count(run.batch)
    case .layer: .text(layer.name)
    case .operation: .text(layer.operation)
    case .stage: .text(layer.stage)
    case .block: .text(layer.block)
    case .output: .text(layer.output.map(String.init).joined(separator: "×"))
    case .macs: .count(layer.macs)
    case .cycles: .cycles(layer.cycles)
    case .time: .seconds(layer.seconds)
    case .share: .share(run.seconds > 0 ? layer.seconds / run.seconds : 0)
    case .used: .share(layer.utilisation)
    case .cause: .text(layer.cause)
    case .verdict: .text(layer.verdict)
    case .dramRead: .bytes(layer.dramRead)
    case .dramWritten: .bytes(layer.dramWritten)
    case .host: .bytes(layer.host)
    }
  }
}
