/// The filters of one group in the order in which the register tile reads them.
///
/// The depth is cut into blocks that keep a packed panel in the L1 cache. Within a block, the
/// filters come in tiles of `InstructionSet.tileRows`, the last one smaller; within a tile, one
/// weight of each filter after the other. Missing filters are zeros.
final class PackedFilters: @unchecked Sendable {
  // Written by the initialiser only.
  private let storage: Workspace<Float>
  let filters: Int
  let blocks: [Range<Int>]
  let tileRows: Int
  private let rowStep: Int

  /// - Parameters:
  ///   - weights: `filters` rows of `depth` weights, `stride` elements apart.
  init<Value: PlaneElement>(
    _ weights: UnsafePointer<Value>, filters: Int, depth: Int, stride: Int, set: InstructionSet
  ) {
    self.filters = filters
    tileRows = set.tileRows
    rowStep = set.kernels.row_step
    blocks = Self.blocks(depth: depth)
    storage = Workspace(count: filters.dividedUp(by: rowStep) * rowStep * depth)
    for block in blocks {
      for tile in 0..<tileCount {
        pack(weights + (tile * tileRows * stride + block.lowerBound), stride, block, tile)
      }
    }
  }

  var tileCount: Int { filters.dividedUp(by: tileRows) }

  /// Row steps of a tile: three but in the last.
  func steps(of tile: Int) -> Int {
    min(tileRows, filters - tile * tileRows).dividedUp(by: rowStep)
  }

  func pointer(block: Range<Int>, tile: Int) -> UnsafePointer<Float> {
    let rows = filters.dividedUp(by: rowStep) * rowStep
    return UnsafePointer(storage.base) + (rows * block.lowerBound + tile * tileRows * block.count)
  }

  private func pack<Value: PlaneElement>(
    _ weights: UnsafePointer<Value>, _ stride: Int, _ block: Range<Int>, _ tile: Int
  ) {
    let rows = steps(of: tile) * rowStep
    let used = min(rows, filters - tile * tileRows)
    let target = UnsafeMutablePointer(mutating: pointer(block: block, tile: tile))
    if used < rows { target.update(repeating: 0, count: rows &* block.count) }
    for row in 0..<used {
      let source = weights + row &* stride
      for index in 0..<block.count { target[index &* rows &+ row] = source[index].asFloat }
    }
  }

  /// Blocks of equal depth, up to 256: with the widest registers, a panel of 32 kB.
  private static func blocks(depth: Int) -> [Range<Int>] {
    let size = depth.dividedUp(by: depth.dividedUp(by: 256))
    return stride(from: 0, to: depth, by: size).map { $0..<min($0 + size, depth) }
  }
}
