import LayerGraph

/// Lowers a layer for the vector unit: tiles of rows (and of channels, where they don't fit
/// otherwise) are loaded, computed and stored, double-buffered.
struct VectorLowering {
  let index: Int
  let layer: VectorLayer
  /// The layers read, one per operand, and their positions among the layer's inputs.
  let sources: [Int]
  private let positions: [Int]
  /// Which of the sources are loaded, and which lie in the scratchpad.
  private let streamed: [Int]
  private let resident: [Int]
  private let keepsOutput: Bool
  private let images: Int
  private let elementBytes: Int
  /// Where the first output channel lies in the layer's output: copies into a concatenation start
  /// further in.
  private let firstChannel: Int

  /// - Parameter operands: the positions among the layer's inputs that are read.
  init(_ lowering: SystolicLowering, index: Int, operands: [Int]? = nil, firstChannel: Int = 0) {
    let node = lowering.network.layers[index]
    let positions = operands ?? Array(node.inputs.indices)
    let shapes = lowering.network.inputShapes(of: index)
    self.index = index
    self.firstChannel = firstChannel
    self.positions = positions
    sources = positions.map { node.inputs[$0] }
    let isCopy = operands != nil
    layer = VectorLayer(
      operation: isCopy ? .identity : node.operation, inputs: positions.map { shapes[$0] },
      output: isCopy ? shapes[positions[0]] : node.output)
    streamed = sources.indices.filter { [sources] in !lowering.isResident(sources[$0]) }
    resident = sources.indices.filter { [sources] in lowering.isResident(sources[$0]) }
    keepsOutput = lowering.isResident(index)
    images = lowering.network.batch
    elementBytes = lowering.machine.operandBytes
  }

  /// Rows and channels of a tile.
  struct Tiling {
    let rows: Int
    let channels: Int
  }

  private func bytes(_ region: TileRegion) -> Int { region.elements * elementBytes }

  private func outputRegion(image: Int, channels: Range<Int>, rows: Range<Int>) -> TileRegion {
    TileRegion(
      images: image..<image + 1, channels: channels, rows: rows, columns: 0..<layer.output.width)
  }

  /// The bytes of the largest input tile, clipped differently at each edge, and of the output tile.
  private func tileBytes(_ tiling: Tiling) -> (input: Int, output: Int) {
    var input = 0
    let rows = Cut(extent: layer.output.height, piece: tiling.rows)
    for row in 0..<rows.count {
      let region = outputRegion(image: 0, channels: 0..<tiling.channels, rows: rows.range(row))
      let size = streamed.reduce(0) { $0 + bytes(layer.source(of: region, operand: $1)) }
      input = max(input, size)
    }
    let whole = outputRegion(image: 0, channels: 0..<tiling.channels, rows: 0..<tiling.rows)
    return (input, keepsOutput ? 0 : bytes(whole))
  }

  /// The largest tiles of which two fit at once, at least four over the rows so that loads, work and
  /// stores overlap.
  ///
  /// - Returns: `nil` if not even one row of one channel fits.
  func tiling(stream: Int) -> Tiling? {
    let allRows = MappingSearch.parts(of: layer.output.height)
    let rowChoices =
      layer.hasIndependentRows
      ? Array(allRows.drop { $0 * 4 > layer.output.height + 3 && $0 > 1 }) : [layer.output.height]
    for rows in rowChoices {
      let tiling = Tiling(rows: rows, channels: layer.output.channels)
      if fits(tiling, stream) { return tiling }
    }
    guard layer.hasIndependentChannels, let rows = rowChoices.last else { return nil }
    return MappingSearch.parts(of: layer.output.channels).lazy
      .map { Tiling(rows: rows, channels: $0) }.first { fits($0, stream) }
  }

  private func fits(_ tiling: Tiling, _ stream: Int) -> Bool {
    let (input, output) = tileBytes(tiling)
    return 2 * (input + output) <= stream
  }

