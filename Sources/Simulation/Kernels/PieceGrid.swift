import LayerGraph

/// How a kernel cuts its output into pieces that a core or a multiprocessor computes whole.
///
/// A piece is a run of neighbouring cells, in the order image, channel, row, column. A cell is an
/// element of the output, or the square of elements that one Winograd tile gives.
public struct PieceGrid: Hashable, Sendable {
  public enum Cut: Hashable, Sendable {
    /// Pieces of so many channels of one image, as cores share them; an image's last may have fewer.
    case channels(Int)
    /// So many nearly equal pieces, as thread blocks share them.
    case runs(Int)
    /// Pieces of every image at once: the channels of each group in nearly equal parts, the rows in
    /// stretches.
    case blocks(groups: Int, parts: Int, rows: Int)
  }

  /// One image of the kernel's output.
  public let output: Shape
  public let images: Int
  public let cut: Cut
  /// Rows and columns of a cell.
  public let side: Int

  public init(output: Shape, images: Int, cut: Cut, side: Int = 1) {
    self.output = output
    self.images = images
    self.cut = cut
    self.side = side
  }

  /// The number of pieces.
  public var count: Int {
    switch cut {
    case .channels(let channels): output.channels.dividedUp(by: channels) * images
    case .runs(let count): count
    case .blocks(let groups, let parts, let rows):
      groups * parts * output.height.dividedUp(by: rows)
    }
  }

  private var rows: Int { output.height.dividedUp(by: side) }
  private var columns: Int { output.width.dividedUp(by: side) }
  private var area: Int { rows * columns }
  private var cells: Int { output.channels * area }

  /// The cell that a piece of a run begins with; of the number of pieces, the number of cells.
  private func start(of piece: Int) -> Int {
    switch cut {
    case .blocks: return 0
    case .channels(let channels):
      let (image, group) = piece.quotientAndRemainder(
        dividingBy: output.channels.dividedUp(by: channels))
      return image * cells + group * channels * area
    case .runs(let count):
      let (size, extra) = (cells * images).quotientAndRemainder(dividingBy: count)
      return piece * size + min(piece, extra)
    }
  }

  /// The boxes of output elements that neighbouring pieces are made of: at most seven, none twice.
  public func boxes(of pieces: Range<Int>) -> [TileRegion] {
    if case .blocks(let groups, let parts, let rows) = cut {
      let perGroup = output.channels / groups
      return blocks(pieces, stretchRows: rows) { line in
        let (group, part) = line.quotientAndRemainder(dividingBy: parts)
        let (size, extra) = perGroup.quotientAndRemainder(dividingBy: parts)
        return group * perGroup + part * size + min(part, extra)
      }
    }
    var boxes: [TileRegion] = []
    var next = start(of: pieces.lowerBound)
    let end = start(of: pieces.upperBound)
    while next < end {
      let (box, count) = largestBox(from: next, cells: end - next)
      boxes.append(box)
      next += count
    }
    return boxes
  }

  /// The boxes of pieces of every image: lines of channels, each in stretches of rows.
  private func blocks(
    _ pieces: Range<Int>, stretchRows: Int, firstChannel: (_ line: Int) -> Int
  ) -> [TileRegion] {
    let stretches = output.height.dividedUp(by: stretchRows)
    var boxes: [TileRegion] = []
    var next = pieces.lowerBound
    while next < pieces.upperBound {
      let (line, stretch) = next.quotientAndRemainder(dividingBy: stretches)
      let left = pieces.upperBound - next
      let isWhole = stretch == 0 && left >= stretches
      let lines = isWhole ? left / stretches : 1
      let end = isWhole ? stretches : min(stretches, stretch + left)
      boxes.append(
        TileRegion(
          images: 0..<images, channels: firstChannel(line)..<firstChannel(line + lines),
          rows: stretch * stretchRows..<min(output.height, end * stretchRows),
          columns: 0..<output.width))
      next += isWhole ? lines * stretches : end - stretch
    }
    return boxes
  }

  /// The largest box that begins with a cell and holds at most so many.
  private func largestBox(from first: Int, cells left: Int) -> (TileRegion, Int) {
    let image = first / cells
    let channel = first % cells / area
    let row = first % area / columns
    let column = first % columns
    if column > 0 || left < columns {
      let width = min(left, columns - column)
      return (box(image, channel, row, columns: column..<column + width), width)
    }
    if row > 0 || left < area {
      let height = min(left / columns, rows - row)
      return (box(image, channel, rows: row..<row + height), height * columns)
    }
    if channel > 0 || left < cells {
      let count = min(left / area, output.channels - channel)
      return (box(image..<image + 1, channels: channel..<channel + count), count * area)
    }
    let count = left / cells
    return (box(image..<image + count, channels: 0..<output.channels), count * cells)
  }

  private func box(_ image: Int, _ channel: Int, _ row: Int, columns: Range<Int>) -> TileRegion {
    TileRegion(
      images: image..<image + 1, channels: channel..<channel + 1,
      rows: elements(row..<row + 1, of: output.height), columns: elements(columns, of: output.width)
    )
  }

  private func box(_ image: Int, _ channel: Int, rows: Range<Int>) -> TileRegion {
    TileRegion(
      images: image..<image + 1, channels: channel..<channel + 1,
      rows: elements(rows, of: output.height), columns: 0..<output.width)
  }

  private func box(_ images: Range<Int>, channels: Range<Int>) -> TileRegion {
    TileRegion(
      images: images, channels: channels, rows: 0..<output.height, columns: 0..<output.width)
  }

  /// The elements of cells along one axis; the last cell may reach past the edge.
  private func elements(_ cells: Range<Int>, of extent: Int) -> Range<Int> {
    cells.lowerBound * side..<min(extent, cells.upperBound * side)
  }
}
