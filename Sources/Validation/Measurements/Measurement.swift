import Hardware
import LayerGraph

/// One published measurement.
public struct Measurement: Hashable, Sendable {
  /// The line of the file that it stands on.
  public let line: Int
  /// The key of the measured device.
  public let device: String
  /// The device as the source calls it; empty if the file doesn't say.
  public let board: String
  /// The network as the source calls it, and its key.
  public let network: String
  public let key: String
  /// The input's size, or `nil` if the source doesn't say.
  public let input: Spatial?
  public let batch: Int
  public let precision: String
  /// The library that ran the network.
  public let framework: String
  /// Threads of a CPU, or `nil` if the source doesn't say.
  public let threads: Int?
  /// "ms" for a batch, or "fps"; of a chip also "ms processing" without transfers, and "ms total".
  public let metric: String
  public let value: Double
  public let note: String

  /// Metrics that say how long a batch took.
  static let durations = ["ms", "ms processing", "ms total", "fps"]

  /// Seconds for the batch, or `nil` for a metric that is no duration.
  public var seconds: Double? {
    switch metric {
    case "ms", "ms processing", "ms total": value / 1e3
    case "fps" where value > 0: Double(batch) / value
    default: nil
    }
  }
}
