import LayerGraph
import ReferenceKernels

/// What plain graph execution gives, and what it is compared by.
struct PlainResult<Arithmetic: ReplayArithmetic>: Sendable {
  let network: Network
  let arithmetic: Arithmetic
  /// By layer, by image.
  let maps: [[FeatureMap<Arithmetic.Value>]]

  /// Compares a box of a layer's output as it lies in a memory.
  ///
  /// - Parameter tile: the number of the tile that it is, for people.
  /// - Returns: the number of elements.
  /// - Throws: `ReplayFailure.wrongElement`.
  func compare(
    layer: Int, image: Int, with memory: ReplayMemory<Arithmetic.Value>, at layout: ReplayLayout,
    tile: Int, _ report: inout ReplayReport
  ) throws(ReplayFailure) -> Int {
    let map = maps[layer][image]
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
