import LayerGraph

/// A box of a layer's output (or, for a load, of its input): half-open ranges on each axis.
public struct TileRegion: Hashable, Sendable {
  public var images: Range<Int32>
  public var channels: Range<Int32>
  public var rows: Range<Int32>
  public var columns: Range<Int32>

  public init(images: Range<Int>, channels: Range<Int>, rows: Range<Int>, columns: Range<Int>) {
    self.images = TileRegion.narrow(images)
    self.channels = TileRegion.narrow(channels)
    self.rows = TileRegion.narrow(rows)
    self.columns = TileRegion.narrow(columns)
  }

  public static let none = TileRegion(images: 0..<0, channels: 0..<0, rows: 0..<0, columns: 0..<0)

  public var elements: Int { images.count * channels.count * rows.count * columns.count }

  /// Extents are at most `Limits.extent`, and linear inputs at most `Limits.product` elements, of
  /// which the low 31 bits are kept: only replay reads them, on networks that fit into memory.
  private static func narrow(_ range: Range<Int>) -> Range<Int32> {
    Int32(clamping: range.lowerBound)..<Int32(clamping: range.upperBound)
  }
}

/// What a task does to data; replay executes it.
public struct TileWork: Hashable, Sendable {
  /// Of the output for compute, vector and store; of the input for a load of input; for a load of
  /// weights the filters (as channels).
  public var region: TileRegion
  /// Products per output element: a piece of (channels × kernel positions) of one group, in the
  /// order of the weights (channel by channel).
  public var depth: Range<Int> = 0..<0
  /// Which of the layer's inputs a load fetches.
  public var operand = 0
  /// Byte address read, or -1 if the data lies in the layer's own storage.
  public var source = -1
  /// Byte address of the weight tile read.
  public var weights = -1
  /// Byte address written, or -1 if it is the layer's own storage.
  public var destination = -1
  /// Byte address in the accumulators.
  public var accumulator = -1

  /// Whether a store reads sums and finishes them on their way.
  public var finishesSums: Bool { source < 0 && accumulator >= 0 }
}
