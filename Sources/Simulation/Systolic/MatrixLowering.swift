import LayerGraph

/// Where a matrix layer's input and output lie, as far as its tasks depend on it.
struct LayerEnds: Hashable {
  /// Whether they cross the host link.
  let readsNetworkInput: Bool
  let writesNetworkOutput: Bool
  /// For a layer whose output lies in the storage of its input: whether both have its rows. Else
  /// `nil`.
  let sharesRows: Bool?
}

/// The part of a machine that a layer's tiles take.
struct TilePlace {
  /// The first byte of the scratchpad, of the weight buffer and of the accumulators.
  var stream: Int
  var weights = 0
  var sums = 0
  /// The first of the arrays.
  var array = 0
}

/// Lowers one convolution or linear layer under a mapping.
struct MatrixLowering {
  private let layer: MatrixLayer
  private let mapping: Mapping
  private let ends: LayerEnds
  private let queues: SystolicQueues
  private let loops: TileLoops
  private let pixelTiles: Int
  private let cost: MappingCost
  private let place: TilePlace
  private var input: SlotRing
  private var weights: SlotRing
  private var sums: SlotRing
  private var staging: SlotRing
  private var outputTile = 0
  private var program: LayerProgram.Draft

  init(
    _ cost: MappingCost, mapping: Mapping, ends: LayerEnds, queues: SystolicQueues,
    recordsWork: Bool, place: TilePlace? = nil
  ) {
    self.cost = cost
    self.mapping = mapping
    self.ends = ends
    self.queues = queues
    layer = cost.layer
    let loops = TileLoops(cost.layer, mapping)
    self.loops = loops
    pixelTiles = loops.pixels.count
    let place = place ?? TilePlace(stream: cost.machine.scratchpad - cost.space.stream)
    self.place = place
    input = SlotRing(
      base: place.stream, slotBytes: cost.inputTileBytes(loops),
      count: cost.space.hasResidentInput ? 0 : mapping.inputSlots, recordsRetired: recordsWork)
    staging = SlotRing(
      base: max(place.stream, input.end), slotBytes: cost.stagingTileBytes(loops),
      count: cost.space.keepsOutput ? 0 : mapping.outputSlots, recordsRetired: recordsWork)
    let isSeparate = cost.machine.weightBuffer != nil
    weights = SlotRing(
      base: isSeparate ? place.weights : max(place.stream, input.end, staging.end),
      slotBytes: cost.weightTileBytes(loops.weights), count: mapping.weightSlots,
      recordsRetired: recordsWork)
    sums = SlotRing(
      base: place.sums,
      slotBytes: cost.outputTileElements(loops) * cost.machine.accumulatorElementBytes,
      count: mapping.outputSlots, recordsRetired: recordsWork)
    program = LayerProgram.Draft(
      recordsWork: recordsWork, inputRows: layer.input.height, outputRows: layer.output.height,
      sharesRows: ends.sharesRows)
    program.reserveCapacity(
      2 * pixelTiles * (loops.weights.count + loops.weights.filters.count))
  }

  /// Where the tiles of another layer may begin while this one runs.
  var end: TilePlace {
    let isSeparate = cost.machine.weightBuffer != nil
    return TilePlace(
      stream: max(place.stream, input.end, staging.end, isSeparate ? 0 : weights.end),
      weights: isSeparate ? weights.end : 0, sums: sums.end,
      array: place.array + cost.machine.arrays)
  }

  private var weightMemory: BufferUse.Memory {
    cost.machine.weightBuffer == nil ? .scratchpad : .weightBuffer
  }

  /// The layer's tasks.
  mutating func run() -> LayerProgram {
    for group in 0..<loops.weights.groups.count {
      switch mapping.order {
      case .filtersOuter:
        for filter in 0..<loops.weights.filters.count {
          for pixel in 0..<pixelTiles { output(group, filter, pixel) }
        }
      case .pixelsOuter:
        for pixel in 0..<pixelTiles {
          for filter in 0..<loops.weights.filters.count { output(group, filter, pixel) }
        }
      }
    }
    program.release(input, memory: .scratchpad, content: .input)
    program.release(staging, memory: .scratchpad, content: .output)
    program.release(sums, memory: .accumulator, content: .sums)
    program.release(weights, memory: weightMemory, content: .weights)
    return LayerProgram(program)
  }

