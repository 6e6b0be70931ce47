/// "Which figure of the profile does the result hang on?": the change of the time when each figure
/// is halved or doubled, the most sensitive first.
public struct TornadoChart: Chart {
  public struct Bar: Hashable, Sendable {
    public var figure: String
    /// The time over the present one, minus one; infinite if the network can't be scheduled then,
    /// `nil` if the figure can't be halved or doubled.
    public var halved: Double?
    public var doubled: Double?

    /// The larger of the two changes; what can't be scheduled changes most.
    var reach: Double {
      max(halved?.magnitude ?? 0, doubled?.magnitude ?? 0)
    }
  }

  public var subject: String
  public var bars: [Bar]

  private static let left = 210.0
  private static let rowHeight = 26.0
  private static let top = ChartFrame.top + 30

  private var ordered: [Bar] {
    bars.enumerated().sorted {
      ($1.element.reach, $0.offset) < ($0.element.reach, $1.offset)
    }.map(\.element)
  }

  public func drawing() -> Drawing {
    let title = "Which figure does the time hang on?"
    let height = TornadoChart.top + TornadoChart.rowHeight * Double(bars.count) + 40
    return Drawing(
      width: ChartFrame.width, height: height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: subject) + key + grid(height) + rows)
  }

  var summary: String {
    guard let first = ordered.first else { return "The profile has no figure to vary." }
    return "Most of all on \(first.figure)."
  }

  private var scale: LinearScale {
    let changes = bars.flatMap { [$0.halved, $0.doubled].compactMap(\.self) }.filter(\.isFinite)
    return LinearScale(
      min(-0.1, changes.min() ?? 0), max(0.1, min(changes.max() ?? 0, 1.5)),
      from: TornadoChart.left, to: ChartFrame.width - 60)
  }

  private var key: [Mark] {
    let y = ChartFrame.top + 6
    return [
      .box(Box(x: TornadoChart.left, y: y - 9, width: 12, height: 10), fill: .vermillion),
      .label(Label("halved", at: Point(TornadoChart.left + 18, y), size: 11)),
      .box(Box(x: TornadoChart.left + 80, y: y - 9, width: 12, height: 10), fill: .blue),
      .label(Label("doubled", at: Point(TornadoChart.left + 98, y), size: 11)),
    ]
  }

  private func grid(_ height: Double) -> [Mark] {
    let ticks = scale.ticks(about: 7)
    return ticks.values.flatMap { value -> [Mark] in
      let x = scale(value)
      let text = TornadoChart.signed(value, decimals: 0)
      return [
        .line(
          Point(x, TornadoChart.top - 8), Point(x, height - 34),
          Stroke(value == 0 ? .axis : .grid)),
        .label(Label(text, at: Point(x, height - 16), anchor: .middle, size: 11, ink: .muted)),
      ]
    }
  }

  private var rows: [Mark] {
    ordered.enumerated().flatMap { index, bar -> [Mark] in
      let y = TornadoChart.top + TornadoChart.rowHeight * Double(index)
      let name = Label(
        bar.figure, at: Point(TornadoChart.left - 10, y + 14), anchor: .end, size: 11)
      return [.label(name)] + half(bar.halved, "halved", bar.figure, .vermillion, y: y)
        + half(bar.doubled, "doubled", bar.figure, .blue, y: y + 9)
    }
  }

  private func half(
    _ change: Double?, _ what: String, _ figure: String, _ ink: Ink, y: Double
  ) -> [Mark] {
    guard let change else { return [] }
    guard change.isFinite else {
      let note = Label(
        "can't be scheduled \(what)", at: Point(scale(0) + 4, y + 8), size: 9, ink: .muted)
      return [.label(note)]
    }
    let (from, to) = (scale(0), scale(min(change, scale.highest)))
    let box = Box(x: min(from, to), y: y + 1, width: max((to - from).magnitude, 1), height: 8)
    let tooltip = "\(figure) \(what): \(TornadoChart.signed(change, decimals: 1)) time"
    return [.group([.box(box, fill: ink)], tooltip: tooltip)]
  }

  private static func signed(_ change: Double, decimals: Int) -> String {
    let sign = change > 0 ? "+" : change < 0 ? "−" : ""
    return sign + NumberText.fixed(change.magnitude * 100, decimals: decimals) + " %"
  }
}
