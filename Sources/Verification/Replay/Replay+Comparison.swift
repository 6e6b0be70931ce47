import LayerGraph
import ReferenceKernels
import Simulation

/// Comparison with plain execution.
extension Replay {
  mutating func checkTotals() throws(ReplayFailure) {
    for (index, layer) in network.layers.enumerated() {
      if case .input = layer.operation { continue }
      guard !layer.operation.isView else { continue }
      let expected = elementsToMake(of: index)
      guard made[index] == expected else {
        throw .coverage(layer: layer.name, made: made[index], expected: expected)
      }
    }
    try checkRows()
    let tasks = simulation.trace.schedule.tasks
    let (macs, bytes) = tasks.reduce((0, 0)) { ($0.0 + $1.macs, $0.1 + $1.bytes) }
    let expected = macsToDo
    report.recomputedMACs = expected - network.counts.macs * network.batch
    guard report.macs == macs, macs == expected else {
      throw .macs(done: report.macs, scheduled: macs, expected: expected)
    }
    guard report.bytes == bytes else { throw .bytes(moved: report.bytes, scheduled: bytes) }
    for output in network.outputs { try checkOutput(output) }
  }

  /// Compares a network output as it lies in memory at the end.
  mutating func checkOutput(_ layer: Int) throws(ReplayFailure) {
    let shape = network.layers[layer].output
    for image in 0..<network.batch {
      _ = try plain.compare(
        layer: layer, image: image, with: home(of: layer),
        at: layout(of: layer, region: Region(shape), image: image), tile: -1, &report)
    }
  }
}
