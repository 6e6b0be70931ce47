/// Checks that bytes are well-formed XML of the kind that drawings are written in: one root,
/// matching tags, quoted attributes that occur once, and known entities only.
struct WellFormedXML {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// The names of the elements in the order of their start.
  private(set) var elements: [String] = []
  private var open: [String] = []
  private var rest: Substring

  init(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(description: "not UTF-8")
    }
    rest = text[...]
    while !rest.isEmpty { try step() }
    guard open.isEmpty else { throw Problem(description: "never closed: \(open)") }
  }

  private mutating func step() throws {
    let content = rest.prefix { $0 != "<" }
    try checkEntities(content)
    if open.isEmpty, content.contains(where: { !$0.isWhitespace }) {
      throw Problem(description: "text outside the root: \(content)")
    }
    rest = rest.dropFirst(content.count)
    if !rest.isEmpty { try tag() }
  }

  private mutating func tag() throws {
    guard let end = rest.firstIndex(of: ">") else { throw Problem(description: "no >: \(rest)") }
    var inside = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    if inside.first == "/" {
      guard open.popLast() == String(inside.dropFirst()) else {
        throw Problem(description: "unexpected </\(inside)>")
      }
      return
    }
    let isEmpty = inside.last == "/"
    if isEmpty { inside = inside.dropLast() }
    let name = String(inside.prefix { $0 != " " })
    if open.isEmpty, !elements.isEmpty { throw Problem(description: "a second root: \(name)") }
    elements.append(name)
    try attributes(inside.dropFirst(name.count))
    if !isEmpty { open.append(name) }
  }

  private func attributes(_ text: Substring) throws {
    var rest = text
    var names: Set<String> = []
    while let first = rest.firstIndex(where: { $0 != " " }) {
      rest = rest[first...]
      let name = String(rest.prefix { $0 != "=" })
      rest = rest.dropFirst(name.count)
      guard rest.hasPrefix("=\""), names.insert(name).inserted else {
        throw Problem(description: "attribute \(name) in\(text)")
      }
      let value = rest.dropFirst(2).prefix { $0 != "\"" }
      try checkEntities(value)
      rest = rest.dropFirst(2 + value.count)
      guard rest.first == "\"" else { throw Problem(description: "open quote in\(text)") }
      rest = rest.dropFirst()
    }
  }

  private func checkEntities(_ text: Substring) throws {
    for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      guard ["amp;", "lt;", "gt;", "quot;"].contains(where: piece.hasPrefix) else {
        throw Problem(description: "bare & before \(piece)")
      }
    }
  }
}
