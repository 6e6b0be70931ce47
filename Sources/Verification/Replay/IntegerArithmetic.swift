import LayerGraph
import ReferenceKernels

/// INT8 with exact INT32 sums: what integer accelerators compute, the same to the bit in any order.
struct IntegerArithmetic: ReplayArithmetic {
  static let poison = Int8.min
  static let poisonPoint = Int64(Int8.min)
  static let zero = Int32(0)

  private let executor: IntegerExecutor
  private let matrices: [QuantisedMatrix?]

  init(_ executor: IntegerExecutor) {
    self.executor = executor
    matrices = executor.network.layers.indices.map { executor.matrix(of: $0) }
  }

  func weights(of layer: Int) -> [Int8] { matrices[layer]?.weights ?? [] }

  func accumulate(
    _ tile: ConvolutionTile, input: MapView<Int8>, weights: WeightView<Int8>,
    into sums: MutableMapView<Int32>
  ) throws(KernelError) {
    try tile.accumulate(input: input, weights: weights, into: sums)
  }

  func winogradFilters(_ winograd: Winograd, layer: Int) -> [Int64] {
    winograd.transformedFilters(weights(of: layer))
  }

  func winogradInputs(
    _ winograd: Winograd, _ map: MapView<Int8>
  ) throws(KernelError) -> [Int64] {
    try winograd.transformedInputs(map)
  }

  func winogradSums(
    _ winograd: Winograd, _ box: Winograd.Box, filters: UnsafeBufferPointer<Int64>,
    inputs: [Int64], into sums: MutableMapView<Int32>
  ) throws(KernelError) {
    try winograd.sums(of: box, filters: filters, inputs: inputs, into: sums)
  }

  func finish(
    _ sums: UnsafeBufferPointer<Int32>, layer: Int, channel: Int,
    into values: UnsafeMutableBufferPointer<Int8>
  ) {
    guard let matrix = matrices[layer] else { return }
    for index in sums.indices { values[index] = matrix.code(sum: sums[index], channel: channel) }
    activate(values, layer: layer)
  }

  func activate(_ values: UnsafeMutableBufferPointer<Int8>, layer: Int) {
    executor.activate(values, layer: layer)
  }

  func compute(
    layer: Int, inputs: [MapView<Int8>], into output: MutableMapView<Int8>
  ) throws(KernelError) {
    try executor.compute(layer: layer, inputs: inputs, into: output)
  }

  func mismatch(
    _ values: UnsafeBufferPointer<Int8>, _ expected: UnsafeBufferPointer<Int8>, layer: Int
  ) -> Int? {
    values.indices.first { values[$0] != expected[$0] }
  }

  func largestError(
    _ values: UnsafeBufferPointer<Int8>, _ expected: UnsafeBufferPointer<Int8>
  ) -> Double { 0 }

  func number(_ value: Int8) -> Double { Double(value) }
}
