import Hardware
import LayerGraph

/// Lowers one convolution or linear layer to passes.
struct PassLowering {
  /// Weights of one pass lie in the buffer while those of the pass before are in the elements.
  static let weightSlots = 2

  private let index: Int
  private let source: Int
  private let cost: RowStationaryCost
  private let mapping: RowStationaryMapping
  private let loops: PassLoops
  private let parts: [Range<Int>]
  private var input: SlotRing
  private var weights: SlotRing
  private var sums: SlotRing
  private var nextSum = 0
  /// The last pass, load of input and store of output, or -1.
  private var lastPass = -1
  private var lastLoad = -1
  private var lastStore = -1

  init(
    index: Int, source: Int, cost: RowStationaryCost, mapping: RowStationaryMapping,
    recordsWork: Bool
  ) {
    self.index = index
    self.source = source
    self.cost = cost
    self.mapping = mapping
    loops = PassLoops(cost.layer, mapping)
    parts = loops.kernelParts
    input = SlotRing(
      base: 0, slotBytes: cost.inputTileBytes(mapping), count: 1,
      recordsRetired: recordsWork)
    weights = SlotRing(
      base: 0, slotBytes: cost.weightTileBytes(mapping), count: PassLowering.weightSlots,
      recordsRetired: recordsWork)
    let passes = loops.passes(of: mapping.filters)
    sums = SlotRing(
      base: 0,
      sizes: (0..<passes.count).map {
        cost.sumTileBytes(mapping, filters: passes.range($0).count)
      }, recordsRetired: recordsWork)
  }

  /// The output that some filters and pixels make.
  private struct Tile {
    let group: Int
    let pixel: Int
    let filters: Range<Int>
    let images: Range<Int>
    let rows: Range<Int>
    let columns: Range<Int>
  }

  mutating func run(_ lowering: inout SystolicLowering) {
    for group in 0..<cost.layer.groups {
      for filter in 0..<loops.filters.count {
        for pixel in 0..<loops.pixelTiles {
          output(tile(group, loops.filters.range(filter), pixel), &lowering)
        }
      }
    }
    // The next layer begins when all of this one's work is done, so it need not know who used what.
    var forgotten = AddressLedger()
    input.release(to: &forgotten)
    weights.release(to: &forgotten)
    sums.release(to: &forgotten)
    lowering.retire(input, memory: .scratchpad, content: .input, layer: index)
    lowering.retire(weights, memory: .weightBuffer, content: .weights, layer: index)
    lowering.retire(sums, memory: .accumulator, content: .sums, layer: index)
  }

  private func tile(_ group: Int, _ filters: Range<Int>, _ pixel: Int) -> Tile {
    let column = pixel % loops.columns.count
    let row = pixel / loops.columns.count % loops.rows.count
    let image = pixel / (loops.columns.count * loops.rows.count)
    return Tile(
      group: group, pixel: pixel, filters: filters, images: loops.images.range(image),
      rows: loops.rows.range(row), columns: loops.columns.range(column))
  }

  private mutating func output(_ tile: Tile, _ lowering: inout SystolicLowering) {
    let passes = loops.passes(of: tile.filters.count)
    var held: [SlotRing.Taken] = []
    for _ in sums.slots.indices {
      nextSum += 1
      held.append(sums.take(key: nextSum))
    }
    for chunk in 0..<loops.channels.count {
      let channels = loops.channels.range(chunk)
      let inputSlot = loadInput(tile, chunk: chunk, channels: channels, &lowering)
      for part in parts {
        for pass in 0..<passes.count {
          let filters = filters(of: pass, passes, tile)
          let depth = depth(channels, part)
          let weightSlot = loadWeights(tile, filters: filters, depth: depth, &lowering)
          if depth.lowerBound == 0 { lowering.wait(for: held[pass].users) }
          compute(
            tile, filters: filters, channels: channels, part: part, inputSlot: inputSlot,
            weightSlot: weightSlot, sum: held[pass].index, &lowering)
        }
      }
    }
    for pass in 0..<passes.count {
      store(tile, filters: filters(of: pass, passes, tile), sum: held[pass].index, &lowering)
    }
  }

  /// The filters of a pass, numbered within the group.
  private func filters(of pass: Int, _ passes: Cut, _ tile: Tile) -> Range<Int> {
    let range = passes.range(pass)
    return tile.filters.lowerBound + range.lowerBound..<tile.filters.lowerBound + range.upperBound
  }

  /// Products of a pass: a part of the kernel is one only if the pass has a single channel.
  private func depth(_ channels: Range<Int>, _ part: Range<Int>) -> Range<Int> {
    let area = cost.layer.window.kernel.area
    guard parts.count > 1 else { return channels.lowerBound * area..<channels.upperBound * area }
    let first = channels.lowerBound * area
    return first + part.lowerBound..<first + part.upperBound
  }

  private func region(_ tile: Tile, filters: Range<Int>) -> TileRegion {
    let first = tile.group * cost.layer.filters
    return TileRegion(
      images: tile.images, channels: first + filters.lowerBound..<first + filters.upperBound,
      rows: tile.rows, columns: tile.columns)
  }