  func run(_ lowering: inout SystolicLowering, tiling: Tiling, streamBase: Int) {
    let (inputBytes, outputBytes) = tileBytes(tiling)
    var input = SlotRing(
      base: streamBase, slotBytes: inputBytes, count: streamed.isEmpty ? 0 : 2,
      recordsRetired: lowering.recordsWork)
    var staging = SlotRing(
      base: max(streamBase, input.end), slotBytes: outputBytes, count: keepsOutput ? 0 : 2,
      recordsRetired: lowering.recordsWork)
    let rows = Cut(extent: layer.output.height, piece: tiling.rows)
    let channels = Cut(extent: layer.output.channels, piece: tiling.channels)
    var tile = 0
    for image in 0..<images {
      for channel in 0..<channels.count {
        for row in 0..<rows.count {
          let region = outputRegion(
            image: image, channels: channels.range(channel), rows: rows.range(row))
          compute(region, tile: tile, input: &input, staging: &staging, &lowering)
          tile += 1
        }
      }
    }
    input.release(to: &lowering.scratchpad)
    staging.release(to: &lowering.scratchpad)
    lowering.retire(input, memory: .scratchpad, content: .input, layer: index)
    lowering.retire(staging, memory: .scratchpad, content: .output, layer: index)
  }

  private func compute(
    _ region: TileRegion, tile: Int, input: inout SlotRing, staging: inout SlotRing,
    _ lowering: inout SystolicLowering
  ) {
    let queue = lowering.queues.vector
    var work = TileWork(region: region)
    work.region.channels =
      region.channels.lowerBound + Int32(clamping: firstChannel)..<region.channels.upperBound
      + Int32(clamping: firstChannel)
    let inputSlot = load(region, tile: tile, input: &input, &lowering)
    work.source = inputSlot.map { input.slots[$0].range.lowerBound } ?? -1
    let stagingSlot = claimOutput(tile: tile, staging: &staging, &lowering)
    work.destination = stagingSlot.map { staging.slots[$0].range.lowerBound } ?? -1
    let elements = region.elements
    let cycles = lowering.machine.vectorCycles(for: elements * layer.operationsPerElement)
    let task = lowering.append(
      Task(queue: queue, kind: .vector, layer: index, duration: cycles), work: work)
    if let inputSlot { input.use(inputSlot, by: task, queue: queue) }
    for operand in resident { lowering.note(reader: task, queue: queue, of: sources[operand]) }
    let rows = Int(region.rows.lowerBound)..<Int(region.rows.upperBound)
    guard let stagingSlot else {
      return lowering.note(writer: task, queue: queue, of: index, rows: rows)
    }
    staging.fill(stagingSlot, by: task, queue: queue)
    work.source = work.destination
    work.destination = -1
    let (store, storeQueue) = lowering.store(
      index, elements: elements, rows: rows, after: task, work: work)
    staging.use(stagingSlot, by: store, queue: storeQueue)
  }

  /// Makes the next task wait for room for its output; in the staging slot returned, or in the
  /// layer's own storage.
  private func claimOutput(
    tile: Int, staging: inout SlotRing, _ lowering: inout SystolicLowering
  ) -> Int? {
    guard !keepsOutput else {
      lowering.claimOutput(of: index)
      return nil
    }
    let (slot, users) = staging.take(key: tile, from: &lowering.scratchpad)
    lowering.wait(for: users)
    return slot
  }

  /// Loads the streamed operands of a tile, one after another into one slot, and makes the next
  /// task wait for what the tile needs.
  private func load(
    _ region: TileRegion, tile: Int, input: inout SlotRing, _ lowering: inout SystolicLowering
  ) -> Int? {
    var slot: Int?
    var first = -1
    if !streamed.isEmpty {
      let (taken, users) = input.take(key: tile, from: &lowering.scratchpad)
      slot = taken
      first = lowering.schedule.count
      fill(taken, region, users: users, input: &input, &lowering)
    }
    lowering.schedule.wait(for: lowering.issue)
    for operand in resident {
      let rows = layer.source(of: region, operand: operand).rows
      lowering.schedule.wait(
        for: lowering.writer(
          of: sources[operand], rows: Int(rows.lowerBound)..<Int(rows.upperBound)))
    }
    for load in streamed.indices { lowering.schedule.wait(for: first + load) }
    return slot
  }

  private func fill(
    _ slot: Int, _ region: TileRegion, users: Users, input: inout SlotRing,
    _ lowering: inout SystolicLowering
  ) {
    var address = input.slots[slot].range.lowerBound
    for operand in streamed {
      var work = TileWork(region: layer.source(of: region, operand: operand))
      work.operand = positions[operand]
      work.destination = address
      let elements = work.region.elements
      address += elements * elementBytes
      let rows = Int(work.region.rows.lowerBound)..<Int(work.region.rows.upperBound)
      lowering.wait(for: users)
      let (task, queue) = lowering.load(
        sources[operand], for: index, elements: elements, rows: rows, work: work)
      input.fill(slot, by: task, queue: queue)
    }
  }
}
