/// Where the parts of a traffic chart go: a legend, the stages, a lane for each level, and beneath
/// them the tensors that moved most.
struct TrafficLayout {
  /// Bars narrower than this are joined with their neighbours.
  private static let narrowest = 1.5
  private static let gap = 38.0

  let chart: TrafficChart
  /// The layers of each bar.
  private let groups: [Range<Int>]
  private let findings: Findings
  private let left = 74.0
  private let right = ChartFrame.width - ChartFrame.margin
  private let stripTop = ChartFrame.top + 20

  init(chart: TrafficChart) {
    self.chart = chart
    groups = Samples.groups(
      of: chart.layers.count, atMost: Int((right - left) / Self.narrowest))
    findings = Findings(chart.findings, heading: "Moved most off the chip")
  }

  private var laneHeight: Double {
    switch chart.lanes.count {
    case ...1: 220
    case 2: 150
    default: 92
    }
  }
  private var slot: Double { (right - left) / Double(max(groups.count, 1)) }
  private var firstLane: Double { stripTop + StageStrip.height + Self.gap - 8 }
  private var bottom: Double {
    firstLane + Double(chart.lanes.count) * (laneHeight + Self.gap) - Self.gap
  }
  /// Whether there are so few bars that each can be named beneath.
  private var namesFit: Bool { slot >= 46 }
  private var axisBottom: Double { bottom + (namesFit ? 40 : 26) }
  var height: Double { axisBottom + findings.height }

  var marks: [Mark] {
    let strip = StageStrip(
      sections: StageStrip.sections(
        of: groups.map { chart.layers[$0.lowerBound].stage }, edges: { left + slot * Double($0) }),
      top: stripTop, bottom: bottom)
    return legend + strip.bands + strip.strip + chart.lanes.indices.flatMap(lane) + names + axis
      + findings.marks(below: axisBottom)
  }

  private var legend: [Mark] {
    let used = chart.kinds.indices.filter { kind in
      chart.lanes.contains { lane in lane.bytes.contains { $0[kind] > 0 } }
    }
    let row = Legend(
      entries: used.map { chart.kinds[$0] }, left: left,
      top: ChartFrame.top
    ).row
    guard chart.lanes.contains(where: { $0.once != nil }) else { return row.marks }
    let line = Point(row.end, ChartFrame.top + 5)
    let label = Label(
      "if a layer moved each tensor once", at: Point(line.x + 22, ChartFrame.top + 9), size: 11)
    guard label.bounds.right <= right else { return row.marks }
    return row.marks + [
      .line(line, Point(line.x + 18, line.y), Stroke(.text, width: 1.5)), .label(label),
    ]
  }

  // MARK: Lanes

  private func lane(_ index: Int) -> [Mark] {
    let lane = chart.lanes[index]
    let plot = Box(
      x: left, y: firstLane + Double(index) * (laneHeight + Self.gap), width: right - left,
      height: laneHeight)
    let totals = groups.map { group in group.reduce(0) { $0 + lane.bytes[$1].reduce(0, +) } }
    let highest = totals.max() ?? 0
    let bytes = ByteAxis(highest: highest + highest / 5, plot: plot)
    let boxes = totals.indices.map { bar in
      let gap = min(slot * 0.2, 8)
      let top = bytes(totals[bar])
      return Box(
        x: left + slot * Double(bar) + gap / 2, y: top, width: slot - gap,
        height: plot.bottom - top)
    }
    return (highest > 0 ? bytes.marks : [])
      + groups.indices.map { bar($0, of: lane, in: boxes[$0], total: totals[$0], bytes, plot) }
      + onceLines(of: lane, bytes)
      + [.line(Point(plot.x, plot.bottom), Point(plot.right, plot.bottom), Stroke(.axis))]
      + namesOfHighest(boxes, totals, plot) + caption(of: lane, above: plot)
  }

