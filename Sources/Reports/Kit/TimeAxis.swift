/// An axis of time beneath a plot, in the unit that suits the run.
struct TimeAxis {
  /// Seconds.
  let duration: Double
  let left: Double
  let right: Double
  /// The bottom of the plot.
  let top: Double
  /// The room beneath it.
  let height: Double

  var marks: [Mark] {
    let prefix = SIPrefix.fitting(duration)
    let scale = LinearScale(0, duration / prefix.factor, from: left, to: right)
    let ticks = scale.ticks(about: 8)
    var placer = LabelPlacer(
      in: Box(x: 0, y: top, width: ChartFrame.width, height: height), margin: 4)
    for value in ticks.values {
      let place = Point(scale(value), top + 17)
      placer.place([
        Label(ticks.text(value), at: place, anchor: .middle, size: 11, ink: .muted)
      ])
    }
    let title = Point((left + right) / 2, top + 36)
    placer.place([Label("time (\(prefix.symbol)s)", at: title, anchor: .middle)])
    return ticks.values.map {
      .line(Point(scale($0), top), Point(scale($0), top + 4), Stroke(.axis))
    } + placer.placed.map { .label($0) }
  }
}
