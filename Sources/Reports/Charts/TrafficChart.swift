/// "Where do the bytes go?": what each layer moved at each level of the memory hierarchy.
public struct TrafficChart: Chart {
  /// One layer.
  public struct Layer: Hashable, Sendable {
    public var name: String
    public var stage: String
    /// Multiply-accumulates.
    public var macs: Int
    /// What links it with the same layer elsewhere in a page.
    public var place: Int?

    public init(name: String, stage: String, macs: Int, place: Int? = nil) {
      self.name = name
      self.stage = stage
      self.macs = macs
      self.place = place
    }
  }

  /// A level of the memory hierarchy.
  public struct Lane: Hashable, Sendable {
    public var name: String
    /// For each layer, bytes by kind, in the order of the chart's kinds.
    public var bytes: [[Int]]
    /// For each layer, the bytes of what it moved if each tensor had been moved once; `nil` for a
    /// level without such a bound.
    public var once: [Int]?

    public init(name: String, bytes: [[Int]], once: [Int]?) {
      self.name = name
      self.bytes = bytes
      self.once = once
    }

    var total: Int { bytes.reduce(0) { $0 + $1.reduce(0, +) } }
  }

  /// The question that the chart answers.
  public static let title = "Where do the bytes go?"

  public var subject: String
  /// What bytes hold, such as `weights`.
  public var kinds: [LegendEntry]
  /// In order of execution.
  public var layers: [Layer]
  /// The outermost level first.
  public var lanes: [Lane]
  /// The tensors that moved most, in words.
  public var findings: [String]

  public init(
    subject: String, kinds: [LegendEntry], layers: [Layer], lanes: [Lane], findings: [String] = []
  ) {
    self.subject = subject
    self.kinds = kinds
    self.layers = layers
    self.lanes = lanes
    self.findings = findings
  }

  public func drawing() -> Drawing {
    let layout = TrafficLayout(chart: self)
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: Self.title, description: summary,
      marks: ChartFrame.heading(Self.title, subject: subject) + layout.marks)
  }

  /// The bytes of a lane by kind.
  func totals(of lane: Lane) -> [Int] {
    kinds.indices.map { kind in lane.bytes.reduce(0) { $0 + $1[kind] } }
  }

  /// What a lane's bytes hold, and how often it moved each.
  func note(on lane: Lane) -> String {
    let totals = totals(of: lane)
    let all = totals.reduce(0, +)
    guard all > 0 else { return "nothing moves" }
    let shares = kinds.indices.filter { totals[$0] > 0 }
      .map { "\(kinds[$0].name) \(NumberText.percent(Double(totals[$0]) / Double(all)))" }
    let least = lane.once?.reduce(0, +) ?? 0
    guard least > 0 else { return shares.joined(separator: ", ") }
    let times = NumberText.short(Double(all) / Double(least))
    return (shares + [times == "1" ? "each byte once" : "each byte \(times) times"])
      .joined(separator: ", ")
  }

  /// A lane's bytes, and the work that each of them serves.
  func measure(of lane: Lane) -> String {
    let total = lane.total
    let macs = layers.reduce(0) { $0 + $1.macs }
    let amount = NumberText.memory(bytes: total)
    guard total > 0, macs > 0 else { return amount }
    return "\(amount), \(NumberText.short(Double(macs) / Double(total))) MACs a byte"
  }

  /// The lanes in words.
  var summary: String {
    let lanes = lanes.map { "\($0.name) \(measure(of: $0)) (\(note(on: $0)))" }
    return "\(subject). \(lanes.joined(separator: "; ")). " + findings.joined(separator: " ")
  }
}
