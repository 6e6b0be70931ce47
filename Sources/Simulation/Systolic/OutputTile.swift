/// The coordinates of one output tile of a matrix layer.
struct OutputTile {
  let pixel: Int
  let groups: Range<Int>
  let filters: Range<Int>
  let images: Range<Int>
  let rows: Range<Int>
  let columns: Range<Int>
  let inputRows: Range<Int>
  let inputColumns: Range<Int>
  /// The filters, numbered over all groups; contiguous, since a tile of several groups holds each
  /// whole.
  let channels: Range<Int>

  init(_ layer: MatrixLayer, _ loops: TileLoops, group: Int, filter: Int, pixel: Int) {
    let pixels = loops.pixels
    let (line, column) = pixel.quotientAndRemainder(dividingBy: pixels.columns.count)
    let (image, row) = line.quotientAndRemainder(dividingBy: pixels.rows.count)
    self.pixel = pixel
    groups = loops.weights.groups.range(group)
    filters = loops.weights.filters.range(filter)
    images = pixels.images.range(image)
    rows = pixels.rows.range(row)
    columns = pixels.columns.range(column)
    inputRows = layer.inputRows(for: rows)
    inputColumns = layer.inputColumns(for: columns)
    let first = groups.lowerBound * layer.filters + filters.lowerBound
    channels = first..<first + (groups.count - 1) * layer.filters + filters.count
  }

  var pixels: Int { images.count * rows.count * columns.count }

  var region: TileRegion {
    TileRegion(images: images, channels: channels, rows: rows, columns: columns)
  }
}
