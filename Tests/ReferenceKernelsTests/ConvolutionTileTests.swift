import LayerGraph
import Testing

@testable import ReferenceKernels

@Suite("Convolution tiles")
struct ConvolutionTileTests {
  /// A grouped, strided, padded convolution, so that tiles have uneven halos and cross groups.
  static let convolution = Convolution(
    filters: 6,
    window: Window(
      kernel: Spatial(height: 3, width: 2), stride: Spatial(height: 2, width: 1),
      padding: Padding(top: 1, left: 1, bottom: 2, right: 0)),
    groups: 2, isNormalised: false)
  static let input = Shape(channels: 10, height: 9, width: 8)

  static func layer() throws -> Layer {
    try GoldenCase(name: "tiled", operation: .convolution(convolution), inputs: [input])
      .network().layers[1]
  }

  /// Cuts the layer into tiles of uneven sizes; sums are cut in the middle of a channel's taps.
  static func tiles(of output: Shape) throws -> [ConvolutionTile] {
    var tiles: [ConvolutionTile] = []
    for filters in [0..<2, 2..<5, 5..<6] {
      for depth in [0..<7, 7..<24, 24..<30] {
        for rows in [0..<1, 1..<output.height] {
          for columns in [0..<5, 5..<output.width] {
            tiles.append(
              try ConvolutionTile(
                convolution, input: input, filters: filters, depth: depth, rows: rows,
                columns: columns))
          }
        }
      }
    }
    return tiles
  }

  @Test("INT8 tiles in reversed order make up the layer to the bit")
  func integerTiles() throws {
    let layer = try Self.layer()
    let image = FeatureMap.synthetic(Self.input).map { Int8($0 * 127) }
    let weights = FeatureMap.synthetic(Shape(channels: 6, height: 5, width: 6), seed: 3)
      .values.map { Int8($0 * 127) }
    let whole = IntegerSums.plain(layer, input: image, weights: weights)
    var sums = FeatureMap<Int32>(shape: layer.output, repeating: 0)
    for tile in try Self.tiles(of: layer.output).reversed() {
      try run(tile, weights: weights) { weights throws(KernelError) in
        try withPatch(of: image, region: tile.inputRegion) { patch throws(KernelError) in
          try sums.withMutableView { sums throws(KernelError) in
            try tile.accumulate(input: patch, weights: weights, into: sums)
          }
        }
      }
    }
    #expect(sums == whole)
  }

  @Test("FP32 tiles make up the layer within the rounding of 30 sums")
  func floatTiles() throws {
    let layer = try Self.layer()
    let image = FeatureMap.synthetic(Self.input)
    let weights = FeatureMap.synthetic(Shape(channels: 6, height: 5, width: 6), seed: 3).values
    let whole = PlainKernels.convolution(
      Self.convolution, input: image, weights: weights, output: layer.output)
    var sums = FeatureMap<Float>(shape: layer.output, repeating: 0)
    for tile in try Self.tiles(of: layer.output) {
      try run(tile, weights: weights) { weights throws(KernelError) in
        try withPatch(of: image, region: tile.inputRegion) { patch throws(KernelError) in
          try sums.withMutableView { sums throws(KernelError) in
            try tile.accumulate(input: patch, weights: weights, into: sums)
          }
        }
      }
    }
    #expect(relativeError(sums.values, whole.values) < 30 * Float.ulpOfOne)
  }

  @Test("the tiles of a layer have its MACs, and a missing one is seen")
  func missingTile() throws {
    let layer = try Self.layer()
    let tiles = try Self.tiles(of: layer.output)
    let depth = Self.input.channels / 2 * 6
    #expect(tiles.reduce(0) { $0 + $1.macs } == layer.output.elements * depth)
    #expect(tiles.dropLast().reduce(0) { $0 + $1.macs } < layer.output.elements * depth)
  }

  @Test("the halo is what the taps meet, cut off at the map's edges")
  func halo() throws {
    let tile = try ConvolutionTile(
      Self.convolution, input: Self.input, filters: 3..<6, channels: 1..<3, rows: 1..<3,
      columns: 0..<4)
    #expect(
      tile.inputRegion == Region(channels: 6..<8, rows: 1..<6, columns: 0..<4))
  }

  @Test("an input without its halo is refused")
  func missingHalo() throws {
    let tile = try ConvolutionTile(
      Self.convolution, input: Self.input, filters: 0..<3, channels: 0..<5, rows: 1..<2,
      columns: 0..<8)
    let given = Region(channels: 0..<5, rows: 1..<3, columns: 0..<8)
    let image = FeatureMap<Float>(shape: Self.input, repeating: 1)
    var sums = FeatureMap<Float>(shape: try Self.layer().output, repeating: 0)
    let weights = [Float](repeating: 1, count: 180)
    #expect(
      throws: KernelError.outside(
        what: "the tile's input", needed: tile.inputRegion, available: given)
    ) {
      try run(tile, weights: weights) { weights throws(KernelError) in
        try withPatch(of: image, region: given) { patch throws(KernelError) in
          try sums.withMutableView { sums throws(KernelError) in
            try tile.accumulate(input: patch, weights: weights, into: sums)
          }
        }
      }
    }
  }

  @Test("a tile outside its layer is refused")
  func outside() {
    #expect(throws: KernelError.tile(what: "filters", range: 4..<7, extent: 6)) {
      try ConvolutionTile(
        Self.convolution, input: Self.input, filters: 4..<7, channels: 0..<5, rows: 0..<1,
        columns: 0..<1)
    }
  }

  @Test("a view that ends past its buffer is refused")
  func shortBuffer() {
    let region = Region(channels: 0..<2, rows: 0..<3, columns: 0..<4)
    #expect(throws: KernelError.buffer(region: region, needed: 24, available: 23)) {
      try [Float](repeating: 0, count: 23).withUnsafeBufferPointer {
        _ = try MapView($0, region: region)
      }
    }
  }

  /// Calls `body` with the tile's rows of the layer's weights.
  private func run<Value>(
    _ tile: ConvolutionTile, weights: [Value],
    _ body: (WeightView<Value>) throws(KernelError) -> Void
  ) throws {
    let depth = weights.count / tile.convolution.filters
    let start = tile.filters.lowerBound * depth + tile.depth.lowerBound
    try weights[start...].withUnsafeBufferPointer { buffer in
      try body(
        WeightView(buffer, filters: tile.filters.count, depth: tile.depth.count, stride: depth))
    }
  }

  /// Calls `body` with a copy of a region, as a scratchpad would hold it.
  private func withPatch<Value>(
    of map: FeatureMap<Value>, region: Region,
    _ body: (MapView<Value>) throws(KernelError) -> Void
  ) throws(KernelError) {
    var patch: [Value] = []
    for channel in region.channels {
      for row in region.rows {
        for column in region.columns { patch.append(map[channel, row, column]) }
      }
    }
    try patch.span.withUnsafeBufferPointer { buffer throws(KernelError) in
      try body(MapView(buffer, region: region))
    }
  }
}
