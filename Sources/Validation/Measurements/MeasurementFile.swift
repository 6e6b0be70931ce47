import LayerGraph

/// A table of measurements in CSV, columns by name.
public struct MeasurementFile: Sendable {
  public let measurements: [Measurement]

  /// The columns that must be there; others are ignored.
  public static let columns = [
    "profile", "network", "input", "batch", "precision", "framework", "threads", "metric", "value",
    "network_key",
  ]

  init(measurements: [Measurement]) { self.measurements = measurements }

  /// Reads a file.
  ///
  /// - Parameter file: the name that errors give the text.
  public init(bytes: [UInt8], file: String) throws(MeasurementError) {
    let rows = try CSVText.rows(bytes, file: file)
    guard let header = rows.first else { throw .missingColumn("profile", file: file) }
    var places: [String: Int] = [:]
    for (place, name) in header.fields.enumerated() { places[name] = place }
    for column in MeasurementFile.columns where places[column] == nil {
      throw .missingColumn(column, file: file)
    }
    var measurements: [Measurement] = []
    for row in rows.dropFirst() {
      guard row.fields.count == header.fields.count else {
        throw .wrongFieldCount(
          row.fields.count, expected: header.fields.count, file: file, line: row.line)
      }
      measurements.append(try Measurement(row, places: places, file: file))
    }
    self.measurements = measurements
  }
}

extension Measurement {
  fileprivate init(
    _ row: CSVText.Row, places: [String: Int], file: String
  ) throws(MeasurementError) {
    func text(_ column: String) -> String { places[column].map { row.fields[$0] } ?? "" }
    func fail(_ column: String, _ expected: String) -> MeasurementError {
      .badValue(text(column), column: column, expected: expected, file: file, line: row.line)
    }
    guard let value = Double(text("value")), value.isFinite else {
      throw fail("value", "a number")
    }
    guard value > 0 || !Measurement.durations.contains(text("metric")) else {
      throw fail("value", "a number above 0")
    }
    guard let batch = Int(text("batch").isEmpty ? "1" : text("batch")), batch > 0 else {
      throw fail("batch", "a whole number above 0")
    }
    line = row.line
    device = text("profile")
    board = text("device")
    network = text("network")
    key = text("network_key")
    input = Spatial(widthByHeight: text("input"))
    self.batch = batch
    precision = text("precision")
    framework = text("framework")
    threads = Int(text("threads"))
    metric = text("metric")
    self.value = value
    note = text("note")
  }
}
