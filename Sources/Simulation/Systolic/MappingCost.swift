import LayerGraph

/// What a layer's mapping has to work with.
struct TileSpace: Hashable {
  /// Bytes of the scratchpad that are free for tiles.
  let stream: Int
  /// Whether the input already lies in the scratchpad.
  let hasResidentInput: Bool
  /// Whether the output stays in the scratchpad.
  let keepsOutput: Bool
}

/// The closed form that ranks mappings.
struct MappingCost {
  let machine: SystolicMachine
  let layer: MatrixLayer
  let space: TileSpace

  /// What a mapping costs.
  struct Estimate {
    var cycles: Int
    let bytes: Int
    let tiles: Int
  }

  /// Whether one mapping is better: faster by more than half a percent of the layer's least time;
  /// else less traffic; else fewer tiles.
  func isBetter(_ a: Estimate, _ b: Estimate) -> Bool {
    (a.cycles / tolerance, a.bytes, a.tiles, a.cycles)
      < (b.cycles / tolerance, b.bytes, b.tiles, b.cycles)
  }

  /// Differences in cycles that don't count: below them, a mapping's traffic and tiles decide.
  private var tolerance: Int { layer.macs / machine.elementsPerPass / 200 + 1 }

  func inputTileBytes(_ mapping: Mapping) -> Int {
    guard !space.hasResidentInput else { return 0 }
    let window = layer.window
    let rows = min(
      layer.input.height, (mapping.rows - 1) * window.stride.height + window.span.height)
    let columns = min(
      layer.input.width, (mapping.columns - 1) * window.stride.width + window.span.width)
    return mapping.images * mapping.groups * mapping.channels * rows * columns
      * machine.operandBytes
  }

  func weightTileBytes(_ mapping: Mapping) -> Int {
    mapping.groups * mapping.filters * mapping.depth * machine.operandBytes
  }

  func outputTileElements(_ mapping: Mapping) -> Int {
    mapping.images * mapping.rows * mapping.columns * mapping.groups * mapping.filters
  }

  func stagingTileBytes(_ mapping: Mapping) -> Int {
    space.keepsOutput ? 0 : outputTileElements(mapping) * machine.operandBytes
  }

  /// Whether the tiles fit into the buffers.
  func fits(_ mapping: Mapping) -> Bool {
    let weights = mapping.weightSlots * weightTileBytes(mapping)
    var streamed =
      mapping.inputSlots * inputTileBytes(mapping)
      + mapping.outputSlots * stagingTileBytes(mapping)
    if let buffer = machine.weightBuffer {
      guard weights <= buffer else { return false }
    } else {
      streamed += weights
    }
    let sums = mapping.outputSlots * outputTileElements(mapping) * machine.accumulatorElementBytes
    return streamed <= space.stream && sums <= machine.accumulator
  }

  func estimate(_ mapping: Mapping, _ loops: TileLoops) -> Estimate {
    let weights = weightBytes(mapping, loops)
    let input = inputBytes(mapping, loops)
    let outputs = layer.images * layer.groups * layer.filters * layer.output.area
    let output = space.keepsOutput ? 0 : outputs * machine.operandBytes
    let bytes = weights + input + output
    let compute = computeCycles(loops)
    let steady = max(
      compute, machine.dram.cycles(for: bytes), machine.vectorCycles(for: outputs),
      turnaround(
        bytes: weights, tile: weightTileBytes(mapping), slots: mapping.weightSlots, compute),
      turnaround(bytes: input, tile: inputTileBytes(mapping), slots: mapping.inputSlots, compute))
    let first = machine.dram.cycles(for: weightTileBytes(mapping) + inputTileBytes(mapping))
    let last =
      machine.vectorCycles(for: outputTileElements(mapping))
      + machine.dram.cycles(for: stagingTileBytes(mapping))
    return Estimate(
      cycles: steady + first + machine.dram.latency + last, bytes: bytes,
      tiles: loops.pixelTiles * loops.groups.count * loops.filters.count * loops.depthTiles)
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
    loops.images.lengths.visit { images, imageCount in
      loops.rows.lengths.visit { rows, rowCount in
        loops.columns.lengths.visit { columns, columnCount in
          cycles +=
            imageCount * rowCount * columnCount
            * cyclesPerPixelTile(pixels: images * rows * columns, loops)
        }
      }
    }
    return cycles.dividedUp(by: machine.arrays)
  }

  private func cyclesPerPixelTile(pixels: Int, _ loops: TileLoops) -> Int {
    var cycles = 0
    loops.channels.lengths.visit { channels, channelCount in
      loops.pieces(of: channels).lengths.visit { depth, depthCount in
        loops.filters.lengths.visit { filters, filterCount in
          loops.groups.lengths.visit { groups, groupCount in
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
  func weightBytes(_ mapping: Mapping, _ loops: TileLoops) -> Int {
    let once = layer.groups * layer.filters * layer.depth * machine.operandBytes
    let cycle =
      switch mapping.order {
      case .filtersOuter: loops.depthTiles
      case .pixelsOuter: loops.depthTiles * loops.filters.count
      }
    return mapping.weightSlots >= cycle ? once : once * loops.pixelTiles
  }

  /// Input tiles with their halo; loaded once if the held tiles cover the loop that returns.
  func inputBytes(_ mapping: Mapping, _ loops: TileLoops) -> Int {
    guard !space.hasResidentInput else { return 0 }
    let rows = (0..<loops.rows.count).reduce(0) {
      $0 + layer.inputRows(for: loops.rows.range($1)).count
    }
    let columns = (0..<loops.columns.count).reduce(0) {
      $0 + layer.inputColumns(for: loops.columns.range($1)).count
    }
    let once = layer.images * layer.groups * layer.channels * rows * columns * machine.operandBytes
    let cycle =
      switch mapping.order {
      case .filtersOuter: loops.channels.count * loops.pixelTiles
      case .pixelsOuter: loops.channels.count
      }
    return mapping.inputSlots >= cycle ? once : once * loops.filters.count
  }
}
