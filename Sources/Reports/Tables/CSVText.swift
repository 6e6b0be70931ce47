/// Comma-separated values under construction (RFC 4180, with `\n` between rows).
///
///     var csv = CSVText(columns: ["layer", "time_s"])
///     csv.append("stem")
///     csv.append(0.25)
///     csv.endRow()
public struct CSVText: Sendable {
  private var out: ByteText
  private var isRowStart = true

  public var bytes: [UInt8] { out.bytes }

  public init(columns: [String], reserving capacity: Int = 0) {
    out = ByteText(reserving: capacity)
    for column in columns { append(column) }
    endRow()
  }

  public mutating func append(_ value: Int) {
    separate()
    out.append(value)
  }

  /// Appends the shortest decimal that reads back as the same number; an empty field for what is
  /// no finite number.
  public mutating func append(_ value: Double) {
    separate()
    if value.isFinite { out.append(exactly: value) }
  }

  /// Appends a number rounded to so many decimals.
  public mutating func append(_ value: Double, decimals: Int) {
    separate()
    if value.isFinite { out.append(value, decimals: decimals) }
  }

  public mutating func append(_ value: String) {
    separate()
    guard value.utf8.contains(where: Self.needsQuotes) else { return out.append(value) }
    out.append(byte: Self.quote)
    for byte in value.utf8 {
      if byte == Self.quote { out.append(byte: Self.quote) }
      out.append(byte: byte)
    }
    out.append(byte: Self.quote)
  }

  public mutating func endRow() {
    out.append(byte: UInt8(ascii: "\n"))
    isRowStart = true
  }

  private mutating func separate() {
    if !isRowStart { out.append(byte: UInt8(ascii: ",")) }
    isRowStart = false
  }

  private static let quote = UInt8(ascii: "\"")

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == quote || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
