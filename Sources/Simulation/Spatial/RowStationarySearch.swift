import Hardware
import LayerGraph

/// Finds the mapping of a layer: least DRAM traffic first, then least time.
///
/// The chip's own mappings are chosen for energy, of which a DRAM access takes as much as 200
/// multiply-accumulates and one to the global buffer as much as 6 (Chen, Emer and Sze, ISCA 2016,
/// table IV).
struct RowStationarySearch {
  let cost: RowStationaryCost
  /// Mappings priced so far.
  private(set) var evaluations = 0

  /// More traffic than the least by this fraction doesn't count.
  private static let tolerance = 0.02

  private var layer: MatrixLayer { cost.layer }
  private var array: SpatialArray { cost.device.array }

  init(_ cost: RowStationaryCost) { self.cost = cost }

  /// The best mapping, or `nil` if not even the smallest tile fits.
  mutating func run() -> RowStationaryMapping? {
    let tiles = priced(tiles())
    guard let least = tiles.map(\.words).min() else { return nil }
    let limit = Double(least) * (1 + RowStationarySearch.tolerance)
    var best: (cycles: Int, words: Int, mapping: RowStationaryMapping)?
    for tile in tiles where Double(tile.words) <= limit {
      for mapping in passes(of: tile.mapping) {
        evaluations += 1
        let cycles = cost.cycles(mapping)
        if let best, (best.cycles, best.words) <= (cycles, tile.words) { continue }
        best = (cycles, tile.words, mapping)
      }
    }
    return best?.mapping
  }

  private mutating func priced(
    _ mappings: [RowStationaryMapping]
  ) -> [(words: Int, mapping: RowStationaryMapping)] {
    evaluations += mappings.count
    return mappings.map { (cost.rankedWords($0), $0) }
  }

  /// Tiles that fit the buffer, with their channels: those of whole output rows, unless none fit.
  private func tiles() -> [RowStationaryMapping] {
    for columns in MappingSearch.parts(of: layer.output.width) {
      let tiles = tiles(columns: columns)
      if !tiles.isEmpty { return tiles }
    }
    return []
  }

  private func tiles(columns: Int) -> [RowStationaryMapping] {
    let kernel = kernelPart
    let isWhole = kernel == layer.window.kernel
    var tiles: [RowStationaryMapping] = []
    for rows in rowCounts(kernel) {
      for images in Set((1...layer.images).map { layer.images.dividedUp(by: $0) }).sorted() {
        for (channels, sets) in isWhole ? channelCounts(kernel, rows: rows) : [(1, 1)] {
          var tile = RowStationaryMapping(
            images: images, rows: rows, columns: columns, filters: 1, kernel: kernel)
          tile.passChannels = min(channels * sets, layer.channels)
          tile.channelSets = sets
          let most = min(cost.mostFilters(tile), layer.filters)
          guard most > 0, cost.weightTileBytes(tile) <= cost.device.weightBuffer.count else {
            continue
          }
          tile.filters = layer.filters.dividedUp(by: layer.filters.dividedUp(by: most))
          tiles.append(tile)
        }
      }
    }
    return tiles
  }

  /// The largest part of the kernel that an element's window and the array's height hold.
  private var kernelPart: Spatial {
    let (kernel, dilation) = (layer.window.kernel, layer.window.dilation)
    let widest = min((array.inputWords - 1) / dilation.width + 1, array.weightWords)
    guard kernel.width <= widest else { return Spatial(height: 1, width: widest) }
    return Spatial(height: min(kernel.height, array.rows), width: kernel.width)
  }

  /// Rows of output a set may have: all of them, or strips as wide as the array holds. A set wider
  /// than the array is cut into segments, one above the other.
  private func rowCounts(_ kernel: Spatial) -> [Int] {
    let most = array.rows / kernel.height * array.columns
    let strips = layer.output.height.dividedUp(by: most)
    let balanced = (strips...layer.output.height).map { layer.output.height.dividedUp(by: $0) }
    var counts = balanced.filter { $0 <= most }
    counts.append(min(most, layer.output.height))
    counts.append(min(array.columns, layer.output.height))
    return Set(counts).sorted()
  }

  /// Sets of `rows` output rows that stand above one another, and side by side.
  private func sets(_ kernel: Spatial, rows: Int) -> (above: Int, beside: Int) {
    let segments = rows.dividedUp(by: array.columns)
    return (array.rows / (segments * kernel.height), max(1, array.columns / rows))
  }

  /// Channels of an element, and sets of different channels; these must stand above one another,
  /// as sums are handed upwards only.
  private func channelCounts(_ kernel: Spatial, rows: Int) -> [(channels: Int, sets: Int)] {
    let span = (kernel.width - 1) * layer.window.dilation.width + 1
    let most = min(array.inputWords / span, array.weightWords / kernel.width, layer.channels)
    var counts: [(channels: Int, sets: Int)] = []
    for channels in 1...max(1, most) {
      for sets in 1...max(1, self.sets(kernel, rows: rows).above)
      where sets == 1 || channels * (sets - 1) < layer.channels {
        counts.append((channels, sets))
      }
    }
    return counts
  }

  /// The ways to make passes over a tile's filters: as few as possible for each number of sets,
  /// with as many filters in each. An element's filters fill the words of the bus for sums.
  private func passes(of tile: RowStationaryMapping) -> [RowStationaryMapping] {
    let channels = tile.passChannels.dividedUp(by: tile.channelSets)
    let room = sets(tile.kernel, rows: tile.rows)
    let most = room.above / tile.channelSets * room.beside
    let held = cost.device.weightBuffer.count / cost.weightTileBytes(tile)
    let perElement = min(array.sumWords, array.weightWords / (channels * tile.kernel.width))
    return (1...max(1, min(most, tile.filters))).compactMap { sets in
      let limit = whole(min(perElement, held / sets))
      guard limit > 0 else { return nil }
      let count = tile.filters.dividedUp(by: limit * sets)
      let filters = min(limit, wholeUp(tile.filters.dividedUp(by: count * sets)))
      var mapping = tile
      mapping.filterSets = sets
      mapping.passFilters = min(tile.filters, filters * sets)
      return mapping
    }
  }

  /// Down and up to a multiple of the sum bus's words; fewer than those stay as they are.
  private func whole(_ filters: Int) -> Int {
    filters < array.sumBus ? filters : filters / array.sumBus * array.sumBus
  }

  private func wholeUp(_ filters: Int) -> Int {
    filters < array.sumBus ? filters : filters.dividedUp(by: array.sumBus) * array.sumBus
  }
}
