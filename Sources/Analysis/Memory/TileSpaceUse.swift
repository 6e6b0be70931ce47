import Simulation

/// The part of the scratchpad that a layer streams tiles of one kind through, and when.
public struct TileSpaceUse: Sendable {
  public let layer: Int
  public let content: BufferUse.Content
  /// Byte addresses of all its tile buffers.
  public internal(set) var range: Range<Int>
  /// In cycles, from the first tile's first use to the last tile's last.
  public internal(set) var life: Range<Int>

  /// By layer, in the order in which the layers' buffers retire.
  static func all(in simulation: Simulation) -> [TileSpaceUse] {
    var uses: [TileSpaceUse] = []
    for buffer in simulation.buffers
    where buffer.memory == .scratchpad && buffer.content != .tensor && buffer.first >= 0 {
      let life = buffer.life(in: simulation.trace)
      if let last = uses.last, last.layer == buffer.layer, last.content == buffer.content {
        uses[uses.count - 1].range = last.range.hull(with: buffer.range)
        uses[uses.count - 1].life = last.life.hull(with: life)
      } else {
        uses.append(
          TileSpaceUse(
            layer: buffer.layer, content: buffer.content, range: buffer.range, life: life))
      }
    }
    return uses
  }
}

extension Range<Int> {
  /// The smallest range that holds both.
  fileprivate func hull(with other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
