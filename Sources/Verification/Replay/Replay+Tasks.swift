import LayerGraph
import ReferenceKernels
import Simulation

/// What each kind of task does.
extension Replay {
  /// The target of a task is lost while it is written.
  mutating func begin(_ index: Int) throws {
    let task = simulation.trace.schedule.tasks[index]
    let work = simulation.works[index]
    let layer = Int(task.layer)
    switch task.kind {
    case .launch, .cacheLoad: break
    case .loadInput:
      inputTiles[element(work.destination)] = nil
      for image in 0..<work.region.images.count {
        try fill(
          scratchpad, packed(work.region, at: element(work.destination), image: image), index)
      }
    case .loadWeights:
      weightTiles[element(work.destination)] = nil
      let first = element(work.destination)
      try check(first + work.region.channels.count * work.depth.count, within: weightMemory, index)
      for address in first..<first + work.region.channels.count * work.depth.count {
        weightMemory[address] = Arithmetic.poison
      }
    case .compute:
      guard work.depth.lowerBound == 0 else { break }
      let first = work.accumulator / simulation.sumBytes
      try check(first + work.region.elements, within: accumulator, index)
      for address in first..<first + work.region.elements { accumulator[address] = Arithmetic.zero }
    case .vector, .store:
      for image in work.region.images {
        let (memory, layout) = target(of: work, layer: layer, image: Int(image))
        try fill(memory, layout, index)
      }
    }
  }

  mutating func end(_ index: Int) throws {
    let task = simulation.trace.schedule.tasks[index]
    let work = simulation.works[index]
    let layer = Int(task.layer)
    do {
      switch task.kind {
      case .launch, .cacheLoad: break
      case .loadInput: loadInput(work, layer: layer)
      case .loadWeights: loadWeights(work, layer: layer, isHeld: task.bytes == 0)
      case .compute: try compute(work, layer: layer, task: index)
      case .vector: try finish(work, layer: layer, task: index)
      case .store where work.finishesSums:
        try finish(work, layer: layer, task: index)
        report.bytes += simulation.dramFormat(of: layer).bytes(work.region.elements)
      case .store: store(work, layer: layer)
      }
    } catch let error as KernelError {
      throw ReplayFailure.outOfBounds(
        layer: network.layers[max(0, layer)].name, task: index, reason: "\(error)")
    }
  }

  mutating func loadInput(_ work: TileWork, layer: Int) {
    let source = network.layers[layer].inputs[work.operand]
    let isMatrix = network.layers[layer].operation.isMatrixProduct
    for (index, image) in work.region.images.enumerated() {
      let box = layout(
        of: source, region: work.region.box, image: Int(image),
        shape: isMatrix ? network.productInput(layer) : nil)
      scratchpad.copy(
        box, of: dram[storage(source)],
        to: packed(work.region, at: element(work.destination), image: index))
    }
    inputTiles[element(work.destination)] = InputTile(
      layer: layer, operand: work.operand, region: work.region)
    report.bytes += simulation.dramFormat(of: source).bytes(work.region.elements)
  }

  /// - Parameter isHeld: whether the weights are on chip from the run before.
  mutating func loadWeights(_ work: TileWork, layer: Int, isHeld: Bool) {
    guard let convolution = network.convolution(layer), let matrix = weights[layer] else { return }
    let depth =
      convolution.window.kernel.area * network.productInput(layer).channels / convolution.groups
    var target = element(work.destination)
    matrix.withUnsafeBufferPointer { matrix in
      for filter in work.region.channels {
        let first = Int(filter) * depth + work.depth.lowerBound
        let row = UnsafeBufferPointer(rebasing: matrix[first..<first + work.depth.count])
        _ = weightMemory.row(from: target, count: row.count).update(fromContentsOf: row)
        target += row.count
      }
    }
    weightTiles[element(work.destination)] = WeightTile(
      layer: layer, filters: work.region.channels, depth: work.depth)
    guard !isHeld else { return }
    report.bytes += work.region.channels.count * work.depth.count * simulation.elementBytes
  }

  mutating func compute(_ work: TileWork, layer: Int, task: Int) throws {
    guard let convolution = network.convolution(layer) else { return }
    let name = network.layers[layer].name
    let box = work.region.box
    let tile = try ConvolutionTile(
      convolution, input: network.productInput(layer), filters: box.channels, depth: work.depth,
      rows: box.rows, columns: box.columns)
    let held = WeightTile(layer: layer, filters: work.region.channels, depth: work.depth)
    guard weightTiles[element(work.weights)] == held else {
      throw ReplayFailure.wrongTile(layer: name, task: task, buffer: "weight")
    }
    let rows = try weightMemory.weights(
      from: element(work.weights), filters: box.channels.count, depth: work.depth.count)
    for (index, image) in work.region.images.enumerated() {
      let input = try scratchpad.view(
        input(of: layer, operand: 0, address: work.source, image: Int(image), task: task))
      let sums = packed(work.region, at: work.accumulator / simulation.sumBytes, image: index)
      try arithmetic.accumulate(
        tile, input: input, weights: rows, into: accumulator.mutableView(sums))
      report.macs += tile.macs
    }
  }

