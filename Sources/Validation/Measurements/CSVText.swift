/// Comma-separated values as RFC 4180 has them: fields with commas, quotes or line breaks are
/// quoted, and a quote within is doubled.
enum CSVText {
  struct Row {
    let line: Int
    var fields: [String]
  }

  static func rows(_ bytes: [UInt8], file: String) throws(MeasurementError) -> [Row] {
    var rows: [Row] = []
    var row = Row(line: 1, fields: [])
    var field: [UInt8] = []
    var line = 1
    var isQuoted = false
    var index = 0
    func endField() {
      row.fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll()
    }
    func endRow() {
      endField()
      if row.fields != [""] { rows.append(row) }
      row = Row(line: line, fields: [])
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\""):
        if isQuoted, index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
          field.append(byte)
          index += 1
        } else {
          isQuoted.toggle()
        }
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\r"): break
      case UInt8(ascii: "\n"): endRow()
      default: field.append(byte)
      }
    }
    guard !isQuoted else { throw .openQuote(file: file, line: row.line) }
    if !field.isEmpty || !row.fields.isEmpty { endRow() }
    return rows
  }
}
