import Testing

@testable import Reports

@Suite("Comma-separated values")
struct CSVTextTests {
  @Test("quote what would break a row, and nothing else")
  func quoting() {
    var csv = CSVText(columns: ["layer", "time_s"])
    csv.append("conv1")
    csv.append(0.25)
    csv.endRow()
    csv.append("a \"b\", c")
    csv.append(Double.infinity)
    csv.endRow()
    #expect(
      String(decoding: csv.bytes, as: UTF8.self)
        == "layer,time_s\nconv1,0.25\n\"a \"\"b\"\", c\",\n")
  }

  @Test("any text comes back as it went in")
  func roundTrip() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array("ab,\"\n\r γ×")
    let rows: [[String]] = (0..<200).map { _ in
      (0..<3).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &random)]
          })
      }
    }
    var csv = CSVText(columns: ["a", "b", "c"])
    for row in rows {
      for field in row { csv.append(field) }
      csv.endRow()
    }
    let parsed = parseCSV(csv.bytes)
    #expect(parsed.first == ["a", "b", "c"])
    #expect(Array(parsed.dropFirst()) == rows)
  }
}

/// Rows and fields by RFC 4180.
func parseCSV(_ bytes: [UInt8]) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var field: [UInt8] = []
  var isQuoted = false
  var previous: UInt8?
  for byte in bytes {
    switch (byte, isQuoted) {
    case (UInt8(ascii: "\""), _):
      // A quote right after a closing one stands for itself.
      if !isQuoted, previous == byte { field.append(byte) }
      isQuoted.toggle()
    case (UInt8(ascii: ","), false), (UInt8(ascii: "\n"), false):
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      if byte == UInt8(ascii: "\n") {
        rows.append(row)
        row = []
      }
    default: field.append(byte)
    }
    previous = byte
  }
  return rows
}
