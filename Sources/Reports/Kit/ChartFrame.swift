/// What every chart shares: its width, its heading and its margins.
enum ChartFrame {
  /// The width at which a README shows a picture.
  static let width = 850.0
  static let margin = 16.0
  /// Where the room for the chart itself begins.
  static let top = 62.0

  /// The question, and beneath it what it is asked of.
  static func heading(_ title: String, subject: String) -> [Mark] {
    let room = width - 2 * margin
    let note = TextMetrics.fitting(subject, width: room, size: 12) ?? ""
    return [
      .label(Label(title, at: Point(margin, 28), size: 17, isBold: true)),
      .label(Label(note, at: Point(margin, 47), ink: .muted)),
    ]
  }

  /// Grid lines across the area with their values at its left, the highest with its unit.
  static func valueAxis(
    _ scale: LinearScale, ticks: Ticks, unit: String, across area: Box
  ) -> [Mark] {
    ticks.values.flatMap { value -> [Mark] in
      let y = scale(value)
      let text = ticks.text(value) + (value == ticks.values.last ? unit : "")
      let label = Label(text, at: Point(area.x - 6, y + 4), anchor: .end, size: 11, ink: .muted)
      return [.line(Point(area.x, y), Point(area.right, y), Stroke(.grid)), .label(label)]
    }
  }
}
