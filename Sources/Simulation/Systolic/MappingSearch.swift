import LayerGraph

/// Finds mappings for a layer: walks tile sizes, loop orders and buffer splits, and ranks them with
/// the closed form.
struct MappingSearch {
  let cost: MappingCost
  /// How many of the best to return.
  let keep: Int
  private var best: [(estimate: MappingCost.Estimate, mapping: Mapping)] = []
  /// Mappings priced so far.
  private(set) var evaluations = 0

  private let pixelTiles: [PixelTiles]
  /// The array's time by pixel tile, for the weight tiles at hand; -1 where not yet known.
  private var compute: [Int]
  /// The cycles from which a mapping isn't among the best.
  private var limit = Int.max
  private var layer: MatrixLayer { cost.layer }

  init(_ cost: MappingCost, keep: Int) {
    self.cost = cost
    self.keep = keep
    pixelTiles = MappingSearch.pixelTiles(of: cost.layer)
    compute = [Int](repeating: -1, count: pixelTiles.count)
  }

  /// The best mappings, best first; empty if not even the smallest tile fits.
  mutating func run() -> [(estimate: MappingCost.Estimate, mapping: Mapping)] {
    walk(usual: true)
    if best.isEmpty { walk(usual: false) }
    return best
  }

  /// - Parameter usual: whether to leave out tiles that leave rows of the array unused or cut
  ///   weights finer than the buffer asks for; tried only when nothing else fits.
  private mutating func walk(usual: Bool) {
    for (groups, filters) in filterTiles() {
      for (channels, depth) in depthTiles(groups: groups, usual: usual) {
        let weights = WeightTiles(
          layer, groups: groups, filters: filters, channels: channels, depth: depth)
        for index in compute.indices { compute[index] = -1 }
        for order in Mapping.Order.allCases { searchPixels(weights, order) }
      }
    }
  }

  /// For given filters and depth: larger pixel tiles mean less traffic, smaller ones a shorter
  /// start and end, so only the three largest that fit are worth pricing.
  private mutating func searchPixels(_ weights: WeightTiles, _ order: Mapping.Order) {
    for kept in Kept.allCases {
      let slots = kept.weightSlots(weights)
      guard let room = cost.room(beside: weights, slots: slots) else { continue }
      var fitting = 0
      for index in pixelTiles.indices where fitting < 3 {
        let count = pixelTiles[index].count
        let inputs = kept.inputSlots(weights, pixelTiles: count)
        let outputs = kept.outputSlots(weights, pixelTiles: count)
        guard room.fits(pixelTiles[index], inputSlots: inputs, outputSlots: outputs) else {
          continue
        }
        fitting += 1
        consider(
          index, weights,
          MappingCost.Holding(
            order: order, inputSlots: inputs, weightSlots: slots, outputSlots: outputs))
      }
    }
  }

  private mutating func consider(
    _ index: Int, _ weights: WeightTiles, _ holding: MappingCost.Holding
  ) {
    evaluations += 1
    let loops = TileLoops(pixelTiles[index], weights)
    if compute[index] < 0 { compute[index] = cost.computeCycles(loops) }
    guard
      let estimate = cost.estimate(loops, holding, compute: compute[index], below: limit),
      best.count < keep || cost.isBetter(estimate, best[best.count - 1].estimate)
    else { return }
    let mapping = Mapping(loops, holding)
    guard !best.contains(where: { $0.mapping == mapping }) else { return }
    let position = best.firstIndex { cost.isBetter(estimate, $0.estimate) } ?? best.count
    best.insert((estimate, mapping), at: position)
    if best.count > keep { best.removeLast() }
    if best.count == keep { limit = cost.limit(of: best[keep - 1].estimate) }
  }

  /// Pixel tiles, largest first: whole images, then rows, then parts of a row.
  private static func pixelTiles(of layer: MatrixLayer) -> [PixelTiles] {
    let area = layer.output
    func tiles(_ images: Int, _ rows: Int, _ columns: Int) -> PixelTiles {
      PixelTiles(layer, images: images, rows: rows, columns: columns)
    }
    return parts(of: layer.images).map { tiles($0, area.height, area.width) }
      + parts(of: area.height).dropFirst().map { tiles(1, $0, area.width) }
      + parts(of: area.width).dropFirst().map { tiles(1, 1, $0) }
  }

