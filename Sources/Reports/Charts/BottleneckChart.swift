/// "What does each layer wait for?": each layer's time, divided by cause.
public struct BottleneckChart: Chart {
  /// Something that time is spent on, such as `weight stall`.
  public struct Cause: Hashable, Sendable {
    public var name: String
    public var ink: Ink

    public init(name: String, ink: Ink) {
      self.name = name
      self.ink = ink
    }
  }

  /// One layer.
  public struct Bar: Hashable, Sendable {
    public var name: String
    public var stage: String
    /// A verdict in words, such as `weight-bandwidth-bound`.
    public var verdict: String
    /// Seconds by cause, in the order of the chart's causes.
    public var times: [Double]

    public init(name: String, stage: String, verdict: String, times: [Double]) {
      self.name = name
      self.stage = stage
      self.verdict = verdict
      self.times = times
    }

    var total: Double { times.reduce(0, +) }
  }

  public enum Unit: Sendable {
    case seconds
    case joules

    var symbol: String { self == .seconds ? "s" : "J" }

    /// The question that the chart answers.
    var title: String {
      self == .seconds
        ? "What does each layer spend its time on?" : "What does each layer spend energy on?"
    }

    /// What layers with a bar do.
    var verb: String { self == .seconds ? "take time" : "take energy" }
    var verbOfOne: String { self == .seconds ? "takes time" : "takes energy" }
    /// What the sentences beneath are: what costs most, or what no figure is known for.
    var findings: String { self == .seconds ? "Look here first" : "Not in these figures" }
    var longest: String { self == .seconds ? "longest first" : "most first" }
  }

  public enum Order: Sendable {
    /// As the layers run, banded by stage.
    case execution
    /// The longest first.
    case time
  }

  public var subject: String
  public var causes: [Cause]
  public var bars: [Bar]
  public var order: Order
  /// What to look at first, in words, the most important first.
  public var findings: [String]
  /// What the bars are together.
  public var sumName = "whole run"
  /// What the bars measure: seconds, or joules.
  public var unit = Unit.seconds

  public init(
    subject: String, causes: [Cause], bars: [Bar], order: Order = .execution,
    findings: [String] = []
  ) {
    self.subject = subject
    self.causes = causes
    self.bars = bars
    self.order = order
    self.findings = findings
  }

  public func drawing() -> Drawing {
    let layout = BottleneckLayout(chart: self)
    let title = unit.title
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: subject) + layout.marks)
  }

  /// Seconds by cause over all layers.
  var totals: [Double] {
    causes.indices.map { cause in bars.reduce(0) { $0 + $1.times[cause] } }
  }

  var summary: String {
    let totals = totals
    let all = totals.reduce(0, +)
    let shares = causes.indices.filter { totals[$0] > 0 }.sorted { totals[$0] > totals[$1] }
      .map { "\(causes[$0].name) \(NumberText.percent(totals[$0] / all))" }
    return "\(subject): \(shares.joined(separator: ", ")). " + findings.joined(separator: " ")
  }
}
