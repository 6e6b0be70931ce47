import LayerGraph

/// How the layers of a fused group are cut, and what is held on chip.
struct FusedMapping {
  /// How one layer's filters are cut; a tile has all rows and columns of the band.
  struct Tiles {
    var groups: Int
    /// Per group.
    var filters: Int
    /// Products per output element in a weight tile.
    var depth: Int
    /// Weight tiles held at once: all of them, or two that take turns.
    var weightSlots = 2

    func count(_ layer: MatrixLayer) -> Int {
      layer.groups.dividedUp(by: groups) * layer.filters.dividedUp(by: filters)
        * layer.depth.dividedUp(by: depth)
    }

    var elements: Int { groups * filters * depth }
  }

  let group: FusedGroup
  let layers: [MatrixLayer]
  private(set) var tiles: [Tiles]
  /// Bands of an intermediate held at once: two, so that a layer works on a band while the next one
  /// reads the band before, or one.
  let bandSlots: Int
  private let machine: SystolicMachine
  private let space: TileSpace

  /// - Parameter space: what is free for tiles, where the first layer's input lies and the last
  ///   one's output stays.
  /// - Returns: `nil` if the tiles don't fit.
  init?(
    _ group: FusedGroup, layers: [MatrixLayer], bandSlots: Int, machine: SystolicMachine,
    space: TileSpace
  ) {
    self.group = group
    self.layers = layers
    self.bandSlots = bandSlots
    self.machine = machine
    self.space = space
    tiles = []
    for position in layers.indices {
      guard let cut = widestTiles(of: position) else { return nil }
      tiles.append(cut)
    }
    let room = machine.weightBuffer ?? (space.stream - bandBytes)
    guard room > 0, bandBytes <= space.stream else { return nil }
    while weightBytes > room { guard shrink() else { return nil } }
    holdWeights(room)
  }

  // MARK: Sizes

  private func largestBand(_ bands: [Range<Int>]) -> Int { bands.map(\.count).max() ?? 0 }

  /// Output pixels of a layer's largest band.
  private func pixels(of position: Int) -> Int {
    largestBand(group.bands[position]) * layers[position].output.width
  }

  var inputBytes: Int {
    guard !space.hasResidentInput else { return 0 }
    let layer = layers[0]
    let rows = largestBand(group.bands[0].map { layer.inputRows(for: $0) })
    return layer.groups * layer.channels * rows * layer.input.width * machine.operandBytes
  }

  /// Bytes of a layer's band, all channels of it.
  func bandBytes(of position: Int) -> Int {
    pixels(of: position) * layers[position].groups * layers[position].filters
      * machine.operandBytes
  }

  /// Bytes of the tiles in which the last layer's results wait to be stored.
  var stagingBytes: Int {
    guard !space.keepsOutput, let last = tiles.last else { return 0 }
    return pixels(of: layers.count - 1) * last.groups * last.filters * machine.operandBytes
  }

  func weightTileBytes(of position: Int) -> Int {
    tiles[position].elements * machine.operandBytes
  }

  /// Bytes of the accumulators for a tile of any of the layers.
  var sumBytes: Int {
    layers.indices.reduce(0) {
      max($0, pixels(of: $1) * tiles[$1].groups * tiles[$1].filters)
    } * machine.accumulatorElementBytes
  }

  /// What the scratchpad holds beside weights.
  private var bandBytes: Int {
    layers.indices.dropLast().reduce(2 * inputBytes + 2 * stagingBytes) {
      $0 + bandSlots * bandBytes(of: $1)
    }
  }

  private var weightBytes: Int {
    layers.indices.reduce(0) { $0 + tiles[$1].weightSlots * weightTileBytes(of: $1) }
  }

  // MARK: Cutting

  /// The widest tiles of which the accumulators hold two.
  private func widestTiles(of position: Int) -> Tiles? {
    let layer = layers[position]
    let room = machine.accumulator / (2 * machine.accumulatorElementBytes * pixels(of: position))
    guard room > 0 else { return nil }
    if layer.groups > 1, layer.filters <= room {
      let groups = MappingSearch.parts(of: layer.groups).first { $0 * layer.filters <= room } ?? 1
      return cut(Tiles(groups: groups, filters: layer.filters, depth: layer.depth), layer)
    }
    let filters = MappingSearch.parts(of: layer.filters).first { $0 <= room } ?? 1
    return cut(Tiles(groups: 1, filters: filters, depth: layer.depth), layer)
  }

  private func cut(_ tiles: Tiles, _ layer: MatrixLayer) -> Tiles {
    var tiles = tiles
    tiles.weightSlots = min(2, tiles.count(layer))
    return tiles
  }

  /// Makes the largest weight tile smaller: fewer filters down to the array's width, then fewer
  /// products.
  private mutating func shrink() -> Bool {
    let largest = tiles.indices.max {
      (tiles[$0].elements, $1) < (tiles[$1].elements, $0)
    }
    guard let position = largest else { return false }
    var smaller = tiles[position]
    if smaller.groups > 1 {
      smaller.groups = smaller.groups.dividedUp(by: 2)
    } else if smaller.filters > machine.timing.columns {
      smaller.filters = smaller.filters.dividedUp(by: 2)
    } else if smaller.depth > machine.timing.rows {
      smaller.depth = smaller.depth.dividedUp(by: 2)
    } else if smaller.filters > 1 {
      smaller.filters = smaller.filters.dividedUp(by: 2)
    } else {
      return false
    }
    tiles[position] = cut(smaller, layers[position])
    return true
  }

  /// Holds all weights of as many layers as there is room for, small ones first, so that these are
  /// loaded once.
  private mutating func holdWeights(_ room: Int) {
    let order = tiles.indices.sorted {
      (layers[$0].weights, $0) < (layers[$1].weights, $1)
    }
    for position in order {
      let slots = tiles[position].weightSlots
      tiles[position].weightSlots = tiles[position].count(layers[position])
      if weightBytes > room { tiles[position].weightSlots = slots }
    }
  }
}

extension MatrixLayer {
  /// Weights of all groups.
  fileprivate var weights: Int { groups * filters * depth }
}
