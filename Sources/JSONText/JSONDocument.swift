/// A JSON text (RFC 8259) that was read strictly: no duplicate keys, trailing commas, comments, NaN
/// or bad UTF-8, and every value knows its line and column.
public struct JSONDocument: Hashable, Sendable {
  /// The deepest nesting of arrays and objects.
  public static let depthLimit = 64
  /// The longest text, in bytes.
  public static let sizeLimit = 1 << 28

  /// The display name that errors give.
  public let file: String
  public let value: JSONValue

  /// Reads a whole text.
  public init(bytes: [UInt8], file: String) throws(JSONError) {
    var scanner = JSONScanner(bytes: bytes, file: file)
    self.file = file
    self.value = try scanner.document()
  }

  public init(text: String, file: String) throws(JSONError) {
    try self.init(bytes: Array(text.utf8), file: file)
  }

  /// The document's top value, from which typed reading starts.
  public var root: JSONNode { JSONNode(value: value, path: .root, file: file) }
}
