/// The small change of messages.
enum Wording {
  /// The longest text of a user's that a message repeats.
  private static let longest = 80

  /// `'a', 'b' or 'c'`.
  static func alternatives(_ words: [String]) -> String {
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A user's text as one line of bounded length: control characters become U+FFFD.
  static func printable(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(longest)
    var result = ""
    for scalar in shown {
      let isControl = scalar.properties.generalCategory == .control
      result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return shown.count < text.unicodeScalars.count ? result + "…" : result
  }
}
