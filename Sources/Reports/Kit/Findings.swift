/// Sentences beneath a chart under a heading, numbered if there are several; nothing where there are
/// none.
struct Findings {
  private static let lineHeight = 17.0

  let heading: String
  private let lines: [[String]]

  init(_ sentences: [String], heading: String) {
    self.heading = heading
    lines = sentences.prefix(3).map {
      TextMetrics.lines(of: $0, width: ChartFrame.width - 2 * ChartFrame.margin - 26, size: 12)
    }
  }

  /// The room that they take.
  var height: Double {
    lines.isEmpty ? 8 : 26 + Double(lines.joined().count) * Self.lineHeight + 14
  }

  /// - Parameter top: the bottom of what stands above them.
  func marks(below top: Double) -> [Mark] {
    guard !lines.isEmpty else { return [] }
    var y = top + 20
    var marks: [Mark] = [
      .label(Label(heading, at: Point(ChartFrame.margin, y), size: 13, isBold: true))
    ]
    let isList = lines.count > 1
    for (index, lines) in lines.enumerated() {
      for (line, text) in lines.enumerated() {
        y += Self.lineHeight
        if line == 0, isList {
          let place = Point(ChartFrame.margin, y)
          marks.append(.label(Label("\(index + 1).", at: place, isBold: true)))
        }
        let left = ChartFrame.margin + (isList ? 22 : 0)
        marks.append(.label(Label(text, at: Point(left, y))))
      }
    }
    return marks
  }
}
