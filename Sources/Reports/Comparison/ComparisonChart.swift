/// "Where does the difference come from?": runs as bars by cause, and their stages side by side.
public struct ComparisonChart: Chart {
  /// A run as a whole.
  public struct Run: Hashable, Sendable {
    /// What its columns are marked with, such as `A`.
    public var letter: String
    public var name: String
    /// Seconds an image by cause, in the order of the chart's causes.
    public var times: [Double]

    public init(letter: String, name: String, times: [Double]) {
      self.letter = letter
      self.name = name
      self.times = times
    }

    var total: Double { times.reduce(0, +) }
  }

  /// A stage in all runs.
  public struct Stage: Hashable, Sendable {
    public var name: String
    /// For each run, seconds an image by cause.
    public var times: [[Double]]

    public init(name: String, times: [[Double]]) {
      self.name = name
      self.times = times
    }
  }

  public var causes: [BottleneckChart.Cause]
  public var runs: [Run]
  public var stages: [Stage]

  public init(causes: [BottleneckChart.Cause], runs: [Run], stages: [Stage]) {
    self.causes = causes
    self.runs = runs
    self.stages = stages
  }

  public func drawing() -> Drawing {
    let layout = ComparisonLayout(chart: self)
    let title = "Where does the difference come from?"
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: "time for one image, by cause") + layout.marks)
  }

  var summary: String {
    runs.map { run in
      let shares = causes.indices.filter { run.times[$0] > 0 }
        .sorted { run.times[$0] > run.times[$1] }
        .map { "\(causes[$0].name) \(NumberText.percent(run.times[$0] / run.total))" }
      return "\(run.name): \(NumberText.si(run.total, unit: "s")), "
        + shares.joined(separator: ", ") + "."
    }.joined(separator: " ")
  }
}
