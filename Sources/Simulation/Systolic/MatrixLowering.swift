import LayerGraph

/// Lowers one convolution or linear layer under a mapping.
struct MatrixLowering {
  let index: Int
  let layer: MatrixLayer
  let mapping: Mapping
  private let loops: TileLoops
  private let pixelTiles: Int
  private let cost: MappingCost
  private let source: Int
  private var input: SlotRing
  private var weights: SlotRing
  private var sums: SlotRing
  private var staging: SlotRing
  private var outputTile = 0

  init(
    index: Int, cost: MappingCost, mapping: Mapping, source: Int, streamBase: Int,
    recordsWork: Bool
  ) {
    self.index = index
    self.cost = cost
    self.mapping = mapping
    self.source = source
    layer = cost.layer
    let loops = TileLoops(cost.layer, mapping)
    self.loops = loops
    pixelTiles = loops.pixels.count
    input = SlotRing(
      base: streamBase, slotBytes: cost.inputTileBytes(loops),
      count: cost.space.hasResidentInput ? 0 : mapping.inputSlots, recordsRetired: recordsWork)
    staging = SlotRing(
      base: max(streamBase, input.end), slotBytes: cost.stagingTileBytes(loops),
      count: cost.space.keepsOutput ? 0 : mapping.outputSlots, recordsRetired: recordsWork)
    let isSeparate = cost.machine.weightBuffer != nil
    weights = SlotRing(
      base: isSeparate ? 0 : max(streamBase, input.end, staging.end),
      slotBytes: cost.weightTileBytes(loops.weights), count: mapping.weightSlots,
      recordsRetired: recordsWork)
    sums = SlotRing(
      base: 0,
      slotBytes: cost.outputTileElements(loops) * cost.machine.accumulatorElementBytes,
      count: mapping.outputSlots, recordsRetired: recordsWork)
  }

  mutating func run(_ lowering: inout SystolicLowering) {
    for group in 0..<loops.weights.groups.count {
      switch mapping.order {
      case .filtersOuter:
        for filter in 0..<loops.weights.filters.count {
          for pixel in 0..<pixelTiles { output(group, filter, pixel, &lowering) }
        }
      case .pixelsOuter:
        for pixel in 0..<pixelTiles {
          for filter in 0..<loops.weights.filters.count { output(group, filter, pixel, &lowering) }
        }
      }
    }
    input.release(to: &lowering.scratchpad)
    staging.release(to: &lowering.scratchpad)
    sums.release(to: &lowering.accumulators)
    if cost.machine.weightBuffer == nil {
      weights.release(to: &lowering.scratchpad)
    } else {
      weights.release(to: &lowering.weightBuffer)
    }
    lowering.retire(input, memory: .scratchpad, content: .input, layer: index)
    lowering.retire(staging, memory: .scratchpad, content: .output, layer: index)
    lowering.retire(sums, memory: .accumulator, content: .sums, layer: index)
    lowering.retire(
      weights, memory: cost.machine.weightBuffer == nil ? .scratchpad : .weightBuffer,
      content: .weights, layer: index)
  }

  /// The coordinates of one output tile.
  private struct Tile {
    let pixel: Int
    let groups: Range<Int>
    let filters: Range<Int>
    let images: Range<Int>
    let rows: Range<Int>
    let columns: Range<Int>
    let inputRows: Range<Int>
    let inputColumns: Range<Int>

    var pixels: Int { images.count * rows.count * columns.count }
  }

  private func tile(_ group: Int, _ filter: Int, _ pixel: Int) -> Tile {
    let column = pixel % loops.pixels.columns.count
    let row = pixel / loops.pixels.columns.count % loops.pixels.rows.count
    let image = pixel / (loops.pixels.columns.count * loops.pixels.rows.count)
    let rows = loops.pixels.rows.range(row)
    let columns = loops.pixels.columns.range(column)
    return Tile(
      pixel: pixel, groups: loops.weights.groups.range(group),
      filters: loops.weights.filters.range(filter),
      images: loops.pixels.images.range(image), rows: rows, columns: columns,
      inputRows: layer.inputRows(for: rows), inputColumns: layer.inputColumns(for: columns))
  }

