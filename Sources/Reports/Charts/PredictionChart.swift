/// "How well do predictions fit?": each prediction against what was measured, on equal logarithmic
/// axes, with a band of ±20 %.
public struct PredictionChart: Chart {
  /// One measurement.
  public struct Dot: Hashable, Sendable {
    public var name: String
    public var measuredSeconds: Double
    public var predictedSeconds: Double
    public var ink: Ink

    public init(name: String, measuredSeconds: Double, predictedSeconds: Double, ink: Ink) {
      self.name = name
      self.measuredSeconds = measuredSeconds
      self.predictedSeconds = predictedSeconds
      self.ink = ink
    }
  }

  /// What a colour stands for.
  public struct Group: Hashable, Sendable {
    public var name: String
    public var ink: Ink

    public init(name: String, ink: Ink) {
      self.name = name
      self.ink = ink
    }
  }

  public var subject: String
  public var groups: [Group]
  /// Measurements of positive duration; others have no place on the chart.
  public var dots: [Dot]

  public init(subject: String, groups: [Group], dots: [Dot]) {
    self.subject = subject
    self.groups = groups
    self.dots = dots.filter {
      $0.measuredSeconds > 0 && $0.predictedSeconds > 0 && $0.measuredSeconds.isFinite
        && $0.predictedSeconds.isFinite
    }
  }

  /// Predictions between 0.8 and 1.2 times what was measured.
  public var countWithinBand: Int {
    dots.filter { abs($0.predictedSeconds - $0.measuredSeconds) <= 0.2 * $0.measuredSeconds }.count
  }

  public func drawing() -> Drawing {
    let title = "How well do predictions fit?"
    let description =
      "\(subject): \(countWithinBand) of \(dots.count) predictions lie within 20 % of what was "
      + "measured."
    return Drawing(
      width: ChartFrame.width, height: PredictionLayout.height, title: title,
      description: description,
      marks: ChartFrame.heading(title, subject: description)
        + PredictionLayout(chart: self).marks)
  }
}

/// Where the parts of a prediction chart go.
struct PredictionLayout {
  static let height = 720.0
  private static let plot = Box(x: 110, y: ChartFrame.top + 26, width: 560, height: 560)

  let chart: PredictionChart
  private let measured: LogScale
  private let predicted: LogScale

  init(chart: PredictionChart) {
    self.chart = chart
    let plot = Self.plot
    let seconds = chart.dots.flatMap { [$0.measuredSeconds, $0.predictedSeconds] }
    measured = LogScale(holding: seconds, from: plot.x, to: plot.right)
    predicted = LogScale(holding: seconds, from: plot.bottom, to: plot.y)
  }

  var marks: [Mark] {
    grid + [line(1, Stroke(.text, width: 1.5))]
      + [0.8, 1.2].map { line($0, Stroke(.muted, width: 1, isDashed: true)) }
      + chart.dots.map(mark) + legend + axisTitles
  }

  private var grid: [Mark] {
    let plot = Self.plot
    return measured.ticks(about: 7).flatMap { value -> [Mark] in
      let (x, y) = (measured(value), predicted(value))
      let text = NumberText.si(value, unit: "s")
      return [
        .line(Point(plot.x, y), Point(plot.right, y), Stroke(.grid)),
        .line(Point(x, plot.y), Point(x, plot.bottom), Stroke(.grid)),
        .label(
          Label(text, at: Point(plot.x - 6, y + 4), anchor: .end, size: 11, ink: .muted)),
        .label(
          Label(text, at: Point(x, plot.bottom + 17), anchor: .middle, size: 11, ink: .muted)),
      ]
    }
  }

  /// The predictions that are `factor` times the measurements, from edge to edge of the plot.
  private func line(_ factor: Double, _ stroke: Stroke) -> Mark {
    let values = measured.ticks(about: 1000)
    let (low, high) = (values.first ?? 1, values.last ?? 10)
    let from = max(low, low / factor)
    let to = min(high, high / factor)
    return .line(
      Point(measured(from), predicted(from * factor)), Point(measured(to), predicted(to * factor)),
      stroke)
  }

  private func mark(of dot: PredictionChart.Dot) -> Mark {
    let place = Point(measured(dot.measuredSeconds), predicted(dot.predictedSeconds))
    let tooltip =
      "\(dot.name): \(NumberText.si(dot.predictedSeconds, unit: "s")) predicted, "
      + "\(NumberText.si(dot.measuredSeconds, unit: "s")) measured"
    return .group([.disc(place, radius: 3.5, fill: dot.ink, opacity: 0.7)], tooltip: tooltip)
  }

  private var legend: [Mark] {
    chart.groups.enumerated().flatMap { index, group -> [Mark] in
      let y = Self.plot.y + 14 + 18 * Double(index)
      return [
        .disc(Point(Self.plot.right + 20, y - 4), radius: 5, fill: group.ink),
        .label(Label(group.name, at: Point(Self.plot.right + 32, y), size: 11)),
      ]
    }
  }

  private var axisTitles: [Mark] {
    [
      .label(
        Label(
          "measured; upwards: predicted; dashed: ±20 %",
          at: Point(Self.plot.middle.x, Self.plot.bottom + 38), anchor: .middle, size: 12))
    ]
  }
}
