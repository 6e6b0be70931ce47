/// A picture that cspsim wrote, to be shown in another size, with other colours or another title.
public struct PictureFile: Sendable {
  private let title: Substring
  private let width: Double
  private let height: Double
  /// From the view box to the end of the description.
  private let viewBox: Substring
  private let description: Substring
  private let marks: Substring

  /// - Throws: `PictureError` if the text is not a picture of cspsim's.
  public init(_ text: String, file: String) throws(PictureError) {
    var rest = text[...]
    func take(_ start: String, upTo end: String) -> Substring? {
      guard rest.hasPrefix(start), let range = rest.firstRange(of: end) else { return nil }
      defer { rest = rest[range.upperBound...] }
      return rest[..<range.lowerBound].dropFirst(start.count)
    }
    guard
      take("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"", upTo: " viewBox=\"")
        != nil, let viewBox = take("", upTo: "\" aria-label="),
      let title = take("\"", upTo: "\">\n"), take("<title>", upTo: "</title>\n") != nil,
      let description = take("<desc>", upTo: "</desc>\n"),
      take("<style>", upTo: "</style>\n") != nil
    else { throw .notOurs(file: file) }
    let extents = viewBox.split(separator: " ").compactMap { Double($0) }
    guard extents.count == 4, extents[2] > 0, extents[3] > 0 else { throw .notOurs(file: file) }
    (width, height) = (extents[2], extents[3])
    self.viewBox = viewBox
    self.title = title
    self.description = description
    marks = rest
  }

  /// The picture as an SVG file.
  ///
  /// - Parameters:
  ///   - theme: which colours it has.
  ///   - shownWidth: how wide it is shown, in pixels; its own width if not given.
  ///   - newTitle: what it is called instead.
  public func svg(
    theme: Theme = .automatic, shownWidth: Double? = nil, title newTitle: String? = nil
  ) -> [UInt8] {
    let scale = (shownWidth ?? width) / width
    var out = ByteText(reserving: marks.utf8.count + 4096)
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
    out.append(width * scale, decimals: 2)
    out.append("\" height=\"")
    out.append(height * scale, decimals: 2)
    let title = newTitle.map(PictureFile.escaped) ?? String(self.title)
    out.append("\" viewBox=\"\(viewBox)\" aria-label=\"\(title)\">\n<title>\(title)</title>\n")
    out.append("<desc>\(description)</desc>\n<style>")
    out.append(StyleSheet.css(fills: inks(\.fillClass), strokes: inks(\.strokeClass), theme))
    out.append("</style>\n")
    out.append(renamed(to: newTitle))
    return out.bytes
  }

  /// The inks that the marks use.
  private func inks(_ name: (Ink) -> String) -> Set<Ink> {
    Set(Ink.allCases.filter { marks.contains("class=\"\(name($0))\"") })
  }

  /// The marks, with the heading that repeats the title replaced.
  private func renamed(to newTitle: String?) -> String {
    guard let newTitle, let heading = marks.firstRange(of: ">\(title)</text>") else {
      return String(marks)
    }
    let room = width - 2 * ChartFrame.margin
    let shown = TextMetrics.fitting(newTitle, width: room, size: 17, bold: true) ?? newTitle
    return marks[..<heading.lowerBound] + ">\(PictureFile.escaped(shown))</text>"
      + marks[heading.upperBound...]
  }

  private static func escaped(_ text: String) -> String {
    var out = ByteText()
    MarkupText.append(text, to: &out)
    return out.string
  }
}

/// Why a picture can't be shown in another way.
public enum PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  case notOurs(file: String)

  public var description: String {
    switch self {
    case .notOurs(let file):
      "\(file): is no picture that this version of cspsim wrote; expected a chart of a run, sweep "
        + "or comparison folder"
    }
  }
}