  private func bar(
    _ index: Int, of lane: TrafficChart.Lane, in box: Box, total: Int, _ bytes: ByteAxis,
    _ plot: Box
  ) -> Mark {
    let column = Box(
      x: left + slot * Double(index), y: plot.y, width: slot, height: plot.height)
    var marks: [Mark] = [.box(column, fill: .background, opacity: 0)]
    var tooltip = "\(name(of: index)): \(NumberText.memory(bytes: total)), \(lane.name)"
    var below = 0
    for (kind, look) in chart.kinds.enumerated() {
      let amount = groups[index].reduce(0) { $0 + lane.bytes[$1][kind] }
      guard amount > 0 else { continue }
      let bottom = bytes(below)
      below += amount
      let top = bytes(below)
      marks.append(
        .box(Box(x: box.x, y: top, width: box.width, height: bottom - top), fill: look.ink))
      tooltip += "\n\(look.name) \(NumberText.memory(bytes: amount))"
    }
    if let once = once(of: lane, index), total > 0 {
      tooltip += "\neach tensor once \(NumberText.memory(bytes: once))"
    }
    let group = groups[index]
    let place = group.count == 1 ? chart.layers[group.lowerBound].place : nil
    return .group(marks, tooltip: tooltip, layer: place)
  }

  private func once(of lane: TrafficChart.Lane, _ bar: Int) -> Int? {
    lane.once.map { once in groups[bar].reduce(0) { $0 + once[$1] } }
  }

  /// A line across each bar that moved something.
  private func onceLines(of lane: TrafficChart.Lane, _ bytes: ByteAxis) -> [Mark] {
    groups.indices.compactMap { index in
      guard let once = once(of: lane, index), once > 0 else { return nil }
      let (x, y) = (left + slot * Double(index), bytes(once))
      return .line(Point(x, y), Point(x + slot, y), Stroke(.text, width: 1.5))
    }
  }

  private func caption(of lane: TrafficChart.Lane, above plot: Box) -> [Mark] {
    let y = plot.y - 9
    let name = Label(lane.name, at: Point(plot.x, y), size: 13, isBold: true)
    let measure = Label(
      chart.measure(of: lane), at: Point(plot.right, y), anchor: .end, size: 12, isBold: true)
    let noteLeft = name.bounds.right + 10
    let note = TextMetrics.fitting(
      chart.note(on: lane), width: measure.bounds.x - 10 - noteLeft, size: 11)
    let label = note.map { Label($0, at: Point(noteLeft, y), size: 11, ink: .muted) }
    return [.label(name), .label(measure)] + (label.map { [.label($0)] } ?? [])
  }

  // MARK: Names

  private func name(of bar: Int) -> String {
    let group = groups[bar]
    let first = chart.layers[group.lowerBound].name
    return group.count == 1 ? first : "\(first) to \(chart.layers[group.upperBound - 1].name)"
  }

  private func namesOfHighest(_ boxes: [Box], _ totals: [Int], _ plot: Box) -> [Mark] {
    guard !namesFit else { return [] }
    var placer = LabelPlacer(in: plot, avoiding: boxes, margin: 1.5)
    let highest = boxes.indices.filter { totals[$0] > 0 }
      .sorted { (totals[$1], $0) < (totals[$0], $1) }
    for index in highest.prefix(4) {
      let (box, y) = (boxes[index], boxes[index].y - 4)
      placer.place([
        Label(name(of: index), at: Point(box.middle.x, y), anchor: .middle, size: 10),
        Label(name(of: index), at: Point(box.x, y), size: 10),
        Label(name(of: index), at: Point(box.right, y), anchor: .end, size: 10),
      ])
    }
    return placer.placed.map { .label($0) }
  }

  private var names: [Mark] {
    guard namesFit else { return [] }
    return groups.indices.compactMap { bar in
      TextMetrics.fittingLayer(name(of: bar), width: slot - 4, size: 11).map {
        let place = Point(left + slot * (Double(bar) + 0.5), bottom + 15)
        return .label(Label($0, at: place, anchor: .middle, size: 11))
      }
    }
  }

  private var axis: [Mark] {
    let count = chart.layers.count
    let joined =
      groups.count < count ? ", each bar the sum of up to \(groups[0].count)" : ""
    let text =
      (count == 1 ? "1 layer that moves bytes" : "\(count) layers that move bytes")
      + ", in order of execution\(joined)"
    let place = Point((left + right) / 2, axisBottom - 7)
    return [.label(Label(text, at: place, anchor: .middle, ink: .muted))]
  }
}
