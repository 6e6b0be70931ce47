import Hardware
import LayerGraph

/// How a layer is cut into passes of a row-stationary array.
///
/// Output tiles hold `filters` × `images` × `rows` × `columns` partial sums in the buffer. For each
/// piece of channels an input tile is loaded, and passes over the tile's filters follow.
struct RowStationaryMapping: Hashable {
  /// Output tile: images × rows × columns pixels of some filters of one group.
  var images: Int
  var rows: Int
  var columns: Int
  var filters: Int
  /// Filters and channels of a pass.
  var passFilters = 1
  var passChannels = 1
  /// Sets of elements for different filters and for different channels.
  var filterSets = 1
  var channelSets = 1
  /// The part of the kernel that fits the array.
  var kernel: Spatial
}

/// A layer's loops under a mapping.
struct PassLoops {
  let images: Cut
  let rows: Cut
  let columns: Cut
  /// Filters of an output tile, of one group.
  let filters: Cut
  let channels: Cut
  let layer: MatrixLayer
  let mapping: RowStationaryMapping

  init(_ layer: MatrixLayer, _ mapping: RowStationaryMapping) {
    self.layer = layer
    self.mapping = mapping
    images = Cut(extent: layer.images, piece: mapping.images)
    rows = Cut(extent: layer.output.height, piece: mapping.rows)
    columns = Cut(extent: layer.output.width, piece: mapping.columns)
    filters = Cut(extent: layer.filters, piece: mapping.filters)
    channels = Cut(extent: layer.channels, piece: mapping.passChannels)
  }

  var pixelTiles: Int { images.count * rows.count * columns.count }

  /// The passes over the filters of an output tile.
  func passes(of filters: Int) -> Cut { Cut(extent: filters, piece: mapping.passFilters) }

  /// The parts that the kernel is cut into, in the order of its weights: all of it, rows of it, or
  /// parts of its rows.
  var kernelParts: [Range<Int>] {
    let (kernel, piece) = (layer.window.kernel, mapping.kernel)
    if piece.width == kernel.width {
      let rows = Cut(extent: kernel.height, piece: piece.height)
      return (0..<rows.count).map {
        rows.range($0).lowerBound * kernel.width..<rows.range($0).upperBound * kernel.width
      }
    }
    let columns = Cut(extent: kernel.width, piece: piece.width)
    return (0..<kernel.height).flatMap { row in
      (0..<columns.count).map {
        row * kernel.width + columns.range($0).lowerBound..<row * kernel.width
          + columns.range($0).upperBound
      }
    }
  }

  /// The rows and columns that a part of the kernel covers.
  func size(of part: Range<Int>) -> Spatial {
    let width = layer.window.kernel.width
    guard mapping.kernel.width == width else { return Spatial(height: 1, width: part.count) }
    return Spatial(height: part.count / width, width: width)
  }

  /// The input under some outputs for a part of the kernel, padding included.
  func input(rows: Int, columns: Int, kernel: Spatial) -> Spatial {
    let window = layer.window
    return Spatial(
      height: (rows - 1) * window.stride.height + (kernel.height - 1) * window.dilation.height + 1,
      width: (columns - 1) * window.stride.width + (kernel.width - 1) * window.dilation.width + 1)
  }

  /// One pass.
  func pass(
    images: Int, rows: Int, columns: Int, filters: Int, channels: Int, kernel: Spatial,
    addsToSums: Bool
  ) -> Pass {
    Pass(
      images: images, rows: rows, columns: columns, filters: filters, channels: channels,
      kernel: kernel, input: input(rows: rows, columns: columns, kernel: kernel),
      filterSets: min(mapping.filterSets, filters),
      channelSets: min(mapping.channelSets, channels), addsToSums: addsToSums)
  }
}
