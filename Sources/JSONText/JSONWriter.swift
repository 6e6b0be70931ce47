extension JSONOutput {
  /// The value as JSON text: the same value always gives the same bytes.
  public func text(layout: Layout) throws(JSONOutputError) -> String {
    String(decoding: try bytes(layout: layout), as: UTF8.self)
  }

  /// The value as JSON text in UTF-8.
  public func bytes(layout: Layout) throws(JSONOutputError) -> [UInt8] {
    var writer = JSONWriter(layout: layout)
    try writer.write(self, path: .root)
    if layout == .pretty { writer.bytes.append(UInt8(ascii: "\n")) }
    return writer.bytes
  }
}

private struct JSONWriter {
  let layout: JSONOutput.Layout
  var bytes: [UInt8] = []
  private var depth = 0

  init(layout: JSONOutput.Layout) { self.layout = layout }

  mutating func write(_ value: JSONOutput, path: JSONPath) throws(JSONOutputError) {
    switch value {
    case .null: append("null")
    case .boolean(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let number):
      guard number.isFinite else { throw .notFinite(number, path: path) }
      append(number.description)
    case .string(let text): write(text)
    case .array(let elements): try write(elements, path: path)
    case .object(let members): try write(members, path: path)
    }
  }

  private mutating func write(_ elements: [JSONOutput], path: JSONPath) throws(JSONOutputError) {
    open("[")
    for (index, element) in elements.enumerated() {
      startItem(isFirst: index == 0)
      try write(element, path: path.appending(index: index))
    }
    close("]", isEmpty: elements.isEmpty)
  }

  private mutating func write(
    _ members: [JSONOutput.Member], path: JSONPath
  ) throws(JSONOutputError) {
    var keys: Set<String> = []
    open("{")
    for (index, member) in members.enumerated() {
      guard keys.insert(member.key).inserted else {
        throw .duplicateKey(member.key, path: path)
      }
      startItem(isFirst: index == 0)
      write(member.key)
      append(layout == .pretty ? ": " : ":")
      try write(member.value, path: path.appending(key: member.key))
    }
    close("}", isEmpty: members.isEmpty)
  }

  private mutating func open(_ bracket: String) {
    append(bracket)
    depth += 1
  }

  private mutating func close(_ bracket: String, isEmpty: Bool) {
    depth -= 1
    if !isEmpty { breakLine() }
    append(bracket)
  }

  private mutating func startItem(isFirst: Bool) {
    if !isFirst { append(",") }
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    append("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func write(_ text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\t"): append("\\t")
      case UInt8(ascii: "\r"): append("\\r")
      case 0..<0x10: append("\\u000" + String(byte, radix: 16))
      case 0x10..<0x20: append("\\u00" + String(byte, radix: 16))
      default: bytes.append(byte)
      }
    }
    append("\"")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