  /// The filters of a tile, numbered over all groups; contiguous, since a tile of several groups
  /// holds each whole.
  private func channels(of tile: Tile) -> Range<Int> {
    let first = tile.groups.lowerBound * layer.filters + tile.filters.lowerBound
    return first..<first + (tile.groups.count - 1) * layer.filters + tile.filters.count
  }

  private mutating func output(
    _ group: Int, _ filter: Int, _ pixel: Int, _ lowering: inout SystolicLowering
  ) {
    let tile = tile(group, filter, pixel)
    let array = lowering.queues.firstArray + outputTile % cost.machine.arrays
    outputTile += 1
    let (sum, sumUsers) = sums.take(key: outputTile, from: &lowering.accumulators)
    let resident =
      cost.space.hasResidentInput ? lowering.writer(of: source, rows: tile.inputRows) : -1
    var compute = -1
    for chunk in 0..<loops.weights.channels.count {
      let channels = loops.weights.channels.range(chunk)
      let inputSlot = loadInput(tile, group: group, chunk: chunk, channels: channels, &lowering)
      let data = inputSlot.map { input.slots[$0].writer } ?? resident
      let pieces = loops.weights.pieces(of: channels.count)
      for piece in 0..<pieces.count {
        let first = channels.lowerBound * loops.weights.kernelArea
        let local = pieces.range(piece)
        let depth = first + local.lowerBound..<first + local.upperBound
        let weightSlot = loadWeights(tile, depth: depth, &lowering)
        if compute < 0 { lowering.wait(for: sumUsers) }
        lowering.schedule.wait(for: weights.slots[weightSlot].writer)
        lowering.schedule.wait(for: data)
        lowering.schedule.wait(for: lowering.issue)
        compute = self.compute(
          tile, depth: depth, inputSlot: inputSlot, weightSlot: weightSlot, sum: sum, array: array,
          &lowering)
      }
    }
    finish(tile, sum: sum, after: compute, &lowering)
  }

  /// Brings an input tile in, unless it is held or the whole input is resident.
  private mutating func loadInput(
    _ tile: Tile, group: Int, chunk: Int, channels: Range<Int>, _ lowering: inout SystolicLowering
  ) -> Int? {
    guard !cost.space.hasResidentInput else { return nil }
    let key = (group * pixelTiles + tile.pixel) * loops.weights.channels.count + chunk
    if let slot = input.slot(holding: key) { return slot }
    let (slot, users) = input.take(key: key, from: &lowering.scratchpad)
    let first = tile.groups.lowerBound * layer.channels + channels.lowerBound
    let last = (tile.groups.upperBound - 1) * layer.channels + channels.upperBound
    let destination = input.slots[slot].range.lowerBound
    lowering.wait(for: users)
    let (task, queue) = lowering.load(
      source, for: index,
      elements: (last - first) * tile.images.count * tile.inputRows.count
        * tile.inputColumns.count,
      rows: tile.inputRows,
      work: TileWork(
        region: TileRegion(
          images: tile.images, channels: first..<last, rows: tile.inputRows,
          columns: tile.inputColumns), destination: destination))
    input.fill(slot, by: task, queue: queue)
    return slot
  }

  private mutating func loadWeights(
    _ tile: Tile, depth: Range<Int>, _ lowering: inout SystolicLowering
  ) -> Int {
    let filters = channels(of: tile)
    let key = filters.lowerBound * layer.depth + depth.lowerBound
    if let slot = weights.slot(holding: key) { return slot }
    let isSeparate = cost.machine.weightBuffer != nil
    let (slot, users) =
      isSeparate
      ? weights.take(key: key, from: &lowering.weightBuffer)
      : weights.take(key: key, from: &lowering.scratchpad)
    let bytes = filters.count * depth.count * cost.machine.operandBytes
    let destination = weights.slots[slot].range.lowerBound
    lowering.wait(for: users)
    lowering.schedule.wait(for: lowering.launch)
    let task = lowering.append(
      Task(
        queue: lowering.queues.loadWeights, kind: .loadWeights, layer: index,
        duration: cost.machine.dram.cycles(for: bytes),
        delay: cost.machine.dram.latency + cost.machine.timing.firstShift, bytes: bytes),
      work: TileWork(
        region: TileRegion(images: 0..<1, channels: filters, rows: 0..<1, columns: 0..<1),
        depth: depth, destination: destination))
    weights.fill(slot, by: task, queue: lowering.queues.loadWeights)
    return slot
  }

