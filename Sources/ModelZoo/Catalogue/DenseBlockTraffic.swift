/// The elements a pixel that the layers of one dense block read and append, by the formulas of the
/// CSPNet paper (section 3.1).
///
/// A block of m layers of growth d on c channels costs c·m + (m² + m)·d/2, and its half
/// (c·m + (m² + m)·d)/2: only the first term shrinks. Neither counts the maps between a layer's own
/// convolutions.
public struct DenseBlockTraffic: Hashable, Sendable {
  /// c: the channels that come into the stage.
  public let channels: Int
  /// d: the channels that a layer appends.
  public let growth: Int
  /// m
  public let layers: Int

  public init(channels: Int, growth: Int, layers: Int) {
    self.channels = channels
    self.growth = growth
    self.layers = layers
  }

  /// Of a block that reads all channels.
  public var whole: Int { channels * layers + (layers * layers + layers) * growth / 2 }

  /// Of a block that half the channels bypass, rounded down.
  public var half: Int { (channels * layers + (layers * layers + layers) * growth) / 2 }

  /// 1 − half / whole: what the paper's formulas promise of a split in half.
  public var saving: Double {
    whole > 0 ? Double(channels * layers) / Double(2 * whole) : 0
  }
}
