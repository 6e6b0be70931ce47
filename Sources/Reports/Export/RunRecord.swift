import Analysis

/// A run as its `summary.json` tells it: what charts and tables can be made from anew.
public struct RunRecord: Hashable, Sendable {
  /// A layer's part of the run.
  public struct Layer: Hashable, Sendable {
    public let name: String
    public let operation: String
    public let stage: String
    public let block: String
    /// Channels, height and width.
    public let output: [Int]
    /// Batch included.
    public let macs: Int
    /// Averaged over the arrays.
    public let cycles: Double
    public let seconds: Double
    public let utilisation: Double
    public let cause: String
    public let verdict: String
    public let dramRead: Int
    public let dramWritten: Int
    public let host: Int
    /// Seconds by cause, in the order of `Cause.allCases`.
    public let causes: [Double]
    /// By level of the memory hierarchy; empty in files of old versions.
    public let traffic: [MemoryLevel: RunTraffic.Part]
  }

  public let profile: String
  public let network: String
  public let batch: Int
  public let seconds: Double
  /// FLOPs a second of all arrays.
  public let peak: Double
  /// Bytes a second; infinite where DRAM doesn't limit.
  public let bandwidth: Double
  public let findings: [String]
  public internal(set) var layers: [Layer]
  /// The layers of the whole run, those among them that others hide and that take no time.
  let all: [Layer]
  /// `nil` in files of old versions.
  let traffic: RunTraffic?
  /// The parts of the device that the run's timeline shows; none in files of old versions.
  let lanes: [TimelineLane]
  /// When each stage held the arrays.
  let stages: [TimelineChart.Stage]

  /// Whether the layers are all that take time.
  private(set) var isWhole = true

  /// The run with some of its layers.
  func with(layers: [Layer]) -> RunRecord {
    var record = self
    record.layers = layers
    record.isWhole =
      layers.count { $0.seconds > 0 } == self.layers.count { $0.seconds > 0 }
    return record
  }
}
