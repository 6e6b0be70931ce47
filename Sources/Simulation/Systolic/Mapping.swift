/// How a layer is cut into tiles, in which order they run, and how many are held on chip.
///
/// Partial sums stay in the accumulators: channel chunks and depth pieces are always the innermost
/// loops.
public struct Mapping: Hashable, Sendable {
  public enum Order: String, Sendable, CaseIterable {
    /// For each group of filters, all pixels.
    case filtersOuter = "filters-outer"
    /// For each group of pixels, all filters.
    case pixelsOuter = "pixels-outer"
  }

  /// Output tile: images × rows × columns pixels.
  public var images: Int
  public var rows: Int
  public var columns: Int
  /// Convolution groups in a tile.
  public var groups: Int
  /// Filters per group in a tile.
  public var filters: Int
  /// Input channels per group in an input tile.
  public var channels: Int
  /// Products per output element in a weight tile: a piece of channels × kernel positions.
  public var depth: Int
  public var order: Order
  /// Input tiles held at once; 2 is double buffering.
  public var inputSlots: Int
  /// Weight tiles held at once.
  public var weightSlots: Int
  /// Output tiles held at once in the accumulators, and in the staging buffer of the store.
  public var outputSlots: Int
}

/// A loop cut into equal pieces and a rest.
struct Cut {
  let extent: Int
  let piece: Int
  /// Pieces, the rest included.
  let count: Int

  init(extent: Int, piece: Int) {
    self.extent = extent
    self.piece = piece
    count = extent.dividedUp(by: piece)
  }

  func range(_ index: Int) -> Range<Int> {
    index * piece..<min(extent, (index + 1) * piece)
  }

  /// The whole pieces and the rest: each length with how often it occurs, perhaps never.
  var lengths: InlineArray<2, (length: Int, count: Int)> {
    [(piece, extent / piece), (extent % piece, extent % piece == 0 ? 0 : 1)]
  }
}

extension InlineArray<2, (length: Int, count: Int)> {
  /// Calls `body` with each length that occurs.
  func visit(_ body: (_ length: Int, _ count: Int) -> Void) {
    for index in 0..<2 where self[index].count > 0 { body(self[index].length, self[index].count) }
  }
}
