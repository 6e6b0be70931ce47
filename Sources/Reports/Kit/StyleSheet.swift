/// The colours of a picture.
public enum Theme: String, CaseIterable, Sendable {
  /// Light or dark, as the reader prefers.
  case automatic
  case light
  case dark
}

/// The style of a drawing: its inks as classes, for light and for dark readers.
enum StyleSheet {
  static let fontFamily =
    "system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,\"DejaVu Sans\",sans-serif"

  /// Rules for the inks that the drawing uses, and no others.
  static func css(for drawing: Drawing, _ theme: Theme) -> String {
    var used = UsedInks()
    for mark in drawing.marks { used.insert(mark) }
    return css(fills: used.fills.union([.background]), strokes: used.strokes, theme)
  }

  /// Rules for some inks.
  static func css(fills: Set<Ink>, strokes: Set<Ink>, _ theme: Theme) -> String {
    func rules(_ colour: (Ink) -> String) -> String {
      Ink.allCases.map { ink in
        (fills.contains(ink) ? ".\(ink.fillClass){fill:\(colour(ink))}" : "")
          + (strokes.contains(ink) ? ".\(ink.strokeClass){stroke:\(colour(ink))}" : "")
      }.joined()
    }
    let font = "text{font-family:\(fontFamily)}"
    let dark = rules(\.dark)
    guard theme != .dark else { return font + dark }
    let light = font + rules(\.light)
    return theme == .light ? light : light + "@media(prefers-color-scheme:dark){\(dark)}"
  }
}

private struct UsedInks {
  var fills: Set<Ink> = []
  var strokes: Set<Ink> = []

  mutating func insert(_ mark: Mark) {
    switch mark {
    case .box(_, let fill, _), .steps(_, let fill, _), .disc(_, _, let fill, _):
      fills.insert(fill)
    case .label(let label): fills.insert(label.ink)
    case .line(_, _, let stroke), .polyline(_, let stroke): strokes.insert(stroke.ink)
    case .group(let marks, _, _): for mark in marks { insert(mark) }
    }
  }
}
