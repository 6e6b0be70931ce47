import CRegisterTile
import LayerGraph

/// A convolution as a matrix product without the matrix (implicit GEMM).
///
/// For a stretch of output rows and each block of the depth, the elements that the taps meet are
/// packed into panels, one strip of positions at a time, and each panel is multiplied by all filters
/// while it is in the L1 cache. The sums of the stretch stay in the L2 cache until they are complete.
struct ConvolutionLoop {
  let set: InstructionSet
  let geometry: WindowGeometry
  /// Elements between rows of the window planes.
  let pitch: Int
  /// Whether whole registers may be read from any position on.
  let hasSlack: Bool
  let filters: PackedFilters
  /// The number of the first filter.
  let firstFilter: Int
  /// Where the tile's first position lies in the group's first plane.
  let source: UnsafePointer<Float>
  /// Just after what may be read of the planes.
  let end: UnsafePointer<Float>
  /// One for each input of a sum: its channel's and tap's distance from `source`.
  let offsets: UnsafePointer<Int>
  let sink: TileSink

  /// Computes the output rows of one stretch, given relative to the tile's, for some filter tiles.
  func run(rows: Range<Int>, tiles: Range<Int>) {
    let positions = positions(rows: rows.count)
    let width = set.panelWidth
    let runs = Workspace<panel_run>(count: width)
    // One cache line more than a multiple of the strip, so that rows don't share cache sets.
    let sumPitch = positions.strips * width + 16
    let tileRows = filters.tileRows
    let sums = Workspace<Float>(count: tiles.count * tileRows * sumPitch)
    let panel = Workspace<Float>(count: width * (filters.blocks.first?.count ?? 0))
    let start = source + rows.lowerBound * pitch
    for block in filters.blocks {
      for strip in 0..<positions.strips {
        set.kernels.pack(
          panel.base, start, offsets + block.lowerBound, block.count, runs.base,
          positions.writeRuns(ofStrip: strip, to: runs.base), end)
        for tile in tiles {
          set.kernels.tile(
            filters.steps(of: tile), filters.pointer(block: block, tile: tile), panel.base,
            block.count,
            sums.base + ((tile - tiles.lowerBound) * tileRows * sumPitch + strip * width),
            sumPitch, !sink.isExact && block.lowerBound > 0)
        }
      }
      if sink.isExact || block.upperBound == filters.blocks.last?.upperBound {
        flush(
          sums.base, sumPitch: sumPitch, rowPitch: positions.rowPitch, rows: rows, tiles: tiles)
      }
    }
  }

  private func flush(
    _ sums: UnsafeMutablePointer<Float>, sumPitch: Int, rowPitch: Int, rows: Range<Int>,
    tiles: Range<Int>
  ) {
    let first = tiles.lowerBound * filters.tileRows
    let end = min(tiles.upperBound * filters.tileRows, filters.filters)
    let top = geometry.rows.lowerBound
    for filter in first..<end {
      let source = sums + (filter - first) * sumPitch
      sink.take(
        filter: firstFilter + filter, rows: top + rows.lowerBound..<top + rows.upperBound,
        columns: geometry.columns, from: source, pitch: rowPitch, set: set)
    }
  }

  /// Stretches of rows whose sums fit the L2 cache and that are cheapest.
  func stretches() -> [Range<Int>] {
    let count = geometry.rows.count
    let most = max(1, min(count, max(256, (1 << 17) / filters.filters) / pitch))
    func cost(_ rows: Int) -> Int {
      rows == 0 ? 0 : positions(rows: rows).cost(filters: filters.filters)
    }
    let costs = (0...most).map(cost)
    let best =
      (1...most).min {
        (count / $0 * costs[$0] + costs[count % $0], -$0)
          < (count / $1 * costs[$1] + costs[count % $1], -$1)
      } ?? 1
    return stride(from: 0, to: count, by: best).map { $0..<min($0 + best, count) }
  }

  /// Without the planes' gaps if the strips that saves make up for packing more runs.
  private func positions(rows: Int) -> PanelPositions {
    func positions(_ rowPitch: Int) -> PanelPositions {
      PanelPositions(
        rows: rows, columns: geometry.columns.count, pitch: pitch, rowPitch: rowPitch,
        width: set.panelWidth)
    }
    let (dense, pitched) = (positions(geometry.columns.count), positions(pitch))
    let count = filters.filters
    return hasSlack && dense.cost(filters: count) <= pitched.cost(filters: count)
      ? dense : pitched
  }
}
