import LayerGraph

/// Lowers a fused group: units of one band of one image go through all layers.
///
/// With two slots for each intermediate the layers form a pipeline: while one works on a unit, the
/// one before it works on the next unit.
struct FusedLowering {
  private let mapping: FusedMapping
  private let machine: SystolicMachine
  private let images: Int
  private let source: Int
  private let keepsOutput: Bool
  private let hasResidentInput: Bool
  private var input: SlotRing
  /// For each layer but the last, what it hands to the next.
  private var handed: [SlotRing] = []
  private var staging: SlotRing
  private var weights: [SlotRing] = []
  private var sums: SlotRing
  /// For each layer, the control task that its computations wait for, or -1.
  private var issues: [Int]
  private var outputTile = 0

  init(
    _ mapping: FusedMapping, source: Int, streamBase: Int, machine: SystolicMachine,
    space: TileSpace, recordsWork: Bool
  ) {
    func ring(_ base: Int, _ bytes: Int, _ count: Int) -> SlotRing {
      SlotRing(base: base, slotBytes: bytes, count: count, recordsRetired: recordsWork)
    }
    self.mapping = mapping
    self.machine = machine
    self.source = source
    images = mapping.layers[0].images
    keepsOutput = space.keepsOutput
    hasResidentInput = space.hasResidentInput
    issues = [Int](repeating: -1, count: mapping.layers.count)
    input = ring(streamBase, mapping.inputBytes, hasResidentInput ? 0 : 2)
    var end = max(streamBase, input.end)
    for position in mapping.layers.indices.dropLast() {
      handed.append(ring(end, mapping.bandBytes(of: position), mapping.bandSlots))
      end = handed[position].end
    }
    staging = ring(end, mapping.stagingBytes, keepsOutput ? 0 : 2)
    end = machine.weightBuffer == nil ? max(end, staging.end) : 0
    for position in mapping.layers.indices {
      weights.append(
        ring(end, mapping.weightTileBytes(of: position), mapping.tiles[position].weightSlots))
      end = weights[position].end
    }
    sums = ring(0, mapping.sumBytes, 2)
  }

  private var group: FusedGroup { mapping.group }
  private var bandCount: Int { group.bands[0].count }

  /// - Parameter issues: whether each layer is a command of its own.
  mutating func run(_ lowering: inout SystolicLowering, issues isIssued: Bool) {
    for position in mapping.layers.indices where isIssued {
      lowering.beginLayer(group.layers.lowerBound + position)
      issues[position] = lowering.issue
    }
    let (count, units) = (mapping.layers.count, images * bandCount)
    let delay = mapping.bandSlots > 1 ? 1 : 0
    for step in 0..<units + delay * (count - 1) {
      for position in 0..<count {
        let unit = step - delay * position
        if (0..<units).contains(unit) { lower(unit, position, &lowering) }
      }
    }
    release(&lowering)
  }

  private mutating func release(_ lowering: inout SystolicLowering) {
    let layers = group.layers
    input.release(to: &lowering.scratchpad)
    lowering.retire(input, memory: .scratchpad, content: .input, layer: layers.lowerBound)
    for position in handed.indices {
      handed[position].release(to: &lowering.scratchpad)
      lowering.retire(
        handed[position], memory: .scratchpad, content: .output,
        layer: layers.lowerBound + position)
    }
    staging.release(to: &lowering.scratchpad)
    lowering.retire(staging, memory: .scratchpad, content: .output, layer: layers.upperBound - 1)
    let isSeparate = machine.weightBuffer != nil
    for position in weights.indices {
      if isSeparate {
        weights[position].release(to: &lowering.weightBuffer)
      } else {
        weights[position].release(to: &lowering.scratchpad)
      }
      lowering.retire(
        weights[position], memory: isSeparate ? .weightBuffer : .scratchpad, content: .weights,
        layer: layers.lowerBound + position)
    }
    sums.release(to: &lowering.accumulators)
    lowering.retire(sums, memory: .accumulator, content: .sums, layer: layers.upperBound - 1)
  }

  // MARK: A band of a layer

  /// One layer's part of a unit.
  private struct Band {
    let position: Int
    let unit: Int
    let image: Int
    let rows: Range<Int>
    /// The layer's index in the network.
    let index: Int
    let layer: MatrixLayer

    var pixels: Int { rows.count * layer.output.width }

    func region(_ channels: Range<Int>) -> TileRegion {
      TileRegion(
        images: image..<image + 1, channels: channels, rows: rows, columns: 0..<layer.output.width)
    }
  }

  /// What a band reads: a slot of a ring, or a tensor that stays on chip.
  private struct Operand {
    /// The slot, or `nil` for the tensor.
    var slot: Int?
    /// The last task that wrote it, or -1.
    var writer = -1
    var address = -1
  }

