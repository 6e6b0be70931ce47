/// "What lies in memory, and when?": tensors and tiles as rectangles of address by time.
public struct MemoryChart: Chart {
  /// Something that takes a range of bytes for a while.
  public struct Tenant: Hashable, Sendable {
    public var name: String
    /// What kind of tenant it is, an index into the chart's `kinds`.
    public var kind: Int
    /// Seconds.
    public var life: Range<Double>
    /// Byte addresses.
    public var range: Range<Int>
    /// More for its tooltip; empty if nothing needs saying.
    public var note: String

    public init(name: String, kind: Int, life: Range<Double>, range: Range<Int>, note: String) {
      self.name = name
      self.kind = kind
      self.life = life
      self.range = range
      self.note = note
    }
  }

  /// One memory.
  public struct Memory: Hashable, Sendable {
    public var name: String
    public var note: String
    /// Bytes, or `nil` for a memory without a limit that matters.
    public var capacity: Int?
    public var tenants: [Tenant]

    public init(name: String, note: String, capacity: Int?, tenants: [Tenant]) {
      self.name = name
      self.note = note
      self.capacity = capacity
      self.tenants = tenants
    }

    /// The address after the highest byte ever taken.
    public var peak: Int { tenants.map(\.range.upperBound).max() ?? 0 }
  }

  public var subject: String
  /// The length of the run in seconds.
  public var duration: Double
  /// Stages in order of their start, without overlap.
  public var stages: [TimelineChart.Stage]
  /// What the tenants of one colour have in common.
  public var kinds: [LegendEntry]
  public var memories: [Memory]
  /// What else is to be known, a line each, beneath the plots.
  public var notes: [String]

  public init(
    subject: String, duration: Double, stages: [TimelineChart.Stage], kinds: [LegendEntry],
    memories: [Memory], notes: [String] = []
  ) {
    self.subject = subject
    self.duration = duration
    self.stages = stages
    self.kinds = kinds
    self.memories = memories
    self.notes = notes
  }

  public func drawing() -> Drawing {
    let title = "What lies in memory, and when?"
    let layout = MemoryLayout(chart: self)
    let counts = memories.map { "\($0.tenants.count) tenants in \($0.name), \($0.note)" }
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: title,
      description: "\(subject): " + (counts + notes).joined(separator: "; ") + ".",
      marks: ChartFrame.heading(title, subject: subject) + layout.marks)
  }
}
