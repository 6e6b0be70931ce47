import LayerGraph
import ReferenceKernels
import Simulation

/// Comparison with plain execution.
extension Replay {
  mutating func checkTotals() throws(ReplayFailure) {
    for (index, layer) in network.layers.enumerated() {
      if case .input = layer.operation { continue }
      guard !layer.operation.isView else { continue }
      let expected = layer.output.elements * network.batch
      guard made[index] == expected else {
        throw .coverage(layer: layer.name, made: made[index], expected: expected)
      }
    }
    let tasks = simulation.trace.schedule.tasks
    let (macs, bytes) = tasks.reduce((0, 0)) { ($0.0 + $1.macs, $0.1 + $1.bytes) }
    let expected = network.counts.macs * network.batch
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
      do {
        let layout = layout(of: layer, region: Region(shape), image: image)
        _ = try compare(
          layer: layer, image: image, with: home(of: layer), at: layout, tile: -1)
      } catch let failure as ReplayFailure {
        throw failure
      } catch {
        throw .outOfBounds(layer: network.layers[layer].name, task: -1, reason: "\(error)")
      }
    }
  }

  /// Compares a box with plain execution.
  ///
  /// - Returns: the number of elements.
  mutating func compare(
    layer: Int, image: Int, with memory: ReplayMemory<Value>, at layout: ReplayLayout, tile: Int
  ) throws -> Int {
    let map = expected[layer][image]
    let columns = layout.region.columns
    var failure: ReplayFailure?
    var error = report.largestError
    map.values.withUnsafeBufferPointer { values in
      memory.forEachRow(layout) { channel, row, first in
        guard failure == nil else { return }
        let start = (channel * map.shape.height + row) * map.shape.width + columns.lowerBound
        let wanted = UnsafeBufferPointer(rebasing: values[start..<start + columns.count])
        let got = UnsafeBufferPointer(memory.row(from: first, count: columns.count))
        guard let place = arithmetic.mismatch(got, wanted, layer: layer) else {
          error = max(error, arithmetic.largestError(got, wanted))
          return
        }
        failure = .wrongElement(
          layer: network.layers[layer].name, tile: tile, image: image, channel: channel, row: row,
          column: columns.lowerBound + place, got: arithmetic.number(got[place]),
          expected: arithmetic.number(wanted[place]))
      }
    }
    report.largestError = error
    if let failure { throw failure }
    return layout.region.elements
  }
}
