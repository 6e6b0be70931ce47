/// How many columns of a terminal a text takes.
enum DisplayWidth {
  static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(first) ? 2 : 1
    }
  }

  /// The text's beginning in at most so many columns, with an ellipsis for what is left out.
  static func shortened(_ text: String, to limit: Int) -> String {
    guard columns(of: text) > limit else { return text }
    return limit > 0 ? beginning(of: text, columns: limit - 1) + "…" : ""
  }

  /// The text's beginning and end in at most so many columns, with an ellipsis between them.
  static func shortenedInside(_ text: String, to limit: Int) -> String {
    guard columns(of: text) > limit else { return text }
    guard limit > 0 else { return "" }
    let end = beginning(of: String(text.reversed()), columns: (limit - 1) / 2)
    return beginning(of: text, columns: limit / 2) + "…" + String(end.reversed())
  }

  private static func beginning(of text: String, columns limit: Int) -> String {
    var result = ""
    var used = 0
    for character in text {
      used += columns(of: character)
      if used > limit { break }
      result.append(character)
    }
    return result
  }

  /// Whether East Asian Width (Unicode annex 11) is wide; the blocks, not each scalar.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
