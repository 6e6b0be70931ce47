/// Where the parts of a roofline go.
struct RooflineLayout {
  private static let plot = Box(
    x: 84, y: ChartFrame.top + 26, width: ChartFrame.width - 84 - 26, height: 324)

  let chart: RooflineChart
  private let intensity: LogScale
  private let rate: LogScale

  init(chart: RooflineChart) {
    self.chart = chart
    let plot = Self.plot
    let finiteRidge = chart.ridge > 0 && chart.ridge.isFinite ? [chart.ridge * 3] : []
    intensity = LogScale(
      holding: chart.dots.map(\.intensity) + finiteRidge, from: plot.x, to: plot.right)
    rate = LogScale(
      holding: chart.dots.map(\.rate) + [chart.peak], from: plot.bottom, to: plot.y)
  }

  var height: Double { 470 + 16 * Double(chart.notes.count) }

  var marks: [Mark] {
    let dots = chart.dots.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
    return grid + roofs.map { .polyline($0, Stroke(.text, width: 2)) } + dots.map(mark)
      + legend + names(of: dots) + axisTitles
  }

  private var grid: [Mark] {
    let plot = Self.plot
    let across = rate.ticks(about: 7).flatMap { value -> [Mark] in
      let y = rate(value)
      return [
        .line(Point(plot.x, y), Point(plot.right, y), Stroke(.grid)),
        tick(NumberText.si(value, unit: "OP/s"), at: Point(plot.x - 6, y + 4), .end),
      ]
    }
    let down = intensity.ticks(about: 9).flatMap { value -> [Mark] in
      let x = intensity(value)
      return [
        .line(Point(x, plot.y), Point(x, plot.bottom), Stroke(.grid)),
        tick(count(value), at: Point(x, plot.bottom + 17), .middle),
      ]
    }
    return across + down
  }

  /// A power of ten in few characters: `0.1`, `100k`.
  private func count(_ value: Double) -> String {
    let prefix = value < 1 ? SIPrefix.none : SIPrefix.fitting(value)
    return NumberText.short(value / prefix.factor) + prefix.symbol
  }

  private func tick(_ text: String, at place: Point, _ anchor: Label.Anchor) -> Mark {
    .label(Label(text, at: place, anchor: anchor, size: 11, ink: .muted))
  }

  /// The slanted roof of bandwidth, cut where it leaves the plot, and the flat one of the peak.
  private var roofs: [[Point]] {
    let plot = Self.plot
    let top = rate(chart.peak)
    guard chart.bandwidth.isFinite, chart.bandwidth > 0 else {
      return [[Point(plot.x, top), Point(plot.right, top)]]
    }
    let ridge = Point(intensity(chart.ridge), top)
    let lowest = power(intensity.lowestPower)
    let atLeft = lowest * chart.bandwidth
    let foot =
      atLeft >= power(rate.lowestPower)
      ? Point(plot.x, rate(atLeft))
      : Point(intensity(power(rate.lowestPower) / chart.bandwidth), plot.bottom)
    return [[foot, ridge, Point(plot.right, top)]]
  }

  private func power(_ exponent: Int) -> Double {
    exponent < 0
      ? (0..<(-exponent)).reduce(1) { value, _ in value / 10 }
      : (0..<exponent).reduce(1) { value, _ in value * 10 }
  }

  private func place(of dot: RooflineChart.Dot) -> Point {
    Point(intensity(dot.intensity), rate(dot.rate))
  }

  /// The area is in proportion to the share of time, from a visible least.
  private func radius(of dot: RooflineChart.Dot) -> Double {
    (9 + 900 * max(dot.share, 0)).squareRoot()
  }

  private func mark(of dot: RooflineChart.Dot) -> Mark {
    let tooltip =
      "\(dot.name): \(NumberText.short(dot.intensity)) operations a byte, "
      + "\(NumberText.si(dot.rate, unit: "OP/s")), \(NumberText.percent(dot.share)) of the time, "
      + dot.verdict
    return .group(
      [.disc(place(of: dot), radius: radius(of: dot), fill: dot.ink, opacity: 0.75)],
      tooltip: tooltip, layer: dot.layer)
  }

