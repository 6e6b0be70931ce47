/// Text that a user typed, quoted for a one-line message: cut when long, control characters made visible.
public struct Excerpt: Hashable, Sendable, CustomStringConvertible {
  /// The most characters that are shown.
  public static let limit = 60

  public let text: String

  public init(_ text: some StringProtocol) { self.text = String(text) }

  public var description: String {
    var shown = "\""
    for scalar in text.unicodeScalars.prefix(Self.limit) {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}":
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    let isCut = text.unicodeScalars.dropFirst(Self.limit).first != nil
    return shown + (isCut ? "…\"" : "\"")
  }
}