  private mutating func compute(
    _ tile: Tile, depth: Range<Int>, inputSlot: Int?, weightSlot: Int, sum: Int, array: Int,
    _ lowering: inout SystolicLowering
  ) -> Int {
    let product = Product(rows: tile.pixels, columns: tile.filters.count, depth: depth.count)
    var time = cost.machine.timing.time(of: product, groups: tile.groups.count)
    if cost.machine.skipsLastCycle && isLast(tile, depth: depth) {
      time.skipLastCycle(of: tile.groups.count)
    }
    var step = Task(
      queue: array, kind: .compute, layer: index,
      duration: min(time.total, SystolicMachine.longestTask),
      delay: cost.machine.timing.drain,
      macs: product.rows * product.columns * product.depth * tile.groups.count)
    step.shifting = time.shifting
    step.filling = time.filling
    let task = lowering.append(
      step,
      work: TileWork(
        region: outputRegion(tile), depth: depth,
        source: inputSlot.map { input.slots[$0].range.lowerBound } ?? -1,
        weights: weights.slots[weightSlot].range.lowerBound,
        accumulator: sums.slots[sum].range.lowerBound))
    if let inputSlot {
      input.use(inputSlot, by: task, queue: array)
    } else {
      lowering.note(reader: task, queue: array, of: source)
    }
    weights.use(weightSlot, by: task, queue: array)
    sums.use(sum, by: task, queue: array)
    return task
  }

  private func outputRegion(_ tile: Tile) -> TileRegion {
    TileRegion(
      images: tile.images, channels: channels(of: tile), rows: tile.rows, columns: tile.columns)
  }

  /// Whether a step is the last that its groups take.
  private func isLast(_ tile: Tile, depth: Range<Int>) -> Bool {
    tile.pixel == pixelTiles - 1 && tile.filters.upperBound == layer.filters
      && depth.upperBound == layer.depth
  }

  /// Activates and requantises a finished tile, and stores it unless it stays on chip.
  private mutating func finish(
    _ tile: Tile, sum: Int, after compute: Int, _ lowering: inout SystolicLowering
  ) {
    let elements = tile.pixels * channels(of: tile).count
    lowering.schedule.wait(for: compute)
    guard !cost.space.keepsOutput else {
      lowering.claimOutput(of: index)
      let task = vector(tile, elements: elements, sum: sum, staging: -1, &lowering)
      lowering.note(writer: task, queue: lowering.queues.vector, of: index, rows: tile.rows)
      return
    }
    let (slot, users) = staging.take(key: outputTile, from: &lowering.scratchpad)
    let address = staging.slots[slot].range.lowerBound
    lowering.wait(for: users)
    let task = vector(tile, elements: elements, sum: sum, staging: address, &lowering)
    staging.fill(slot, by: task, queue: lowering.queues.vector)
    let (store, queue) = lowering.store(
      index, elements: elements, rows: tile.rows, after: task,
      work: TileWork(
        region: outputRegion(tile), source: address,
        accumulator: sums.slots[sum].range.lowerBound))
    staging.use(slot, by: store, queue: queue)
  }

  /// - Parameter staging: the address written, or -1 if it is the layer's own storage.
  private mutating func vector(
    _ tile: Tile, elements: Int, sum: Int, staging: Int, _ lowering: inout SystolicLowering
  ) -> Int {
    let queue = lowering.queues.vector
    let task = lowering.append(
      Task(
        queue: queue, kind: .vector, layer: index,
        duration: cost.machine.vectorCycles(for: elements)),
      work: TileWork(
        region: outputRegion(tile), destination: staging,
        accumulator: sums.slots[sum].range.lowerBound))
    sums.use(sum, by: task, queue: queue)
    return task
  }
}