  private mutating func lower(_ unit: Int, _ position: Int, _ lowering: inout SystolicLowering) {
    let (image, index) = unit.quotientAndRemainder(dividingBy: bandCount)
    let band = Band(
      position: position, unit: unit, image: image, rows: group.bands[position][index],
      index: group.layers.lowerBound + position, layer: mapping.layers[position])
    let operand = operand(of: band, &lowering)
    let tiles = mapping.tiles[position]
    let groups = Cut(extent: band.layer.groups, piece: tiles.groups)
    let filters = Cut(extent: band.layer.filters, piece: tiles.filters)
    for group in 0..<groups.count {
      for filter in 0..<filters.count {
        output(
          band, groups: groups.range(group), filters: filters.range(filter), operand, &lowering)
      }
    }
  }

  private mutating func operand(of band: Band, _ lowering: inout SystolicLowering) -> Operand {
    if band.position > 0 {
      let before = band.position - 1
      guard let slot = handed[before].slot(holding: band.unit) else { return Operand() }
      let tile = handed[before].slots[slot]
      return Operand(slot: slot, writer: tile.writer, address: tile.range.lowerBound)
    }
    let rows = band.layer.inputRows(for: band.rows)
    guard !hasResidentInput else {
      return Operand(writer: lowering.writer(of: source, rows: rows))
    }
    let slot = input.take(key: band.unit)
    let address = input.slots[slot.index].range.lowerBound
    let region = TileRegion(
      images: band.image..<band.image + 1, channels: 0..<band.layer.groups * band.layer.channels,
      rows: rows, columns: 0..<band.layer.input.width)
    wait(for: slot, memory: .scratchpad, &lowering)
    let (task, queue) = lowering.load(
      source, for: band.index, elements: region.elements, rows: rows,
      work: TileWork(region: region, destination: address))
    input.fill(slot.index, by: task, queue: queue)
    return Operand(slot: slot.index, writer: task, address: address)
  }

  private mutating func output(
    _ band: Band, groups: Range<Int>, filters: Range<Int>, _ operand: Operand,
    _ lowering: inout SystolicLowering
  ) {
    let array = lowering.queues.firstArray + outputTile % machine.arrays
    outputTile += 1
    let sum = sums.take(key: outputTile)
    let first = groups.lowerBound * band.layer.filters + filters.lowerBound
    let channels = first..<first + (groups.count - 1) * band.layer.filters + filters.count
    let pieces = Cut(extent: band.layer.depth, piece: mapping.tiles[band.position].depth)
    var last = -1
    for piece in 0..<pieces.count {
      let step = Step(
        channels: channels, groups: groups.count, filters: filters.count,
        depth: pieces.range(piece))
      let slot = loadWeights(step, band, &lowering)
      if last < 0 { wait(for: sum, memory: .accumulator, &lowering) }
      lowering.schedule.wait(for: weights[band.position].slots[slot].writer)
      lowering.schedule.wait(for: operand.writer)
      lowering.schedule.wait(for: issues[band.position])
      last = compute(step, band, operand, weightSlot: slot, sum: sum.index, array: array, &lowering)
    }
    finish(band, channels, sum: sum.index, after: last, &lowering)
  }

  /// Makes the next task wait for those that used a slot's bytes before.
  private func wait(
    for slot: SlotRing.Taken, memory: BufferUse.Memory, _ lowering: inout SystolicLowering
  ) {
    lowering.wait(for: slot.claimed.map { lowering.claim($0, of: memory) } ?? slot.users)
  }

  /// One computation of a tile.
  private struct Step {
    /// Filters, numbered over all groups.
    let channels: Range<Int>
    let groups: Int
    /// Per group.
    let filters: Int
    let depth: Range<Int>
  }

  private mutating func loadWeights(
    _ step: Step, _ band: Band, _ lowering: inout SystolicLowering
  ) -> Int {
    let key = step.channels.lowerBound * band.layer.depth + step.depth.lowerBound
    if let slot = weights[band.position].slot(holding: key) { return slot }
    let slot = weights[band.position].take(key: key)
    let bytes = step.channels.count * step.depth.count * machine.operandBytes
    let address = weights[band.position].slots[slot.index].range.lowerBound
    wait(for: slot, memory: machine.weightBuffer == nil ? .scratchpad : .weightBuffer, &lowering)
    lowering.schedule.wait(for: lowering.launch)
    let task = lowering.append(
      Task(
        queue: lowering.queues.loadWeights, kind: .loadWeights, layer: band.index,
        duration: machine.dram.cycles(for: bytes),
        delay: machine.dram.latency + machine.timing.firstShift, bytes: bytes),
      work: TileWork(
        region: TileRegion(images: 0..<1, channels: step.channels, rows: 0..<1, columns: 0..<1),
        depth: step.depth, destination: address))
    weights[band.position].fill(slot.index, by: task, queue: lowering.queues.loadWeights)
    return slot.index
  }