  private mutating func output(_ group: Int, _ filter: Int, _ pixel: Int) {
    let tile = OutputTile(layer, loops, group: group, filter: filter, pixel: pixel)
    let array = queues.firstArray + place.array + outputTile % cost.machine.arrays
    outputTile += 1
    let sum = sums.take(key: outputTile)
    var compute = -1
    for chunk in 0..<loops.weights.channels.count {
      let channels = loops.weights.channels.range(chunk)
      let inputSlot = loadInput(tile, group: group, chunk: chunk, channels: channels)
      let pieces = loops.weights.pieces(of: channels.count)
      for piece in 0..<pieces.count {
        let first = channels.lowerBound * loops.weights.kernelArea
        let local = pieces.range(piece)
        let depth = first + local.lowerBound..<first + local.upperBound
        let weightSlot = loadWeights(tile, depth: depth)
        if compute < 0 { wait(for: sum, memory: .accumulator) }
        program.wait(for: weights.slots[weightSlot].writer)
        if let inputSlot {
          program.wait(for: input.slots[inputSlot].writer)
        } else {
          program.waitForInput(rows: tile.inputRows)
        }
        program.waitForIssue()
        compute = self.compute(
          tile, depth: depth, inputSlot: inputSlot, weightSlot: weightSlot, sum: sum.index,
          array: array)
      }
    }
    finish(tile, sum: sum.index, after: compute)
  }

  /// Makes the next task wait for those that used a slot's bytes before.
  private mutating func wait(for slot: SlotRing.Taken, memory: BufferUse.Memory) {
    if let range = slot.claimed {
      program.wait(for: .bytes(memory, range))
    } else {
      program.wait(for: slot.users)
    }
  }

  /// Brings an input tile in, unless it is held or the whole input is resident.
  private mutating func loadInput(
    _ tile: OutputTile, group: Int, chunk: Int, channels: Range<Int>
  ) -> Int? {
    guard !cost.space.hasResidentInput else { return nil }
    let key = (group * pixelTiles + tile.pixel) * loops.weights.channels.count + chunk
    if let slot = input.slot(holding: key) { return slot }
    let slot = input.take(key: key)
    let first = tile.groups.lowerBound * layer.channels + channels.lowerBound
    let last = (tile.groups.upperBound - 1) * layer.channels + channels.upperBound
    let elements =
      (last - first) * tile.images.count * tile.inputRows.count * tile.inputColumns.count
    let bytes = elements * cost.machine.operandBytes
    let link = ends.readsNetworkInput ? cost.machine.host ?? cost.machine.dram : cost.machine.dram
    let queue = ends.readsNetworkInput ? queues.hostLoad : queues.loadInput
    let destination = input.slots[slot.index].range.lowerBound
    wait(for: slot, memory: .scratchpad)
    program.waitForInput(rows: tile.inputRows)
    program.waitForLaunch()
    let task = program.append(
      Task(
        queue: queue, kind: .loadInput, layer: 0, duration: link.cycles(for: bytes),
        delay: link.latency, bytes: bytes),
      work: TileWork(
        region: TileRegion(
          images: tile.images, channels: first..<last, rows: tile.inputRows,
          columns: tile.inputColumns), destination: destination))
    program.note(reader: task, queue: queue)
    input.fill(slot.index, by: task, queue: queue)
    return slot.index
  }

  private mutating func loadWeights(_ tile: OutputTile, depth: Range<Int>) -> Int {
    let filters = tile.channels
    let key = filters.lowerBound * layer.depth + depth.lowerBound
    if let slot = weights.slot(holding: key) { return slot }
    let slot = weights.take(key: key)
    let isHeld = cost.space.hasHeldWeights
    let bytes = isHeld ? 0 : filters.count * depth.count * cost.machine.operandBytes
    let destination = weights.slots[slot.index].range.lowerBound
    wait(for: slot, memory: weightMemory)
    program.waitForLaunch()
    let task = program.append(
      Task(
        queue: queues.loadWeights, kind: .loadWeights, layer: 0,
        duration: cost.machine.dram.cycles(for: bytes),
        delay: (isHeld ? 0 : cost.machine.dram.latency) + cost.machine.timing.firstShift,
        bytes: bytes),
      work: TileWork(
        region: TileRegion(images: 0..<1, channels: filters, rows: 0..<1, columns: 0..<1),
        depth: depth, destination: destination))
    weights.fill(slot.index, by: task, queue: queues.loadWeights)
    return slot.index
  }

