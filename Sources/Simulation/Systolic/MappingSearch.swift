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

  private let pixelTiles: [(images: Int, rows: Int, columns: Int)]
  private var layer: MatrixLayer { cost.layer }

  init(_ cost: MappingCost, keep: Int) {
    self.cost = cost
    self.keep = keep
    pixelTiles = MappingSearch.pixelTiles(of: cost.layer)
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
        for order in Mapping.Order.allCases {
          searchPixels(
            groups: groups, filters: filters, channels: channels, depth: depth, order: order)
        }
      }
    }
  }

  /// For given filters and depth: larger pixel tiles mean less traffic, smaller ones a shorter
  /// start and end, so only the three largest that fit are worth pricing.
  private mutating func searchPixels(
    groups: Int, filters: Int, channels: Int, depth: Int, order: Mapping.Order
  ) {
    for holding in Holding.allCases {
      var fitting = 0
      for (images, rows, columns) in pixelTiles where fitting < 3 {
        var mapping = Mapping(
          images: images, rows: rows, columns: columns, groups: groups, filters: filters,
          channels: channels, depth: depth, order: order, inputSlots: 1, weightSlots: 1,
          outputSlots: 1)
        let loops = TileLoops(layer, mapping)
        holding.setSlots(&mapping, loops)
        guard cost.fits(mapping) else { continue }
        fitting += 1
        consider(mapping, loops)
      }
    }
  }

  private mutating func consider(_ mapping: Mapping, _ loops: TileLoops) {
    let estimate = cost.estimate(mapping, loops)
    evaluations += 1
    guard !best.contains(where: { $0.mapping == mapping }) else { return }
    guard best.count < keep || cost.isBetter(estimate, best[best.count - 1].estimate) else {
      return
    }
    let position = best.firstIndex { cost.isBetter(estimate, $0.estimate) } ?? best.count
    best.insert((estimate, mapping), at: position)
    if best.count > keep { best.removeLast() }
  }

  /// Pixel tiles, largest first: whole images, then rows, then parts of a row.
  private static func pixelTiles(
    of layer: MatrixLayer
  ) -> [(images: Int, rows: Int, columns: Int)] {
    let area = layer.output
    var tiles = MappingSearch.parts(of: layer.images).map { ($0, area.height, area.width) }
    tiles += MappingSearch.parts(of: area.height).dropFirst().map { (1, $0, area.width) }
    tiles += MappingSearch.parts(of: area.width).dropFirst().map { (1, 1, $0) }
    return tiles
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
private enum Holding: CaseIterable {
  case doubleBuffered
  case allWeightsOfFilters
  case allWeights
  case allInput
  case singleBuffered

  func setSlots(_ mapping: inout Mapping, _ loops: TileLoops) {
    let weightTiles = loops.depthTiles * loops.filters.count * loops.groups.count
    let inputTiles = loops.channels.count * loops.pixelTiles * loops.groups.count
    let outputTiles = loops.pixelTiles * loops.filters.count * loops.groups.count
    var weights = 2
    var inputs = 2
    switch self {
    case .doubleBuffered: break
    case .allWeightsOfFilters: weights = loops.depthTiles + 1
    case .allWeights: weights = weightTiles
    case .allInput: inputs = loops.channels.count * loops.pixelTiles
    case .singleBuffered: (weights, inputs) = (1, 1)
    }
    mapping.weightSlots = min(weights, weightTiles)
    mapping.inputSlots = min(inputs, inputTiles)
    mapping.outputSlots = self == .singleBuffered ? 1 : min(2, outputTiles)
  }
}