  /// Makes the next task wait, where the device transfers maps and works one after the other.
  private func waitAlone(for task: Int, _ lowering: inout SystolicLowering) {
    if !cost.device.overlapsTransfers { lowering.schedule.wait(for: task) }
  }
}

// MARK: - Tasks

extension PassLowering {
  /// Brings an input tile in, unless it is held.
  private mutating func loadInput(
    _ tile: Tile, chunk: Int, channels: Range<Int>, _ lowering: inout SystolicLowering
  ) -> Int {
    let key = (tile.group * loops.pixelTiles + tile.pixel) * loops.channels.count + chunk
    if let slot = input.slot(holding: key) { return slot }
    let taken = input.take(key: key)
    let slot = taken.index
    let first = tile.group * cost.layer.channels
    let region = TileRegion(
      images: tile.images, channels: first + channels.lowerBound..<first + channels.upperBound,
      rows: cost.layer.inputRows(for: tile.rows),
      columns: cost.layer.inputColumns(for: tile.columns))
    let destination = input.slots[slot].range.lowerBound
    lowering.wait(for: taken.users)
    waitAlone(for: lastPass, &lowering)
    let (task, queue) = lowering.load(
      source, for: index, elements: region.elements,
      rows: Int(region.rows.lowerBound)..<Int(region.rows.upperBound),
      work: TileWork(region: region, destination: destination))
    lowering.accesses[index].inputs += region.elements * cost.device.operandBytes
    input.fill(slot, by: task, queue: queue)
    lastLoad = task
    return slot
  }

  private mutating func loadWeights(
    _ tile: Tile, filters: Range<Int>, depth: Range<Int>, _ lowering: inout SystolicLowering
  ) -> Int {
    let region = region(tile, filters: filters)
    let key = Int(region.channels.lowerBound) * cost.layer.depth + depth.lowerBound
    if let slot = weights.slot(holding: key) { return slot }
    let taken = weights.take(key: key)
    let slot = taken.index
    let bytes = filters.count * depth.count * cost.device.operandBytes
    let destination = weights.slots[slot].range.lowerBound
    let queue = lowering.queues.loadWeights
    lowering.wait(for: taken.users)
    lowering.schedule.wait(for: lowering.launch)
    let task = lowering.append(
      Task(
        queue: queue, kind: .loadWeights, layer: index,
        duration: lowering.machine.dram.cycles(for: bytes), delay: lowering.machine.dram.latency,
        bytes: bytes),
      work: TileWork(
        region: TileRegion(
          images: 0..<1,
          channels: Int(region.channels.lowerBound)..<Int(region.channels.upperBound),
          rows: 0..<1, columns: 0..<1), depth: depth, destination: destination))
    lowering.accesses[index].weights += bytes
    weights.fill(slot, by: task, queue: queue)
    return slot
  }

  private mutating func compute(
    _ tile: Tile, filters: Range<Int>, channels: Range<Int>, part: Range<Int>, inputSlot: Int,
    weightSlot: Int, sum: Int, _ lowering: inout SystolicLowering
  ) {
    let queue = lowering.queues.firstArray
    let depth = depth(channels, part)
    let pass = loops.pass(
      images: tile.images.count, rows: tile.rows.count, columns: tile.columns.count,
      filters: filters.count, channels: channels.count, kernel: loops.size(of: part),
      addsToSums: depth.lowerBound > 0)
    lowering.schedule.wait(for: weights.slots[weightSlot].writer)
    lowering.schedule.wait(for: input.slots[inputSlot].writer)
    lowering.schedule.wait(for: lowering.issue)
    waitAlone(for: lastLoad, &lowering)
    waitAlone(for: lastStore, &lowering)
    let task = lowering.append(
      task(for: pass, queue: queue),
      work: TileWork(
        region: region(tile, filters: filters), depth: depth,
        source: input.slots[inputSlot].range.lowerBound,
        weights: weights.slots[weightSlot].range.lowerBound,
        accumulator: sums.slots[sum].range.lowerBound))
    lowering.accesses[index].add(pass, cost.device)
    input.use(inputSlot, by: task, queue: queue)
    weights.use(weightSlot, by: task, queue: queue)
    sums.use(sum, by: task, queue: queue)
    lastPass = task
  }

  private func task(for pass: Pass, queue: Int) -> Task {
    let time = cost.device.array.time(of: pass)
    var task = Task(
      queue: queue, kind: .compute, layer: index,
      duration: min(time.total, SystolicMachine.longestTask), macs: pass.macs)
    task.shifting = time.shifting
    task.filling = time.filling
    task.starving = time.starving
    return task
  }

  /// Finishes sums on their way to DRAM: activation and compression keep pace with the link.
  private mutating func store(
    _ tile: Tile, filters: Range<Int>, sum: Int, _ lowering: inout SystolicLowering
  ) {
    let region = region(tile, filters: filters)
    let (task, queue) = lowering.store(
      index, elements: region.elements, rows: tile.rows, after: lastPass,
      work: TileWork(region: region, accumulator: sums.slots[sum].range.lowerBound))
    lowering.accesses[index].sums += region.elements * cost.device.sumBytes
    sums.use(sum, by: task, queue: queue)
    lastStore = task
  }
}
