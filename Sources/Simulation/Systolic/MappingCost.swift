import LayerGraph

/// What a layer's mapping has to work with.
struct TileSpace: Hashable {
  /// Bytes of the scratchpad that are free for tiles.
  let stream: Int
  /// Whether the input already lies in the scratchpad.
  let hasResidentInput: Bool
  /// Whether the output stays in the scratchpad.
  let keepsOutput: Bool
  /// Whether the weights are on chip from the run before.
  var hasHeldWeights = false
}

/// The closed form that ranks mappings.
struct MappingCost {
  let machine: SystolicMachine
  let layer: MatrixLayer
  let space: TileSpace
  /// Differences in cycles that don't count: below them, a mapping's traffic and tiles decide.
  private let tolerance: Int
  /// Bytes of the output that are stored, and the vector unit's time for all of it.
  private let storedBytes: Int
  private let vectorCycles: Int

  init(machine: SystolicMachine, layer: MatrixLayer, space: TileSpace) {
    self.machine = machine
    self.layer = layer
    self.space = space
    tolerance = layer.macs / machine.elementsPerPass / 200 + 1
    let outputs = layer.images * layer.groups * layer.filters * layer.output.area
    storedBytes = space.keepsOutput ? 0 : outputs * machine.operandBytes
    vectorCycles = machine.vectorCycles(for: outputs)
  }

  /// What a mapping costs.
  struct Estimate {
    var cycles: Int
    let bytes: Int
    let tiles: Int
  }

  /// The order of a mapping's loops and how many tiles it holds.
  struct Holding {
    let order: Mapping.Order
    let inputSlots: Int
    let weightSlots: Int
    let outputSlots: Int
  }

  /// Whether one mapping is better: faster by more than half a percent of the layer's least time;
  /// else less traffic; else fewer tiles.
  func isBetter(_ a: Estimate, _ b: Estimate) -> Bool {
    (a.cycles / tolerance, a.bytes, a.tiles, a.cycles)
      < (b.cycles / tolerance, b.bytes, b.tiles, b.cycles)
  }

  /// The cycles from which nothing can be better than an estimate.
  func limit(of estimate: Estimate) -> Int { (estimate.cycles / tolerance + 1) * tolerance }

  // MARK: Sizes of tiles

  func inputTileBytes(_ loops: TileLoops) -> Int {
    guard !space.hasResidentInput else { return 0 }
    return loops.weights.groups.piece * loops.weights.channels.piece * loops.pixels.inputElements
      * machine.operandBytes
  }

  func weightTileBytes(_ weights: WeightTiles) -> Int { weights.elements * machine.operandBytes }

  func outputTileElements(_ loops: TileLoops) -> Int {
    loops.pixels.pixels * loops.weights.groups.piece * loops.weights.filters.piece
  }

  func stagingTileBytes(_ loops: TileLoops) -> Int {
    space.keepsOutput ? 0 : outputTileElements(loops) * machine.operandBytes
  }

  /// What the buffers leave for the tiles of pixels that go with a weight tile.
  struct Room {
    fileprivate let stream: Int
    fileprivate let accumulator: Int
    /// Bytes of each element of an input channel under a tile, and of each output pixel.
    fileprivate let inputBytes: Int
    fileprivate let stagingBytes: Int
    fileprivate let sumBytes: Int

    func fits(_ pixels: PixelTiles, inputSlots: Int, outputSlots: Int) -> Bool {
      let streamed =
        inputSlots * pixels.inputElements * inputBytes + outputSlots * pixels.pixels * stagingBytes
      return streamed <= stream && outputSlots * pixels.pixels * sumBytes <= accumulator
    }
  }

  /// The room beside so many weight tiles, or `nil` if not even they fit.
  func room(beside weights: WeightTiles, slots: Int) -> Room? {
    let bytes = slots * weightTileBytes(weights)
    guard bytes <= machine.weightBuffer ?? space.stream else { return nil }
    let perPixel = weights.groups.piece * weights.filters.piece
    let perElement = weights.groups.piece * weights.channels.piece * machine.operandBytes
    return Room(
      stream: machine.weightBuffer == nil ? space.stream - bytes : space.stream,
      accumulator: machine.accumulator, inputBytes: space.hasResidentInput ? 0 : perElement,
      stagingBytes: space.keepsOutput ? 0 : perPixel * machine.operandBytes,
      sumBytes: perPixel * machine.accumulatorElementBytes)
  }

  // MARK: Time and traffic