  /// What a task reads of one of its layer's inputs: a tile that was loaded to an address, or the
  /// resident tensor itself.
  func input(
    of layer: Int, operand: Int, address: Int, image: Int, task: Int
  ) throws -> ReplayLayout {
    let source = network.layers[layer].inputs[operand]
    let isMatrix = network.layers[layer].operation.isMatrixProduct
    let shape = isMatrix ? network.productInput(layer) : network.layers[source].output
    if isResident(source) {
      return layout(of: source, region: Region(shape), image: image, shape: shape)
    }
    guard let tile = inputTiles[element(address)], tile.layer == layer, tile.operand == operand,
      tile.region.images.contains(Int32(image))
    else {
      throw ReplayFailure.wrongTile(
        layer: network.layers[layer].name, task: task, buffer: "input")
    }
    let index = image - Int(tile.region.images.lowerBound)
    return packed(tile.region, at: element(address), image: index)
  }

  mutating func finish(_ work: TileWork, layer: Int, task: Int) throws {
    for (index, image) in work.region.images.enumerated() {
      let (memory, layout) = target(of: work, layer: layer, image: Int(image))
      if network.layers[layer].operation.isMatrixProduct {
        let sums = packed(work.region, at: work.accumulator / simulation.sumBytes, image: index)
        try finishSums(sums, layer: layer, into: memory, layout)
      } else if case .concatenate = network.layers[layer].operation {
        try copy(work, layer: layer, image: Int(image), task: task, to: memory, layout)
      } else {
        try computeVector(work, layer: layer, image: Int(image), task: task, to: memory, layout)
      }
      made[layer] += layout.region.elements
      report.elements += try plain.compare(
        layer: layer, image: Int(image), with: memory, at: layout, tile: report.tiles, &report)
    }
    handOn(work, layer: layer)
    report.tiles += 1
  }

  func finishSums(
    _ sums: ReplayLayout, layer: Int, into memory: ReplayMemory<Value>, _ target: ReplayLayout
  ) throws {
    _ = try (accumulator.view(sums), memory.view(target))
    var source = sums.first
    let width = target.region.columns.count
    memory.forEachRow(target) { channel, _, first in
      arithmetic.finish(
        UnsafeBufferPointer(accumulator.row(from: source, count: width)), layer: layer,
        channel: channel, into: memory.row(from: first, count: width))
      source += width
    }
  }

  /// Computes a tile from its operands; loaded ones lie one after another, in order.
  func computeVector(
    _ work: TileWork, layer: Int, image: Int, task: Int, to memory: ReplayMemory<Value>,
    _ target: ReplayLayout
  ) throws {
    var address = work.source
    var views: [MapView<Value>] = []
    for (operand, source) in network.layers[layer].inputs.enumerated() {
      let box = try input(of: layer, operand: operand, address: address, image: image, task: task)
      views.append(try scratchpad.view(box))
      if !isResident(source) { address += box.region.elements * simulation.elementBytes }
    }
    try arithmetic.compute(layer: layer, inputs: views, into: memory.mutableView(target))
    guard network.layers[layer].activation != .linear else { return }
    memory.forEachRow(target) { _, _, first in
      arithmetic.activate(
        memory.row(from: first, count: target.region.columns.count), layer: layer)
    }
  }

  /// Copies a piece of one input into a concatenation.
  func copy(
    _ work: TileWork, layer: Int, image: Int, task: Int, to memory: ReplayMemory<Value>,
    _ target: ReplayLayout
  ) throws {
    var first = 0
    for (operand, source) in network.layers[layer].inputs.enumerated() {
      let shape = network.layers[source].output
      let channels = target.region.channels
      if channels.lowerBound < first + shape.channels {
        let moved = Region(
          channels: channels.lowerBound - first..<channels.upperBound - first,
          rows: target.region.rows, columns: target.region.columns)
        let held = try input(
          of: layer, operand: operand, address: work.source, image: image, task: task)
        let box =
          isResident(source)
          ? layout(of: source, region: moved, image: image)
          : ReplayLayout(packed: held.region, at: held.first)
        memory.copy(box, of: scratchpad, to: target)
        return
      }
      first += shape.channels
    }
  }

  mutating func store(_ work: TileWork, layer: Int) {
    for (index, image) in work.region.images.enumerated() {
      let box = layout(of: layer, region: work.region.box, image: Int(image))
      dram[storage(layer)].copy(
        packed(work.region, at: element(work.source), image: index), of: scratchpad, to: box)
    }
    report.bytes += simulation.dramFormat(of: layer).bytes(work.region.elements)
  }
}
