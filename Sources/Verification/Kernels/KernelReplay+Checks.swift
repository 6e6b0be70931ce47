import LayerGraph
import ReferenceKernels
import Simulation

/// What is checked of kernels and of the whole.
extension KernelReplay {
  /// That a kernel computed each piece once, did the work and moved the bytes that its tasks are
  /// timed for, and that its output lies in memory as plain execution gives it.
  mutating func check(
    _ layer: Int, _ state: KernelState<Arithmetic>, _ kernel: LayerKernel
  ) throws(ReplayFailure) {
    try checkPieces(state.pieces, of: layer, count: kernel.grid.count)
    let own = tasks[layer].map { simulation.trace.schedule.tasks[$0] }
    let macs = own.reduce(0) { $0 + $1.macs }
    guard state.macs == macs else {
      throw .kernel(layer: name(layer), what: "MACs were done", done: state.macs, scheduled: macs)
    }
    report.macs += macs
    for kind in [TaskKind.loadWeights, .loadInput, .store]
    where own.contains(where: { $0.kind == kind }) {
      let transforms = kind == .loadWeights || !kernel.spillsTransforms ? 0 : state.transforms
      let passed =
        kind == .loadInput ? kernel.passed.loads : kind == .store ? kernel.passed.stores : 0
      let moved =
        (state.moved[kind, default: 0] + transforms + passed) * simulation.elementBytes
      let bytes = own.reduce(0) { $1.kind == kind ? $0 + $1.bytes : $0 }
      guard moved == bytes else {
        throw .kernel(
          layer: name(layer), what: "bytes were moved by \(kind.name)", done: moved,
          scheduled: bytes)
      }
      report.bytes += moved
    }
    for image in 0..<network.batch { try checkOutput(layer, image: image) }
  }

  private func checkPieces(
    _ pieces: [Range<Int>], of layer: Int, count: Int
  ) throws(ReplayFailure) {
    var next = 0
    let sorted = pieces.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    for range in sorted + [count..<count] {
      if range.lowerBound > next {
        throw .pieces(layer: name(layer), pieces: next..<range.lowerBound, times: 0)
      }
      if range.lowerBound < next {
        let twice = range.lowerBound..<min(next, range.upperBound)
        throw .pieces(layer: name(layer), pieces: twice, times: 2)
      }
      next = range.upperBound
    }
  }

  private mutating func checkOutput(_ layer: Int, image: Int) throws(ReplayFailure) {
    let shape = network.layers[layer].output
    let layout = ReplayLayout(Region(shape), of: shape, at: base(of: layer, image: image))
    _ = try plain.compare(
      layer: layer, image: image, with: memory[storage(layer)], at: layout, tile: -1, &report)
  }

  /// That every layer ran, the totals are the schedule's and the network's, and the outputs are
  /// still there.
  mutating func checkTotals() throws(ReplayFailure) {
    for (index, layer) in network.layers.enumerated() where !layer.operation.isView {
      if case .input = layer.operation { continue }
      guard kernels.layers[index] != nil, isDone[index] else {
        throw .coverage(
          layer: layer.name, made: 0, expected: layer.output.elements * network.batch)
      }
    }
    let tasks = simulation.trace.schedule.tasks
    let (macs, bytes) = tasks.reduce((0, 0)) {
      ($0.0 + $1.macs, $0.1 + ($1.kind == .cacheLoad ? 0 : $1.bytes))
    }
    let expected = network.counts.macs * network.batch
    guard report.macs == macs, macs == expected else {
      throw .macs(done: report.macs, scheduled: macs, expected: expected)
    }
    guard report.bytes == bytes else { throw .bytes(moved: report.bytes, scheduled: bytes) }
    for output in network.outputs {
      for image in 0..<network.batch { try checkOutput(output, image: image) }
    }
  }
}
