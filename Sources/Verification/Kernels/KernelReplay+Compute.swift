import LayerGraph
import ReferenceKernels
import Simulation

/// What computing tasks do.
extension KernelReplay {
  mutating func compute(_ pieces: Range<Int>, of layer: Int, task: Int) throws {
    guard let kernel = kernels.layers[layer], !pieces.isEmpty else { return }
    guard (0..<kernel.grid.count).contains(pieces.lowerBound),
      pieces.upperBound <= kernel.grid.count
    else {
      throw ReplayFailure.outOfBounds(
        layer: name(layer), task: task,
        reason: "it computes pieces \(pieces) of \(kernel.grid.count)")
    }
    states[layer]?.pieces.append(pieces)
    for region in kernel.grid.boxes(of: pieces) {
      for image in region.images { try compute(region.box, of: layer, image: Int(image)) }
    }
  }

  private mutating func compute(_ box: Region, of layer: Int, image: Int) throws {
    try transformInputs(layer)
    guard let state = states[layer] else { return }
    let shape = network.layers[layer].output
    let target = ReplayLayout(box, of: shape, at: image * shape.elements)
    if let winograd = state.winograd {
      try winogradProduct(winograd, state, layer: layer, image: image, target)
    } else if network.layers[layer].operation.isMatrixProduct {
      try product(state, layer: layer, image: image, target)
    } else if network.layers[layer].operation.keepsElements {
      copy(state, layer: layer, image: image, target)
    } else {
      try computeVector(state, layer: layer, image: image, target)
    }
    report.elements += try plain.compare(
      layer: layer, image: image, with: state.output, at: target, tile: report.tiles, &report)
    report.tiles += 1
  }

  private func inputLayout(_ layer: Int, operand: Int, image: Int, _ shape: Shape) -> ReplayLayout {
    ReplayLayout(Region(shape), of: shape, at: inputBase(layer, operand: operand, image: image))
  }

  private mutating func product(
    _ state: KernelState<Arithmetic>, layer: Int, image: Int, _ target: ReplayLayout
  ) throws {
    guard let convolution = network.convolution(layer) else { return }
    let input = network.productInput(layer)
    let depth = convolution.window.kernel.area * input.channels / convolution.groups
    let box = target.region
    let tile = try ConvolutionTile(
      convolution, input: input, filters: box.channels, depth: 0..<depth, rows: box.rows,
      columns: box.columns)
    let weights = try state.weights.weights(
      from: box.channels.lowerBound * depth, filters: box.channels.count, depth: depth)
    let view = try state.inputs.view(inputLayout(layer, operand: 0, image: image, input))
    try finish(state, layer: layer, target) { sums throws(KernelError) in
      try arithmetic.accumulate(tile, input: view, weights: weights, into: sums)
    }
    states[layer]?.macs += tile.macs
  }

  private mutating func winogradProduct(
    _ winograd: Winograd, _ state: KernelState<Arithmetic>, layer: Int, image: Int,
    _ target: ReplayLayout
  ) throws {
    let part = winograd.box(of: target.region)
    let filters = UnsafeBufferPointer(state.points.row(from: 0, count: state.points.count))
    try finish(state, layer: layer, target) { sums throws(KernelError) in
      try arithmetic.winogradSums(
        winograd, part, filters: filters, inputs: state.transformed[image], into: sums)
    }
    let depth = 9 * network.inputShapes(of: layer)[0].channels
    states[layer]?.macs += target.region.elements * depth
    states[layer]?.transforms += winograd.productPoints(of: part)
  }

  /// The first computation of a Winograd kernel transforms its inputs, for all.
  private mutating func transformInputs(_ layer: Int) throws {
    guard let state = states[layer], let winograd = state.winograd, state.transformed.isEmpty else {
      return
    }
    let shape = network.inputShapes(of: layer)[0]
    for image in 0..<network.batch {
      let points = try arithmetic.winogradInputs(
        winograd, state.inputs.view(inputLayout(layer, operand: 0, image: image, shape)))
      states[layer]?.transforms += points.count
      states[layer]?.transformed.append(points)
    }
  }

  /// Adds up in sums of its own, and writes what they give.
  private func finish(
    _ state: KernelState<Arithmetic>, layer: Int, _ target: ReplayLayout,
    add: (MutableMapView<Arithmetic.Sum>) throws(KernelError) -> Void
  ) throws {
    let sums = ReplayMemory(count: target.region.elements, repeating: Arithmetic.zero)
    try add(sums.mutableView(ReplayLayout(packed: target.region, at: 0)))
    let width = target.region.columns.count
    var next = 0
    state.output.forEachRow(target) { channel, _, first in
      arithmetic.finish(
        UnsafeBufferPointer(sums.row(from: next, count: width)), layer: layer, channel: channel,
        into: state.output.row(from: first, count: width))
      next += width
    }
  }

  private func computeVector(
    _ state: KernelState<Arithmetic>, layer: Int, image: Int, _ target: ReplayLayout
  ) throws {
    let views = try network.inputShapes(of: layer).enumerated().map { operand, shape in
      try state.inputs.view(inputLayout(layer, operand: operand, image: image, shape))
    }
    try arithmetic.compute(layer: layer, inputs: views, into: state.output.mutableView(target))
    guard network.layers[layer].activation != .linear else { return }
    state.output.forEachRow(target) { _, _, first in
      arithmetic.activate(
        state.output.row(from: first, count: target.region.columns.count), layer: layer)
    }
  }

  /// Copies what each input has of a box of a concatenation or slice.
  private func copy(
    _ state: KernelState<Arithmetic>, layer: Int, image: Int, _ target: ReplayLayout
  ) {
    let (box, output) = (target.region, network.layers[layer].output)
    var start = 0
    for (operand, shape) in operandShapes(layer).enumerated() {
      let channels = box.channels.clamped(to: start..<start + shape.channels)
      let own = channels.lowerBound - start..<channels.upperBound - start
      let source = ReplayLayout(
        Region(channels: own, rows: box.rows, columns: box.columns), of: shape,
        at: inputBase(layer, operand: operand, image: image))
      let place = ReplayLayout(
        Region(channels: channels, rows: box.rows, columns: box.columns), of: output,
        at: image * output.elements)
      state.output.copy(source, of: state.inputs, to: place)
      start += shape.channels
    }
  }
}

extension Operation {
  /// Whether each element of the output is one of the inputs', channel after channel.
  fileprivate var keepsElements: Bool {
    switch self {
    case .concatenate, .slice: true
    default: false
    }
  }
}
