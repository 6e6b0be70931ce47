import LayerGraph
import ReferenceKernels

/// FP32: what training frameworks compute; sums depend on their order in the last bits.
struct FloatArithmetic: ReplayArithmetic {
  static let poison = Float.nan
  static let poisonPoint = Float.nan
  static let zero = Float(0)

  let network: Network
  private let parameters: [LayerParameters]
  private let kernels: VectorKernels
  /// By layer, how far two values may be apart.
  private let tolerances: [Float]

  /// - Parameters:
  ///   - largest: by layer, the largest magnitude that plain execution gives.
  ///   - winogradSide: the largest Winograd tile of the schedule.
  init(
    _ network: Network, largest: [Float], winogradSide: Int? = nil
  ) throws(KernelError) {
    self.network = network
    var parameters: [LayerParameters] = []
    for layer in network.layers.indices {
      parameters.append(try network.parameters(of: layer, from: SyntheticParameters()))
    }
    self.parameters = parameters
    kernels = VectorKernels()
    let gain = winogradSide.map(Winograd.roundingGain) ?? 1
    tolerances = FloatArithmetic.tolerances(network, largest: largest).map { $0 * gain }
  }

  /// Rounding of a sum of K products in another order is at most about √K·2⁻²³ of the largest value,
  /// for random signs, and the errors of a layer's inputs pass through; 64 covers both in a network
  /// of any depth here. Winograd convolutions multiply it by their gain, in all that follows too.
  private static func tolerances(_ network: Network, largest: [Float]) -> [Float] {
    network.layers.indices.map { index in
      let elements = max(1, network.counts(of: index).weights)
      let depth = Float(elements) / Float(network.layers[index].output.channels)
      return largest[index] * max(1, depth.squareRoot()) * 64 * 0x1p-23
    }
  }

  func weights(of layer: Int) -> [Float] { parameters[layer].matrix }

  func accumulate(
    _ tile: ConvolutionTile, input: MapView<Float>, weights: WeightView<Float>,
    into sums: MutableMapView<Float>
  ) throws(KernelError) {
    try tile.accumulate(input: input, weights: weights, into: sums)
  }

  func winogradFilters(_ winograd: Winograd, layer: Int) -> [Float] {
    winograd.transformedFilters(parameters[layer].matrix)
  }

  func winogradInputs(
    _ winograd: Winograd, _ map: MapView<Float>
  ) throws(KernelError) -> [Float] {
    try winograd.transformedInputs(map)
  }

  func winogradSums(
    _ winograd: Winograd, _ box: Winograd.Box, filters: UnsafeBufferPointer<Float>,
    inputs: [Float], into sums: MutableMapView<Float>
  ) throws(KernelError) {
    try winograd.sums(of: box, filters: filters, inputs: inputs, into: sums)
  }

  func finish(
    _ sums: UnsafeBufferPointer<Float>, layer: Int, channel: Int,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    let bias = parameters[layer].bias[channel]
    for index in sums.indices { values[index] = sums[index] + bias }
    activate(values, layer: layer)
  }

  func activate(_ values: UnsafeMutableBufferPointer<Float>, layer: Int) {
    kernels.activate(network.layers[layer].activation, values)
  }

  func compute(
    layer: Int, inputs: [MapView<Float>], into output: MutableMapView<Float>
  ) throws(KernelError) {
    try kernels.run(
      network.layers[layer], inputs: inputs, shapes: network.inputShapes(of: layer),
      parameters: parameters[layer], output: output)
  }

  func mismatch(
    _ values: UnsafeBufferPointer<Float>, _ expected: UnsafeBufferPointer<Float>, layer: Int
  ) -> Int? {
    let tolerance = tolerances[layer]
    return values.indices.first { !(abs(values[$0] - expected[$0]) <= tolerance) }
  }

  func largestError(
    _ values: UnsafeBufferPointer<Float>, _ expected: UnsafeBufferPointer<Float>
  ) -> Double {
    var largest: Float = 0
    for index in values.indices { largest = max(largest, abs(values[index] - expected[index])) }
    return Double(largest)
  }

  func number(_ value: Float) -> Double { Double(value) }
}