  /// What a mapping of the layer costs, or `nil` if it never ends.
  func estimate(_ mapping: Mapping) -> Estimate? {
    let loops = TileLoops(layer, mapping)
    let holding = Holding(
      order: mapping.order, inputSlots: mapping.inputSlots, weightSlots: mapping.weightSlots,
      outputSlots: mapping.outputSlots)
    return estimate(loops, holding, compute: computeCycles(loops), below: .max)
  }

  /// - Parameters:
  ///   - compute: the array's time.
  ///   - limit: the cycles from which the mapping isn't wanted.
  /// - Returns: `nil` for a mapping that isn't wanted.
  func estimate(
    _ loops: TileLoops, _ holding: Holding, compute: Int, below limit: Int
  ) -> Estimate? {
    guard max(compute, vectorCycles) < limit else { return nil }
    let weights = weightBytes(loops, holding)
    let input = inputBytes(loops, holding)
    let bytes = weights + input + storedBytes
    let busy = max(max(compute, vectorCycles), machine.dram.cycles(for: bytes))
    guard busy < limit else { return nil }
    let weightTile = space.hasHeldWeights ? 0 : weightTileBytes(loops.weights)
    let inputTile = inputTileBytes(loops)
    let turnaround = max(
      turnaround(bytes: weights, tile: weightTile, slots: holding.weightSlots, compute),
      turnaround(bytes: input, tile: inputTile, slots: holding.inputSlots, compute))
    let steady = max(busy, turnaround)
    let first = machine.dram.cycles(for: weightTile + inputTile)
    let last =
      machine.vectorCycles(for: outputTileElements(loops))
      + machine.dram.cycles(for: stagingTileBytes(loops))
    return Estimate(
      cycles: steady + first + machine.dram.latency + last, bytes: bytes,
      tiles: loops.pixels.count * loops.weights.count)
  }

  /// The time that a ring of slots needs: each of its tiles is loaded, waited for and used before
  /// its slot is free for the next.
  private func turnaround(bytes: Int, tile: Int, slots: Int, _ compute: Int) -> Int {
    guard tile > 0 else { return 0 }
    let loads = bytes.dividedUp(by: tile)
    let waiting = loads * (machine.dram.latency + machine.timing.firstShift)
    return (machine.dram.cycles(for: bytes) + waiting + compute) / slots
  }

  /// The array's time, over each combination of full and rest pieces.
  func computeCycles(_ loops: TileLoops) -> Int {
    var cycles = 0
    loops.pixels.images.lengths.visit { images, imageCount in
      loops.pixels.rows.lengths.visit { rows, rowCount in
        loops.pixels.columns.lengths.visit { columns, columnCount in
          cycles +=
            imageCount * rowCount * columnCount
            * cyclesPerPixelTile(pixels: images * rows * columns, loops.weights)
        }
      }
    }
    return cycles.dividedUp(by: machine.arrays)
  }

  private func cyclesPerPixelTile(pixels: Int, _ weights: WeightTiles) -> Int {
    var cycles = 0
    weights.channels.lengths.visit { channels, channelCount in
      weights.pieces(of: channels).lengths.visit { depth, depthCount in
        weights.filters.lengths.visit { filters, filterCount in
          weights.groups.lengths.visit { groups, groupCount in
            let product = Product(rows: pixels, columns: filters, depth: depth)
            let time = machine.timing.time(of: product, groups: groups).total
            cycles += time * groupCount * filterCount * depthCount * channelCount
          }
        }
      }
    }
    return cycles
  }

  /// Weights are loaded once if the held tiles cover the loop that returns to them.
  private func weightBytes(_ loops: TileLoops, _ holding: Holding) -> Int {
    guard !space.hasHeldWeights else { return 0 }
    let once = layer.groups * layer.filters * layer.depth * machine.operandBytes
    let cycle =
      switch holding.order {
      case .filtersOuter: loops.weights.depthTiles
      case .pixelsOuter: loops.weights.depthTiles * loops.weights.filters.count
      }
    return holding.weightSlots >= cycle ? once : once * loops.pixels.count
  }

  /// Input tiles with their halo; loaded once if the held tiles cover the loop that returns.
  private func inputBytes(_ loops: TileLoops, _ holding: Holding) -> Int {
    guard !space.hasResidentInput else { return 0 }
    let once =
      layer.groups * layer.channels * loops.pixels.loadedElements * machine.operandBytes
    let cycle =
      switch holding.order {
      case .filtersOuter: loops.weights.channels.count * loops.pixels.count
      case .pixelsOuter: loops.weights.channels.count
      }
    return holding.inputSlots >= cycle ? once : once * loops.weights.filters.count
  }
}
