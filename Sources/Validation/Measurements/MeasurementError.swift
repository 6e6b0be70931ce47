/// Why measurements can't be read.
public enum MeasurementError: Error, Hashable, Sendable {
  case missingColumn(String, file: String)
  case wrongFieldCount(Int, expected: Int, file: String, line: Int)
  case badValue(String, column: String, expected: String, file: String, line: Int)
  case openQuote(file: String, line: Int)
}

extension MeasurementError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingColumn(let column, let file):
      """
      \(file):1: no column '\(column)'; a file of measurements names these columns in its first \
      line: \(MeasurementFile.columns.joined(separator: ", "))
      """
    case .wrongFieldCount(let count, let expected, let file, let line):
      """
      \(file):\(line): \(count) fields where the first line names \(expected) columns; quote \
      fields that contain commas
      """
    case .badValue(let text, let column, let expected, let file, let line):
      "\(file):\(line): column '\(column)' is '\(text.prefix(40))'; expected \(expected)"
    case .openQuote(let file, let line):
      "\(file):\(line): a quote that never ends; close it, and double quotes within a field"
    }
  }
}
