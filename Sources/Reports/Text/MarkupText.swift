/// Text made safe inside XML and HTML, in content and in quoted attributes.
enum MarkupText {
  static func append(_ text: String, to out: inout ByteText) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out.append("&amp;")
      case "<": out.append("&lt;")
      case ">": out.append("&gt;")
      case "\"": out.append("&quot;")
      default:
        if isAllowed(scalar) { out.append(String(scalar)) } else { out.append("\u{FFFD}") }
      }
    }
  }

  /// Whether XML 1.0 (section 2.2) allows the character at all.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
