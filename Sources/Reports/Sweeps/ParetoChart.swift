/// "Which points are best by both?": every point by two objectives, the front labelled.
public struct ParetoChart: Chart {
  public struct Entry: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var label: String
  }

  public var xTitle: String
  public var yTitle: String
  /// Points that others beat, or some of them where they are very many.
  public var others: [Point]
  public var front: [Entry]

  private static let area = Box(x: 84, y: ChartFrame.top + 14, width: 730, height: 330)

  public func drawing() -> Drawing {
    let title = "Which points are best by \(xTitle) and \(yTitle)?"
    return Drawing(
      width: ChartFrame.width, height: ParetoChart.area.bottom + 58, title: title,
      description: "\(front.count) points are beaten by none in both.",
      marks: ChartFrame.heading(title, subject: "orange: the Pareto front; grey: points it beats")
        + axes + dots + labels)
  }

  private var xScale: LinearScale {
    scale(others.map(\.x) + front.map(\.x), from: ParetoChart.area.x, to: ParetoChart.area.right)
  }

  private var yScale: LinearScale {
    scale(others.map(\.y) + front.map(\.y), from: ParetoChart.area.bottom, to: ParetoChart.area.y)
  }

  /// With a little room around the extremes.
  private func scale(_ values: [Double], from: Double, to: Double) -> LinearScale {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let room = max((high - low) * 0.06, high.magnitude * 0.01)
    return LinearScale(low - room, high + room, from: from, to: to)
  }

  private var axes: [Mark] {
    let area = ParetoChart.area
    let ticks = xScale.ticks(about: 7)
    let below = ticks.values.map { value in
      Mark.label(
        Label(
          ticks.text(value), at: Point(xScale(value), area.bottom + 16), anchor: .middle, size: 11,
          ink: .muted))
    }
    let captions = [
      Label(xTitle, at: Point(area.middle.x, area.bottom + 40), anchor: .middle, ink: .muted),
      Label(yTitle, at: Point(ChartFrame.margin, ChartFrame.top + 6), size: 11, ink: .muted),
    ]
    return ChartFrame.valueAxis(yScale, ticks: yScale.ticks(about: 6), unit: "", across: area)
      + below + captions.map { .label($0) }
  }

  private func place(_ entry: Entry) -> Point { Point(xScale(entry.x), yScale(entry.y)) }

  private var dots: [Mark] {
    let beaten = others.map {
      Mark.disc(Point(xScale($0.x), yScale($0.y)), radius: 2.5, fill: .grey, opacity: 0.6)
    }
    let ordered = front.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    let best = ordered.map { entry in
      Mark.group(
        [.disc(place(entry), radius: 5, fill: .orange)],
        tooltip: "\(entry.label): \(NumberText.short(entry.x)), \(NumberText.short(entry.y))")
    }
    return beaten + [.polyline(ordered.map(place), Stroke(.orange, width: 1.5, isDashed: true))]
      + best
  }

  private var labels: [Mark] {
    let obstacles = front.map { entry in
      let place = place(entry)
      return Box(x: place.x - 5, y: place.y - 5, width: 10, height: 10)
    }
    var placer = LabelPlacer(in: ParetoChart.area.padded(by: 10), avoiding: obstacles)
    for entry in front {
      let place = place(entry)
      guard let text = TextMetrics.fitting(entry.label, width: 300, size: 11) else { continue }
      placer.place([
        Label(text, at: Point(place.x + 9, place.y + 4), size: 11),
        Label(text, at: Point(place.x - 9, place.y + 4), anchor: .end, size: 11),
        Label(text, at: Point(place.x, place.y - 10), anchor: .middle, size: 11),
        Label(text, at: Point(place.x, place.y + 18), anchor: .middle, size: 11),
        Label(text, at: Point(place.x + 5, place.y - 10), anchor: .end, size: 11),
        Label(text, at: Point(place.x + 5, place.y + 18), anchor: .end, size: 11),
        Label(text, at: Point(place.x - 5, place.y - 10), size: 11),
        Label(text, at: Point(place.x - 5, place.y + 18), size: 11),
      ])
    }
    return placer.placed.map { .label($0) }
  }
}