  /// What the colours say, in order of the time that they stand for.
  private var legend: [Mark] {
    var entries: [(verdict: String, ink: Ink, share: Double)] = []
    for dot in chart.dots {
      if let index = entries.firstIndex(where: { $0.verdict == dot.verdict }) {
        entries[index].share += dot.share
      } else {
        entries.append((dot.verdict, dot.ink, dot.share))
      }
    }
    entries.sort { ($1.share, $0.verdict) < ($0.share, $1.verdict) }
    var left = Self.plot.x
    var marks: [Mark] = []
    for entry in entries {
      let text = "\(entry.verdict) \(NumberText.percent(entry.share))"
      let label = Label(text, at: Point(left + 14, ChartFrame.top + 9), size: 11)
      guard label.bounds.right <= ChartFrame.width - ChartFrame.margin else { break }
      marks.append(.disc(Point(left + 5, ChartFrame.top + 5), radius: 5, fill: entry.ink))
      marks.append(.label(label))
      left = label.bounds.right + 16
    }
    let rest = 1 - entries.reduce(0) { $0 + $1.share }
    let label = Label(
      "not shown \(NumberText.percent(rest))", at: Point(left, ChartFrame.top + 9), size: 11,
      ink: .muted)
    if !entries.isEmpty, rest > 0.005, label.bounds.right <= ChartFrame.width - ChartFrame.margin {
      marks.append(.label(label))
    }
    return marks
  }

  /// The roofs' names, then those of the eight layers that take longest and find room.
  private func names(of dots: [RooflineChart.Dot]) -> [Mark] {
    let obstacles = dots.map { dot -> Box in
      let (middle, radius) = (place(of: dot), radius(of: dot))
      return Box(
        x: middle.x - radius, y: middle.y - radius, width: 2 * radius, height: 2 * radius)
    }
    var placer = LabelPlacer(in: Self.plot, avoiding: obstacles + roofBoxes, margin: 1)
    placer.place(peakNames)
    for dot in dots.prefix(40) where placer.placed.count <= 8 {
      let (middle, radius) = (place(of: dot), radius(of: dot))
      let options: [(Point, Label.Anchor)] = [
        (Point(middle.x + radius + 4, middle.y + 4), .start),
        (Point(middle.x - radius - 4, middle.y + 4), .end),
        (Point(middle.x, middle.y - radius - 5), .middle),
        (Point(middle.x, middle.y + radius + 12), .middle),
      ]
      placer.place(options.map { Label(dot.name, at: $0.0, anchor: $0.1, size: 11) })
    }
    return placer.placed.map { .label($0) }
  }

  /// Small boxes along the roofs, for names to keep off them.
  private var roofBoxes: [Box] {
    roofs.flatMap { roof in
      zip(roof, roof.dropFirst()).flatMap { from, to -> [Box] in
        let (width, height) = (to.x - from.x, to.y - from.y)
        let steps = max(Int(max(width.magnitude, height.magnitude) / 4), 1)
        return (0...steps).map { step in
          let part = Double(step) / Double(steps)
          return Box(
            x: from.x + width * part - 1.5, y: from.y + height * part - 1.5, width: 3, height: 3)
        }
      }
    }
  }

  private var peakNames: [Label] {
    let text = "peak \(NumberText.si(chart.peak, unit: "OP/s"))"
    let y = rate(chart.peak)
    return [y - 6, y + 15].map {
      Label(text, at: Point(Self.plot.right - 4, $0), anchor: .end, size: 12, isBold: true)
    }
  }

  private var axisTitles: [Mark] {
    let bandwidth =
      chart.bandwidth.isFinite
      ? "; slanted roof: DRAM at \(NumberText.si(chart.bandwidth, unit: "B/s"))" : ""
    let text = "operations for each byte of DRAM traffic\(bandwidth); a dot's area is its time"
    let label = Label(
      text, at: Point(Self.plot.middle.x, Self.plot.bottom + 38), anchor: .middle, size: 12)
    let notes = chart.notes.enumerated().map { index, note in
      Mark.label(
        Label(
          note, at: Point(Self.plot.middle.x, Self.plot.bottom + 38 + 16 * Double(index + 1)),
          anchor: .middle, size: 11, ink: .muted))
    }
    return [.label(label)] + notes
  }
}
