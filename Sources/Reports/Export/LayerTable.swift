import Analysis

/// Layers of runs as a table: some columns of each, in several formats.
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

  /// A value, both exact and readable.
  enum Cell {
    case text(String)
    case count(Int)
    case bytes(Int)
    case cycles(Double)
    case seconds(Double)
    case share(Double)

    var readable: String {
      switch self {
      case .text(let text): text
      case .count(let count): NumberText.grouped(count)
      case .bytes(let count): NumberText.memory(bytes: count)
      case .cycles(let cycles): NumberText.short(cycles)
      case .seconds(let seconds): NumberText.si(seconds, unit: "s")
      case .share(let share): NumberText.percent(share)
      }
    }

    var exact: String {
      var text = ByteText()
      switch self {
      case .text(let value): return value
      case .count(let value), .bytes(let value): text.append(value)
      case .cycles(let value), .seconds(let value), .share(let value): text.append(exactly: value)
      }
      return text.string
    }
  }

  /// A cell for each column, layer by layer, run by run.
  var rows: [[Cell]] {
    records.flatMap { record in
      record.layers.map { layer in columns.map { cell($0, of: layer, in: record) } }
    }
  }

  private func cell(_ column: Column, of layer: RunRecord.Layer, in run: RunRecord) -> Cell {
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