  private mutating func compute(
    _ tile: OutputTile, depth: Range<Int>, inputSlot: Int?, weightSlot: Int, sum: Int, array: Int
  ) -> Int {
    let product = Product(rows: tile.pixels, columns: tile.filters.count, depth: depth.count)
    var time = cost.machine.timing.time(of: product, groups: tile.groups.count)
    if cost.machine.skipsLastCycle && isLast(tile, depth: depth) {
      time.skipLastCycle(of: tile.groups.count)
    }
    var step = Task(
      queue: array, kind: .compute, layer: 0,
      duration: min(time.total, SystolicMachine.longestTask),
      delay: cost.machine.timing.drain,
      macs: product.rows * product.columns * product.depth * tile.groups.count)
    step.shifting = time.shifting
    step.filling = time.filling
    let task = program.append(
      step,
      work: TileWork(
        region: tile.region, depth: depth,
        source: inputSlot.map { input.slots[$0].range.lowerBound } ?? -1,
        weights: weights.slots[weightSlot].range.lowerBound,
        accumulator: sums.slots[sum].range.lowerBound))
    if let inputSlot {
      input.use(inputSlot, by: task, queue: array)
    } else {
      program.note(reader: task, queue: array)
    }
    weights.use(weightSlot, by: task, queue: array)
    sums.use(sum, by: task, queue: array)
    return task
  }

  /// Whether a step is the last that its groups take.
  private func isLast(_ tile: OutputTile, depth: Range<Int>) -> Bool {
    tile.pixel == pixelTiles - 1 && tile.filters.upperBound == layer.filters
      && depth.upperBound == layer.depth
  }

  /// Activates and requantises a finished tile, and stores it unless it stays on chip.
  private mutating func finish(_ tile: OutputTile, sum: Int, after compute: Int) {
    let elements = tile.pixels * tile.channels.count
    program.wait(for: compute)
    guard !cost.space.keepsOutput else {
      program.claimOutput()
      let task = vector(tile, elements: elements, sum: sum, staging: -1)
      return program.note(writer: task, queue: queues.vector, rows: tile.rows)
    }
    let slot = staging.take(key: outputTile)
    wait(for: slot, memory: .scratchpad)
    let address = staging.slots[slot.index].range.lowerBound
    let task = vector(tile, elements: elements, sum: sum, staging: address)
    staging.fill(slot.index, by: task, queue: queues.vector)
    store(tile, elements: elements, sum: sum, staging: slot.index, after: task)
  }

  /// - Parameter staging: the address written, or -1 if it is the layer's own storage.
  private mutating func vector(_ tile: OutputTile, elements: Int, sum: Int, staging: Int) -> Int {
    let task = program.append(
      Task(
        queue: queues.vector, kind: .vector, layer: 0,
        duration: cost.machine.vectorCycles(for: elements)),
      work: TileWork(
        region: tile.region, destination: staging,
        accumulator: sums.slots[sum].range.lowerBound))
    sums.use(sum, by: task, queue: queues.vector)
    return task
  }

  private mutating func store(
    _ tile: OutputTile, elements: Int, sum: Int, staging slot: Int, after task: Int
  ) {
    let bytes = elements * cost.machine.operandBytes
    let crossesHost = ends.writesNetworkOutput
    let link = crossesHost ? cost.machine.host ?? cost.machine.dram : cost.machine.dram
    let queue = crossesHost ? queues.hostStore : queues.store
    program.wait(for: task)
    let store = program.append(
      Task(queue: queue, kind: .store, layer: 0, duration: link.cycles(for: bytes), bytes: bytes),
      work: TileWork(
        region: tile.region, source: staging.slots[slot].range.lowerBound,
        accumulator: sums.slots[sum].range.lowerBound))
    program.note(writer: store, queue: queue, rows: tile.rows)
    staging.use(slot, by: store, queue: queue)
  }
}
