import LayerGraph

/// Splits a darknet configuration into its sections.
///
/// The format is line by line: `[section]`, `key=value`, and comments behind `#` or `;`.
enum DarknetParser {
  /// - Throws: `ImportError` at the first line that is none of these.
  static func sections(_ bytes: [UInt8], file: String) throws(ImportError) -> [DarknetSection] {
    var sections: [DarknetSection] = []
    for line in try SourceText.lines(bytes, file: file) {
      let text = withoutComment(line.text)
      if text.isEmpty { continue }
      if text.hasPrefix("[") {
        guard sections.count <= Limits.layers else { throw tooMany(file: file, line: line.number) }
        sections.append(try section(text, file: file, line: line.number))
      } else {
        let entry = try entry(text, file: file, line: line.number)
        guard !sections.isEmpty else {
          throw ImportError(
            file: file, location: .line(line.number),
            problem: "\(SourceText.quoted(text)) stands before the first section",
            remedy: "start a darknet configuration with [net]")
        }
        sections[sections.count - 1].entries.append(entry)
      }
    }
    return sections
  }

  private static func withoutComment(_ text: String) -> String {
    text.prefix { $0 != "#" && $0 != ";" }.trimmed
  }

  private static func section(
    _ text: String, file: String, line: Int
  ) throws(ImportError) -> DarknetSection {
    let header = text.dropFirst().dropLast().trimmed
    guard text.hasSuffix("]"), !header.isEmpty, !header.contains(where: { "[]".contains($0) })
    else {
      throw ImportError(
        file: file, location: .line(line),
        problem: "the section header \(SourceText.quoted(text)) is malformed",
        remedy: "write a name between brackets, such as [convolutional]")
    }
    return DarknetSection(file: file, header: String(header.prefix(60)), line: line)
  }

  private static func entry(
    _ text: String, file: String, line: Int
  ) throws(ImportError) -> DarknetEntry {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw ImportError(
        file: file, location: .line(line),
        problem: "\(SourceText.quoted(text)) is neither a section nor an entry",
        remedy: "write key=value, [section] or # comment")
    }
    let value = text[text.index(after: equals)...].trimmed
    return DarknetEntry(key: text[..<equals].trimmed, value: value, line: line)
  }

  private static func tooMany(file: String, line: Int) -> ImportError {
    ImportError(
      file: file, location: .line(line), problem: "there are more than \(Limits.layers) sections",
      remedy: "give a network of at most \(Limits.layers) layers")
  }
}
