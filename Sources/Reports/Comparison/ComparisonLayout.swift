/// Where the parts of a comparison chart go: a bar for each run, the causes' names beneath, then
/// columns for each stage.
struct ComparisonLayout {
  private static let barHeight = 22.0
  private static let barPitch = 46.0
  private static let plotHeight = 220.0
  private static let legendLine = 20.0

  let chart: ComparisonChart
  private let left = 54.0
  private let right = ChartFrame.width - ChartFrame.margin

  init(chart: ComparisonChart) { self.chart = chart }

  private var bars: Box {
    Box(
      x: ChartFrame.margin, y: ChartFrame.top + 8, width: right - ChartFrame.margin,
      height: Self.barPitch * Double(chart.runs.count))
  }
  private var legendTop: Double { bars.bottom + 14 }
  private var plot: Box {
    Box(
      x: left, y: legendTop + Self.legendLine * Double(legendRows.count) + 30,
      width: right - left, height: Self.plotHeight)
  }

  var height: Double { chart.stages.isEmpty ? plot.y - 30 : plot.bottom + 48 }

  var marks: [Mark] { runMarks + legend + (chart.stages.isEmpty ? [] : stageMarks) }

  /// Room for the time after the longest bar.
  private var runScale: LinearScale {
    LinearScale(0, chart.runs.map(\.total).max() ?? 0, from: bars.x, to: bars.right - 104)
  }

  private var runMarks: [Mark] {
    chart.runs.indices.flatMap { index -> [Mark] in
      let run = chart.runs[index]
      let top = bars.y + Self.barPitch * Double(index)
      let name = TextMetrics.fitting("\(run.letter)  \(run.name)", width: bars.width, size: 12)
      let change =
        index == 0 || chart.runs[0].total == 0
        ? "" : "  ×" + NumberText.fixed(run.total / chart.runs[0].total, decimals: 2)
      let end = Point(runScale(run.total) + 6, top + 33)
      return [.label(Label(name ?? run.letter, at: Point(bars.x, top + 12), isBold: true))]
        + stack(run.times, tooltip: run.name) { from, to in
          Box(
            x: runScale(from), y: top + 18, width: runScale(to) - runScale(from),
            height: Self.barHeight)
        }
        + [.label(Label(NumberText.si(run.total, unit: "s") + change, at: end))]
    }
  }

  /// Parts end to end, each with its cause and time as tooltip.
  private func stack(
    _ times: [Double], tooltip: String, box: (_ from: Double, _ to: Double) -> Box
  ) -> [Mark] {
    var from = 0.0
    return chart.causes.indices.filter { times[$0] > 0 }.map { cause in
      defer { from += times[cause] }
      let name = chart.causes[cause].name
      return .group(
        [.box(box(from, from + times[cause]), fill: chart.causes[cause].ink)],
        tooltip: "\(tooltip)\n\(name): \(NumberText.si(times[cause], unit: "s"))")
    }
  }

  /// The causes that take time in any run, broken into rows.
  private var legendRows: [[(entry: Entry, x: Double)]] {
    var rows: [[(entry: Entry, x: Double)]] = [[]]
    var x = ChartFrame.margin
    for entry in entries {
      let width = 16 + TextMetrics.width(of: entry.name, size: 12) + 18
      if x + width > right, rows.last?.isEmpty == false {
        rows.append([])
        x = ChartFrame.margin
      }
      rows[rows.count - 1].append((entry, x))
      x += width
    }
    return rows
  }

  private struct Entry {
    var name: String
    let ink: Ink
  }

  /// The causes that occur. Causes of different kinds of device share a colour, and so an entry.
  private var entries: [Entry] {
    var entries: [Entry] = []
    for (index, cause) in chart.causes.enumerated()
    where chart.runs.contains(where: { $0.times[index] > 0 }) {
      if let known = entries.firstIndex(where: { $0.ink == cause.ink }) {
        entries[known].name += " or " + cause.name
      } else {
        entries.append(Entry(name: cause.name, ink: cause.ink))
      }
    }
    return entries
  }

  private var legend: [Mark] {
    legendRows.enumerated().flatMap { row, entries in
      let y = legendTop + Self.legendLine * Double(row)
      return entries.flatMap { entry, x -> [Mark] in
        [
          .box(Box(x: x, y: y, width: 10, height: 10), fill: entry.ink),
          .label(Label(entry.name, at: Point(x + 16, y + 9.5))),
        ]
      }
    }
  }
}

extension ComparisonLayout {
  private var slot: Double { plot.width / Double(max(chart.stages.count, 1)) }
  private var columnWidth: Double { min(slot * 0.8 / Double(max(chart.runs.count, 1)), 40) }

  private var stageMarks: [Mark] {
    let longest = chart.stages.flatMap(\.times).map { $0.reduce(0, +) }.max() ?? 0
    let prefix = SIPrefix.fitting(longest)
    let value = LinearScale(0, longest / prefix.factor * 1.1, from: plot.bottom, to: plot.y)
    let axis = ChartFrame.valueAxis(
      value, ticks: value.ticks(about: 5), unit: " \(prefix.symbol)s", across: plot)
    let heading = Label(
      "by stage", at: Point(ChartFrame.margin, plot.y - 12), size: 12, isBold: true)
    return [.label(heading)] + axis
      + chart.stages.indices.flatMap { columns(of: $0, value: value, factor: prefix.factor) }
      + [.line(Point(plot.x, plot.bottom), Point(plot.right, plot.bottom), Stroke(.axis))]
      + stageNames
  }

  private func columns(of index: Int, value: LinearScale, factor: Double) -> [Mark] {
    let stage = chart.stages[index]
    let width = columnWidth
    let start =
      plot.x + slot * (Double(index) + 0.5) - width * Double(chart.runs.count) / 2
    return chart.runs.indices.flatMap { run -> [Mark] in
      let x = start + width * Double(run)
      let total = stage.times[run].reduce(0, +)
      let letter = Label(
        chart.runs[run].letter, at: Point(x + width / 2, value(total / factor) - 4),
        anchor: .middle, size: 10, ink: .muted)
      return stack(stage.times[run], tooltip: "\(chart.runs[run].letter) \(stage.name)") {
        from, to in
        Box(
          x: x + width * 0.06, y: value(to / factor), width: width * 0.88,
          height: value(from / factor) - value(to / factor))
      } + (width >= 9 && total > 0 ? [.label(letter)] : [])
    }
  }

  /// Every name where all fit; else as many as do.
  private var stageNames: [Mark] {
    var end = plot.x - slot
    return chart.stages.indices.compactMap { index in
      let middle = plot.x + slot * (Double(index) + 0.5)
      let room = min(max(slot - 4, 40), 2 * (ChartFrame.width - 4 - middle))
      guard
        let name = TextMetrics.fitting(chart.stages[index].name, width: room, size: 11)
      else { return nil }
      let label = Label(name, at: Point(middle, plot.bottom + 16), anchor: .middle, size: 11)
      guard label.bounds.x >= end else { return nil }
      end = label.bounds.right + 4
      return .label(label)
    }
  }
}
