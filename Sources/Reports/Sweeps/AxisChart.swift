import Sweeps

/// "How does an axis change the result?": the best of all other axes for each value of one.
public struct AxisChart: Chart {
  /// A value of the axis.
  public struct Entry: Hashable, Sendable {
    public var value: String
    /// `nil` where no point could be scheduled.
    public var result: Double?
    public var tooltip: String
  }

  public var axis: String
  /// What is drawn upward, with its unit.
  public var objective: String
  public var isLargerBetter: Bool
  public var entries: [Entry]

  private static let area = Box(x: 84, y: ChartFrame.top + 8, width: 740, height: 270)

  public func drawing() -> Drawing {
    let title = "How does \(axis) change \(objective)?"
    return Drawing(
      width: ChartFrame.width, height: AxisChart.area.bottom + 64, title: title,
      description: summary,
      marks: ChartFrame.heading(title, subject: "the best of all other axes for each value")
        + axes + line + labels)
  }

  /// The value with the best result; the first of several.
  var best: Int? {
    entries.indices.filter { entries[$0].result != nil }.min { a, b in
      let (x, y) = (entries[a].result ?? 0, entries[b].result ?? 0)
      return isLargerBetter ? x > y : x < y
    }
  }

  var summary: String {
    guard let best, let result = entries[best].result else { return "No point has a result." }
    return "Best at \(entries[best].value) with \(NumberText.short(result))."
  }

  private var scale: LinearScale {
    let highest = entries.compactMap(\.result).max() ?? 1
    return LinearScale(
      0, highest * 1.08, from: AxisChart.area.bottom, to: AxisChart.area.y)
  }

  private func x(_ index: Int) -> Double {
    let area = AxisChart.area
    return area.x + area.width * (Double(index) + 0.5) / Double(max(1, entries.count))
  }

  private var axes: [Mark] {
    ChartFrame.valueAxis(scale, ticks: scale.ticks(about: 5), unit: "", across: AxisChart.area)
  }

  private var points: [(index: Int, place: Point)] {
    entries.indices.compactMap { index in
      entries[index].result.map { (index, Point(x(index), scale($0))) }
    }
  }

  private var line: [Mark] {
    let dots = points.map { index, place in
      let ink: Ink = index == best ? .orange : .blue
      return Mark.group(
        [.disc(place, radius: index == best ? 6 : 4, fill: ink)], tooltip: entries[index].tooltip)
    }
    return connections + dots
  }

  /// A line through values that are amounts; stems under those that are only names.
  private var connections: [Mark] {
    guard entries.contains(where: { $0.value.first?.isNumber != true }) else {
      return [.polyline(points.map(\.place), Stroke(.blue, width: 2))]
    }
    return points.map { _, place in
      .line(Point(place.x, AxisChart.area.bottom), place, Stroke(.blue, width: 2))
    }
  }

  /// Names of values beneath the axis and results beside the points, where there is room.
  private var labels: [Mark] {
    let area = AxisChart.area
    var names = LabelPlacer(
      in: Box(x: 0, y: area.bottom, width: ChartFrame.width, height: 40), margin: 6)
    var results = LabelPlacer(in: area.padded(by: 12), margin: 3)
    for (index, place) in points.sorted(by: {
      ($0.index == best ? 0 : 1) < ($1.index == best ? 0 : 1)
    }) {
      let text = NumberText.short(entries[index].result ?? 0)
      results.place([
        Label(
          text, at: Point(place.x, place.y - 11), anchor: .middle, size: 11,
          isBold: index == best)
      ])
    }
    for (index, entry) in entries.enumerated() {
      names.place([
        Label(entry.value, at: Point(x(index), area.bottom + 18), anchor: .middle, size: 11)
      ])
    }
    let caption = Label(
      axis, at: Point(area.middle.x, area.bottom + 48), anchor: .middle, ink: .muted)
    return (names.placed + results.placed + [caption]).map { .label($0) }
  }
}
