/// Where the parts of a timeline go.
struct TimelineLayout {
  private static let laneHeight = 56.0
  private static let laneGap = 32.0
  private static let stepWidth = 2.0

  let chart: TimelineChart
  private let left = 54.0
  private let right = ChartFrame.width - ChartFrame.margin
  private let stripTop = ChartFrame.top

  init(chart: TimelineChart) { self.chart = chart }

  private var time: LinearScale { LinearScale(0, chart.duration, from: left, to: right) }
  private var firstLane: Double { stripTop + StageStrip.height + Self.laneGap - 4 }
  private var bottom: Double {
    firstLane + Double(chart.lanes.count) * (Self.laneHeight + Self.laneGap) - Self.laneGap
  }
  var height: Double { bottom + 48 }

  var marks: [Mark] {
    let strip = StageStrip(
      sections: chart.stages.map {
        StageStrip.Section(name: $0.name, left: time($0.start), right: time($0.end))
      }, top: stripTop, bottom: bottom)
    return strip.bands + strip.strip + chart.lanes.indices.flatMap(lane) + timeAxis + hovers
  }

  private func area(of lane: Int) -> Box {
    Box(
      x: left, y: firstLane + Double(lane) * (Self.laneHeight + Self.laneGap),
      width: right - left, height: Self.laneHeight)
  }

  private func lane(_ index: Int) -> [Mark] {
    let lane = chart.lanes[index]
    let area = area(of: index)
    let share = LinearScale(0, 1, from: area.bottom, to: area.y)
    let values = Samples.resampled(lane.samples, to: Int(area.width / Self.stepWidth))
    let steps = Steps(
      left: area.x, stepWidth: area.width / Double(max(values.count, 1)),
      tops: values.map { share(min(max($0, 0), 1)) }, base: area.bottom)
    let mean = share(min(max(Samples.mean(lane.samples), 0), 1))
    return shareAxis(share, across: area)
      + [
        .steps(steps, fill: lane.ink, opacity: 0.85),
        .line(Point(area.x, mean), Point(area.right, mean), Stroke(.text, isDashed: true)),
        .line(
          Point(area.x, area.bottom), Point(area.right, area.bottom), Stroke(.axis)),
      ] + captions(of: lane, above: area)
  }

  private func shareAxis(_ share: LinearScale, across area: Box) -> [Mark] {
    [(0.0, "0"), (0.5, "50"), (1.0, "100 %")].flatMap { value, text -> [Mark] in
      let y = share(value)
      let label = Label(
        text, at: Point(area.x - 6, y + 4), anchor: .end, size: 11, ink: .muted)
      return [.line(Point(area.x, y), Point(area.right, y), Stroke(.grid)), .label(label)]
    }
  }

  /// The lane's name at the left and its mean at the right.
  private func captions(of lane: TimelineChart.Lane, above area: Box) -> [Mark] {
    let baseline = area.y - 7
    let name = Label(lane.name, at: Point(area.x, baseline), size: 13, isBold: true)
    let mean = Label(
      "mean " + NumberText.percent(Samples.mean(lane.samples)),
      at: Point(area.right, baseline), anchor: .end, size: 13, isBold: true)
    let ceiling = lane.ceiling.isEmpty ? "" : ", 100 % = \(lane.ceiling)"
    let noteLeft = name.bounds.right + 10
    let note = TextMetrics.fitting(
      lane.measure + ceiling, width: mean.bounds.x - 10 - noteLeft, size: 11)
    let noteMark = note.map {
      Mark.label(Label($0, at: Point(noteLeft, baseline), size: 11, ink: .muted))
    }
    return [.label(name), .label(mean)] + (noteMark.map { [$0] } ?? [])
  }

  private var timeAxis: [Mark] {
    TimeAxis(
      duration: chart.duration, left: left, right: right, top: bottom, height: height - bottom
    ).marks
  }

  /// Invisible boxes that tell, on hovering, what a stage did.
  private var hovers: [Mark] {
    chart.stages.map { stage in
      let box = Box(
        x: time(stage.start), y: firstLane, width: time(stage.end) - time(stage.start),
        height: bottom - firstLane)
      let length = NumberText.si(stage.end - stage.start, unit: "s")
      let start = NumberText.si(stage.start, unit: "s")
      let shares = chart.lanes.map { "\n\($0.name) \(NumberText.percent(mean(of: $0, in: stage)))" }
      let tooltip = "\(stage.name): \(length) from \(start)" + shares.joined()
      return .group([.box(box, fill: .background, opacity: 0)], tooltip: tooltip)
    }
  }

  private func mean(of lane: TimelineChart.Lane, in stage: TimelineChart.Stage) -> Double {
    let perSecond = Double(lane.samples.count) / chart.duration
    return Samples.mean(
      lane.samples, from: stage.start * perSecond, to: stage.end * perSecond)
  }
}
