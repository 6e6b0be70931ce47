/// A layer's output pixels cut into tiles, and the input under them.
struct PixelTiles {
  let images: Cut
  let rows: Cut
  let columns: Cut
  /// Output pixels of a whole tile.
  let pixels: Int
  /// Elements of one input channel under a whole tile.
  let inputElements: Int
  /// Elements of one input channel under all tiles together, halos included.
  let loadedElements: Int
  /// Tiles.
  let count: Int

  init(_ layer: MatrixLayer, images: Int, rows: Int, columns: Int) {
    self.images = Cut(extent: layer.images, piece: images)
    self.rows = Cut(extent: layer.output.height, piece: rows)
    self.columns = Cut(extent: layer.output.width, piece: columns)
    count = self.images.count * self.rows.count * self.columns.count
    pixels = images * rows * columns
    let window = layer.window
    inputElements =
      images * min(layer.input.height, (rows - 1) * window.stride.height + window.span.height)
      * min(layer.input.width, (columns - 1) * window.stride.width + window.span.width)
    var (allRows, allColumns) = (0, 0)
    for row in 0..<self.rows.count { allRows += layer.inputRows(for: self.rows.range(row)).count }
    for column in 0..<self.columns.count {
      allColumns += layer.inputColumns(for: self.columns.range(column)).count
    }
    loadedElements = layer.images * allRows * allColumns
  }
}

/// A layer's weights cut into tiles.
struct WeightTiles {
  let groups: Cut
  let filters: Cut
  let channels: Cut
  let kernelArea: Int
  let depth: Int
  /// Tiles of one group of filters.
  let depthTiles: Int
  /// Tiles of all.
  let count: Int

  init(_ layer: MatrixLayer, groups: Int, filters: Int, channels: Int, depth: Int) {
    self.groups = Cut(extent: layer.groups, piece: groups)
    self.filters = Cut(extent: layer.filters, piece: filters)
    self.channels = Cut(extent: layer.channels, piece: channels)
    kernelArea = layer.window.kernel.area
    self.depth = depth
    var tiles = 0
    let area = kernelArea
    self.channels.lengths.visit { length, count in
      tiles += Cut(extent: length * area, piece: depth).count * count
    }
    depthTiles = tiles
    count = tiles * self.filters.count * self.groups.count
  }

  /// The depth pieces of one channel chunk.
  func pieces(of channels: Int) -> Cut { Cut(extent: channels * kernelArea, piece: depth) }

  /// Weights of a whole tile.
  var elements: Int { groups.piece * filters.piece * depth }
}

/// A layer's loops: its pixels and its weights cut into tiles.
struct TileLoops {
  let pixels: PixelTiles
  let weights: WeightTiles

  init(_ layer: MatrixLayer, _ mapping: Mapping) {
    pixels = PixelTiles(
      layer, images: mapping.images, rows: mapping.rows, columns: mapping.columns)
    weights = WeightTiles(
      layer, groups: mapping.groups, filters: mapping.filters, channels: mapping.channels,
      depth: mapping.depth)
  }

  init(_ pixels: PixelTiles, _ weights: WeightTiles) {
    self.pixels = pixels
    self.weights = weights
  }
}
