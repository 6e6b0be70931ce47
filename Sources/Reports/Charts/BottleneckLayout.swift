/// Where the parts of a bottleneck chart go: bars at the left, the whole run beside them, the
/// findings beneath.
struct BottleneckLayout {
  /// Bars narrower than this are joined with their neighbours.
  private static let narrowest = 1.5
  private static let plotHeight = 270.0
  private static let shareWidth = 230.0

  let chart: BottleneckChart
  let bars: [BottleneckBar]
  private let plot: Box
  private let prefix: SIPrefix
  /// From time in the prefix's unit to height.
  private let value: LinearScale
  private let findings: Findings

  init(chart: BottleneckChart) {
    self.chart = chart
    let top = ChartFrame.top + StageStrip.height + 4
    plot = Box(
      x: 54, y: top, width: ChartFrame.width - 54 - Self.shareWidth, height: Self.plotHeight)
    bars = BottleneckBar.bars(of: chart, atMost: Int(plot.width / Self.narrowest))
    let longest = bars.map(\.total).max() ?? 0
    prefix = SIPrefix.fitting(longest)
    value = LinearScale(0, longest / prefix.factor * 1.1, from: plot.bottom, to: plot.y)
    findings = Findings(chart.findings, heading: chart.unit.findings)
  }

  private var slot: Double { plot.width / Double(max(bars.count, 1)) }
  private var axisBottom: Double { plot.bottom + (namesFit ? 40 : 26) }

  var height: Double { axisBottom + findings.height }

  var marks: [Mark] {
    let strip = StageStrip(
      sections: chart.order == .execution
        ? StageStrip.sections(of: bars.map(\.stage), edges: { plot.x + slot * Double($0) }) : [],
      top: ChartFrame.top, bottom: plot.bottom)
    let ticks = value.ticks(about: 6)
    return strip.bands + strip.strip
      + ChartFrame.valueAxis(
        value, ticks: ticks, unit: " \(prefix.symbol)\(chart.unit.symbol)", across: plot)
      + bars.indices.map(bar)
      + [.line(Point(plot.x, plot.bottom), Point(plot.right, plot.bottom), Stroke(.axis))]
      + names + layerAxis + ShareColumn(chart: chart, plot: plot).marks
      + findings.marks(below: axisBottom)
  }

  private func box(of index: Int) -> Box {
    let gap = min(slot * 0.2, 8)
    let top = value(bars[index].total / prefix.factor)
    return Box(
      x: plot.x + slot * Double(index) + gap / 2, y: top, width: slot - gap,
      height: plot.bottom - top)
  }

  private func bar(_ index: Int) -> Mark {
    let bar = bars[index]
    let box = box(of: index)
    let column = Box(
      x: plot.x + slot * Double(index), y: plot.y, width: slot, height: plot.height)
    var marks: [Mark] = [.box(column, fill: .background, opacity: 0)]
    var below = 0.0
    for (cause, time) in zip(chart.causes, bar.times) where time > 0 {
      let bottom = value(below / prefix.factor)
      below += time
      let top = value(below / prefix.factor)
      let part = Box(x: box.x, y: top, width: box.width, height: bottom - top)
      marks.append(.box(part, fill: cause.ink))
    }
    return .group(marks, tooltip: tooltip(of: bar), layer: bar.layer)
  }

  private func tooltip(of bar: BottleneckBar) -> String {
    let shares = chart.causes.indices.filter { bar.times[$0] > 0 }
      .map { "\n\(chart.causes[$0].name) \(NumberText.percent(bar.times[$0] / bar.total))" }
    let verdict = bar.verdict.isEmpty ? "" : " (\(bar.verdict))"
    return "\(bar.name): \(NumberText.si(bar.total, unit: chart.unit.symbol))\(verdict)"
      + shares.joined()
  }

  /// Whether there are so few bars that each can be named beneath.
  private var namesFit: Bool { slot >= 46 }

  /// Names under the bars where each has the room, else over the longest ones.
  private var names: [Mark] {
    namesFit ? namesBeneath : namesOfLongest
  }

  private var namesBeneath: [Mark] {
    bars.indices.compactMap { index in
      TextMetrics.fittingLayer(bars[index].name, width: slot - 4, size: 11).map {
        let place = Point(box(of: index).middle.x, plot.bottom + 15)
        return .label(Label($0, at: place, anchor: .middle, size: 11))
      }
    }
  }

  private var namesOfLongest: [Mark] {
    var placer = LabelPlacer(
      in: Box(x: plot.x, y: plot.y, width: plot.width, height: plot.height),
      avoiding: bars.indices.map(box), margin: 1.5)
    let longest = bars.indices.sorted { (bars[$1].total, $0) < (bars[$0].total, $1) }
    for index in longest.prefix(8) {
      let box = box(of: index)
      let y = box.y - 5
      placer.place([
        Label(bars[index].name, at: Point(box.middle.x, y), anchor: .middle, size: 11),
        Label(bars[index].name, at: Point(box.x, y), size: 11),
        Label(bars[index].name, at: Point(box.right, y), anchor: .end, size: 11),
      ])
    }
    return placer.placed.map { .label($0) }
  }

  private var layerAxis: [Mark] {
    let order = chart.order == .execution ? "in order of execution" : chart.unit.longest
    let joined =
      bars.count < chart.bars.count ? ", each bar the sum of up to \(bars[0].count)" : ""
    let count = chart.bars.count
    let layers =
      count == 1
      ? "1 layer that \(chart.unit.verbOfOne)" : "\(count) layers that \(chart.unit.verb)"
    let text = "\(layers), \(order)\(joined)"
    let place = Point(plot.middle.x, axisBottom - 7)
    return [.label(Label(text, at: place, anchor: .middle, ink: .muted))]
  }
}

/// A bar as drawn: one layer, or neighbours joined where there are too many.
struct BottleneckBar {
  var name: String
  var stage: String
  var verdict: String
  var times: [Double]
  /// How many layers it sums.
  var count: Int
  /// The layer's place in the chart's data; nil for several.
  var layer: Int?

  var total: Double { times.reduce(0, +) }

  static func bars(of chart: BottleneckChart, atMost limit: Int) -> [BottleneckBar] {
    let indices =
      switch chart.order {
      case .execution: Array(chart.bars.indices)
      case .time:
        chart.bars.indices.sorted {
          (chart.bars[$1].total, $0) < (chart.bars[$0].total, $1)
        }
      }
    return Samples.groups(of: indices.count, atMost: limit).map { group in
      joined(Array(indices[group]), of: chart)
    }
  }

  private static func joined(_ layers: [Int], of chart: BottleneckChart) -> BottleneckBar {
    let first = chart.bars[layers[0]]
    let last = chart.bars[layers[layers.count - 1]]
    return BottleneckBar(
      name: layers.count == 1 ? first.name : "\(first.name) to \(last.name)",
      stage: first.stage, verdict: layers.count == 1 ? first.verdict : "",
      times: chart.causes.indices.map { cause in
        layers.reduce(0) { $0 + chart.bars[$1].times[cause] }
      },
      count: layers.count, layer: layers.count == 1 ? layers[0] : nil)
  }
}