  /// Whole groups together, or one group cut into pieces as wide as the array or a multiple.
  private func filterTiles() -> [(groups: Int, filters: Int)] {
    let width = cost.machine.timing.columns
    var pieces: [Int] = []
    for part in MappingSearch.parts(of: layer.filters) {
      let piece = min(layer.filters, part.dividedUp(by: width) * width)
      if pieces.last != piece { pieces.append(piece) }
    }
    var tiles = pieces.map { (groups: 1, filters: $0) }
    if layer.filters < width {
      tiles += MappingSearch.parts(of: layer.filters).dropFirst().map { (1, $0) }
    }
    guard layer.groups > 1 else { return tiles }
    return MappingSearch.parts(of: layer.groups).dropLast().map { ($0, layer.filters) } + tiles
  }

  /// Channel chunks of the input tile, and the depth of the weight tile within it.
  private func depthTiles(groups: Int, usual: Bool) -> [(channels: Int, depth: Int)] {
    let height = cost.machine.timing.rows
    let area = layer.window.kernel.area
    let isWhole = cost.space.hasResidentInput || groups > 1
    let chunks = isWhole ? [layer.channels] : MappingSearch.parts(of: layer.channels)
    var tiles: [(channels: Int, depth: Int)] = []
    for channels in chunks {
      let depth = channels * area
      guard !usual || channels == layer.channels || depth >= height else { continue }
      guard !usual || cost.machine.weightBuffer != nil else {
        tiles.append((channels, depth))
        continue
      }
      var last = 0
      for part in MappingSearch.parts(of: depth) {
        let piece = usual ? min(depth, part.dividedUp(by: height) * height) : part
        if piece != last { tiles.append((channels, piece)) }
        last = piece
      }
    }
    return tiles
  }

  /// The extent cut into 1, 2, 3, 4, 6, 8, 12… parts: distinct lengths, largest first, down to 1.
  static func parts(of extent: Int) -> [Int] {
    var lengths: [Int] = []
    var count = 1
    while count < extent {
      for parts in [count, count + count / 2] {
        let length = extent.dividedUp(by: parts)
        if lengths.last != length { lengths.append(length) }
      }
      count *= 2
    }
    if lengths.last != 1 { lengths.append(1) }
    return lengths
  }
}

/// Which tiles are kept on chip for the loop that returns to them.
private enum Kept: CaseIterable {
  case doubleBuffered
  case allWeightsOfFilters
  case allWeights
  case allInput
  case singleBuffered

  func weightSlots(_ weights: WeightTiles) -> Int {
    switch self {
    case .doubleBuffered, .allInput: min(2, weights.count)
    case .allWeightsOfFilters: min(weights.depthTiles + 1, weights.count)
    case .allWeights: weights.count
    case .singleBuffered: 1
    }
  }

  func inputSlots(_ weights: WeightTiles, pixelTiles: Int) -> Int {
    let tiles = weights.channels.count * pixelTiles
    return switch self {
    case .allInput: tiles
    case .singleBuffered: 1
    default: min(2, tiles * weights.groups.count)
    }
  }

  func outputSlots(_ weights: WeightTiles, pixelTiles: Int) -> Int {
    guard self != .singleBuffered else { return 1 }
    return min(2, pixelTiles * weights.filters.count * weights.groups.count)
  }
}

extension Mapping {
  fileprivate init(_ loops: TileLoops, _ holding: MappingCost.Holding) {
    self.init(
      images: loops.pixels.images.piece, rows: loops.pixels.rows.piece,
      columns: loops.pixels.columns.piece, groups: loops.weights.groups.piece,
      filters: loops.weights.filters.piece, channels: loops.weights.channels.piece,
      depth: loops.weights.depth, order: holding.order, inputSlots: holding.inputSlots,
      weightSlots: holding.weightSlots, outputSlots: holding.outputSlots)
  }
}