  private mutating func compute(
    _ step: Step, _ band: Band, _ operand: Operand, weightSlot: Int, sum: Int, array: Int,
    _ lowering: inout SystolicLowering
  ) -> Int {
    let product = Product(rows: band.pixels, columns: step.filters, depth: step.depth.count)
    var time = machine.timing.time(of: product, groups: step.groups)
    if machine.skipsLastCycle, isLast(step, band) { time.skipLastCycle(of: step.groups) }
    var task = Task(
      queue: array, kind: .compute, layer: band.index,
      duration: min(time.total, SystolicMachine.longestTask), delay: machine.timing.drain,
      macs: product.rows * product.columns * product.depth * step.groups)
    task.shifting = time.shifting
    task.filling = time.filling
    let index = lowering.append(
      task,
      work: TileWork(
        region: band.region(step.channels), depth: step.depth, source: operand.address,
        weights: weights[band.position].slots[weightSlot].range.lowerBound,
        accumulator: sums.slots[sum].range.lowerBound))
    if let slot = operand.slot {
      if band.position > 0 {
        handed[band.position - 1].use(slot, by: index, queue: array)
      } else {
        input.use(slot, by: index, queue: array)
      }
    } else {
      lowering.note(reader: index, queue: array, of: source)
    }
    weights[band.position].use(weightSlot, by: index, queue: array)
    sums.use(sum, by: index, queue: array)
    return index
  }

  private func isLast(_ step: Step, _ band: Band) -> Bool {
    band.unit == images * bandCount - 1
      && step.channels.upperBound == band.layer.groups * band.layer.filters
      && step.depth.upperBound == band.layer.depth
  }

  // MARK: Results

  /// Activates a finished tile into what the next layer reads, the output that stays, or a tile to
  /// store.
  private mutating func finish(
    _ band: Band, _ channels: Range<Int>, sum: Int, after last: Int,
    _ lowering: inout SystolicLowering
  ) {
    let queue = lowering.queues.vector
    lowering.schedule.wait(for: last)
    if band.position < handed.count {
      let slot = handedSlot(band, &lowering)
      let base = handed[band.position].slots[slot].range.lowerBound
      let offset = channels.lowerBound * band.pixels * machine.operandBytes
      let task = vector(band, channels, sum: sum, to: base + offset, &lowering)
      handed[band.position].fill(slot, by: task, queue: queue)
    } else if keepsOutput {
      lowering.claimOutput(of: band.index)
      let task = vector(band, channels, sum: sum, to: -1, &lowering)
      lowering.note(writer: task, queue: queue, of: band.index, rows: band.rows)
    } else {
      store(band, channels, sum: sum, &lowering)
    }
  }

  /// The slot of a band that is handed on, taken by its first tile.
  private mutating func handedSlot(_ band: Band, _ lowering: inout SystolicLowering) -> Int {
    if let slot = handed[band.position].slot(holding: band.unit) { return slot }
    let slot = handed[band.position].take(key: band.unit)
    wait(for: slot, memory: .scratchpad, &lowering)
    return slot.index
  }

  private mutating func store(
    _ band: Band, _ channels: Range<Int>, sum: Int, _ lowering: inout SystolicLowering
  ) {
    let taken = staging.take(key: outputTile)
    let slot = taken.index
    let address = staging.slots[slot].range.lowerBound
    wait(for: taken, memory: .scratchpad, &lowering)
    let task = vector(band, channels, sum: sum, to: address, &lowering)
    staging.fill(slot, by: task, queue: lowering.queues.vector)
    let (store, queue) = lowering.store(
      band.index, elements: channels.count * band.pixels, rows: band.rows, after: task,
      work: TileWork(
        region: band.region(channels), source: address,
        accumulator: sums.slots[sum].range.lowerBound))
    staging.use(slot, by: store, queue: queue)
  }

  private mutating func vector(
    _ band: Band, _ channels: Range<Int>, sum: Int, to address: Int,
    _ lowering: inout SystolicLowering
  ) -> Int {
    let queue = lowering.queues.vector
    let task = lowering.append(
      Task(
        queue: queue, kind: .vector, layer: band.index,
        duration: machine.vectorCycles(for: channels.count * band.pixels)),
      work: TileWork(
        region: band.region(channels), destination: address,
        accumulator: sums.slots[sum].range.lowerBound))
    sums.use(sum, by: task, queue: queue)
    return task
  }
}
