import LayerGraph

/// Lowers a layer for the vector unit: tiles of rows (and of channels, where they don't fit
/// otherwise) are loaded, computed and stored, double-buffered.
struct VectorLowering {
  let index: Int
  let layer: VectorLayer
  /// The layers read, one per operand, and their positions among the layer's inputs.
  let sources: [Int]
  private let positions: [Int]
  /// Which of the sources are loaded; the others lie in the scratchpad.
  private let streamed: [Int]
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
    var input = SlotRing(base: streamBase, slotBytes: inputBytes, count: streamed.isEmpty ? 0 : 2)
    var staging = SlotRing(
      base: max(streamBase, input.end), slotBytes: outputBytes, count: keepsOutput ? 0 : 2)
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
    var waits = [lowering.issue]
    let inputSlot = load(region, tile: tile, input: &input, waits: &waits, &lowering)
    work.source = inputSlot.map { input.slots[$0].range.lowerBound } ?? -1
    var stagingSlot: Int?
    if keepsOutput {
      waits += lowering.claimOutput(of: index)
    } else {
      let (slot, users) = staging.take(key: tile, from: &lowering.scratchpad)
      work.destination = staging.slots[slot].range.lowerBound
      waits += users.tasks
      stagingSlot = slot
    }
    let cycles = lowering.machine.vectorCycles(for: region.elements * layer.operationsPerElement)
    let task = lowering.append(
      Task(queue: queue, kind: .vector, layer: index, duration: cycles), work: work, after: waits)
    if let inputSlot { input.use(inputSlot, by: task, queue: queue) }
    for (operand, source) in sources.enumerated() where !streamed.contains(operand) {
      lowering.note(reader: task, queue: queue, of: source)
    }
    guard let stagingSlot else {
      lowering.note(
        writer: task, queue: queue, of: index, rows: lowering.rowsOfStorage(index, work.region))
      return
    }
    staging.fill(stagingSlot, by: task, queue: queue)
    work.source = work.destination
    work.destination = -1
    let (store, storeQueue) = lowering.store(index, work: work, after: task)
    staging.use(stagingSlot, by: store, queue: storeQueue)
  }

  /// Loads the streamed operands of a tile, one after another into one slot, and adds what the
  /// tile waits for.
  private func load(
    _ region: TileRegion, tile: Int, input: inout SlotRing, waits: inout [Int],
    _ lowering: inout SystolicLowering
  ) -> Int? {
    for (operand, source) in sources.enumerated() where !streamed.contains(operand) {
      let rows = layer.source(of: region, operand: operand).rows
      waits.append(
        lowering.writer(of: source, rows: Int(rows.lowerBound)..<Int(rows.upperBound)))
    }
    guard !streamed.isEmpty else { return nil }
    let (slot, users) = input.take(key: tile, from: &lowering.scratchpad)
    var address = input.slots[slot].range.lowerBound
    for operand in streamed {
      var work = TileWork(region: layer.source(of: region, operand: operand))
      work.operand = positions[operand]
      work.destination = address
      address += bytes(work.region)
      let rows = Int(work.region.rows.lowerBound)..<Int(work.region.rows.upperBound)
      let (task, queue) = lowering.load(
        sources[operand], for: index, work: work, rows: rows, after: users.tasks)
      input.fill(slot, by: task, queue: queue)
      waits.append(task)
    }
    return slot
  }
}
