import LayerGraph

/// A box of a feature map, in the coordinates of the whole map.
public struct Region: Hashable, Sendable {
  public let channels: Range<Int>
  public let rows: Range<Int>
  public let columns: Range<Int>

  public init(channels: Range<Int>, rows: Range<Int>, columns: Range<Int>) {
    self.channels = channels
    self.rows = rows
    self.columns = columns
  }

  /// The whole of a map.
  public init(_ shape: Shape) {
    self.init(
      channels: 0..<shape.channels, rows: 0..<shape.height, columns: 0..<shape.width)
  }

  public var elements: Int { channels.count * rows.count * columns.count }

  public var isEmpty: Bool { channels.isEmpty || rows.isEmpty || columns.isEmpty }

  public func contains(_ other: Region) -> Bool {
    other.isEmpty
      || (channels.contains(other.channels) && rows.contains(other.rows)
        && columns.contains(other.columns))
  }
}

extension Region: CustomStringConvertible {
  public var description: String { "channels \(channels), rows \(rows), columns \(columns)" }
}
