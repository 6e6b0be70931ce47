/// The whole run as one stacked column; its labels are the chart's legend.
struct ShareColumn {
  let chart: BottleneckChart
  /// The plot that the column stands beside.
  let plot: Box

  private static let lineHeight = 17.0

  var marks: [Mark] {
    let totals = chart.totals
    let all = totals.reduce(0, +)
    guard all > 0 else { return [] }
    let heading = Label(
      chart.sumName + " " + NumberText.si(all, unit: chart.unit.symbol),
      at: Point(plot.right + 16, plot.y - 10.5),
      size: 12, isBold: true)
    let column = Box(x: plot.right + 16, y: plot.y, width: 22, height: plot.height)
    let scale = LinearScale(0, all, from: column.bottom, to: column.y)
    var parts: [(cause: Int, top: Double, bottom: Double)] = []
    var below = 0.0
    for cause in chart.causes.indices where totals[cause] > 0 {
      let bottom = scale(below)
      below += totals[cause]
      parts.append((cause, scale(below), bottom))
    }
    let labels = legend(parts.map { ($0.cause, ($0.top + $0.bottom) / 2) }, totals, beside: column)
    return [.label(heading)]
      + parts.map { part in
        let name = chart.causes[part.cause].name
        let box = Box(
          x: column.x, y: part.top, width: column.width, height: part.bottom - part.top)
        return .group(
          [.box(box, fill: chart.causes[part.cause].ink)],
          tooltip: "\(name): \(NumberText.si(totals[part.cause], unit: chart.unit.symbol)), "
            + NumberText.percent(totals[part.cause] / all))
      } + labels
  }

  private func legend(
    _ parts: [(cause: Int, middle: Double)], _ totals: [Double], beside column: Box
  ) -> [Mark] {
    let all = totals.reduce(0, +)
    let descending = Array(parts.reversed())
    let middles = spread(
      descending.map(\.middle), apart: Self.lineHeight, from: column.y + 8, to: column.bottom - 8)
    return zip(descending, middles).flatMap { part, y -> [Mark] in
      let left = column.right + 14
      let share = NumberText.percent(totals[part.cause] / all)
      let room = ChartFrame.width - 6 - (left + 68)
      let name = TextMetrics.fitting(chart.causes[part.cause].name, width: room, size: 12) ?? ""
      return [
        .line(Point(column.right + 2, part.middle), Point(left - 2, y), Stroke(.axis)),
        .box(Box(x: left, y: y - 5, width: 10, height: 10), fill: chart.causes[part.cause].ink),
        .label(Label(share, at: Point(left + 62, y + 4.5), anchor: .end, isBold: true)),
        .label(Label(name, at: Point(left + 68, y + 4.5))),
      ]
    }
  }
}
