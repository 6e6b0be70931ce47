/// "Where does the time go?": how busy each part of the device is from start to end.
public struct TimelineChart: Chart {
  /// One part of the device, as a share of what it can do at most.
  public struct Lane: Hashable, Sendable {
    /// Such as `PE array`.
    public var name: String
    /// What is measured, such as `MACs per cycle`.
    public var measure: String
    /// What 100 % stands for, such as `34 GB/s`; empty if nothing needs saying.
    public var ceiling: String
    /// The share used, between 0 and 1, over equally long intervals of the run.
    public var samples: [Double]
    public var ink: Ink

    public init(name: String, measure: String, ceiling: String, samples: [Double], ink: Ink) {
      self.name = name
      self.measure = measure
      self.ceiling = ceiling
      self.samples = samples
      self.ink = ink
    }
  }

  /// A stage of the network and when it ran, in seconds.
  public struct Stage: Hashable, Sendable {
    public var name: String
    public var start: Double
    public var end: Double

    public init(name: String, start: Double, end: Double) {
      self.name = name
      self.start = start
      self.end = end
    }
  }

  /// What ran where, such as `cspdarknet53 on tpu-v1, batch 1`.
  public var subject: String
  /// The length of the run in seconds.
  public var duration: Double
  /// Stages in order of their start, without overlap.
  public var stages: [Stage]
  public var lanes: [Lane]

  public init(subject: String, duration: Double, stages: [Stage], lanes: [Lane]) {
    self.subject = subject
    self.duration = duration
    self.stages = stages
    self.lanes = lanes
  }

  public func drawing() -> Drawing {
    let layout = TimelineLayout(chart: self)
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: "Where does the time go?",
      description: summary,
      marks: ChartFrame.heading("Where does the time go?", subject: subject) + layout.marks)
  }

  /// The means in words.
  var summary: String {
    let means = lanes.map { "\($0.name) \(NumberText.percent(Samples.mean($0.samples)))" }
    return "\(subject): \(NumberText.si(duration, unit: "s")). Mean use: "
      + means.joined(separator: ", ") + "."
  }
}
