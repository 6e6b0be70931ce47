import LayerGraph
import ReferenceKernels

/// The numbers that a replay computes with.
///
/// A conformer holds a network's parameters and does the work of single tasks with the real kernels;
/// the replay knows where things lie and when they happen.
protocol ReplayArithmetic: Sendable {
  /// What tensors and weights hold.
  associatedtype Value: Sendable
  /// What accumulators hold.
  associatedtype Sum: Sendable

  /// What a Winograd convolution's transforms give.
  associatedtype Point: Sendable

  /// Marks memory whose content is lost.
  static var poison: Value { get }
  static var zero: Sum { get }
  static var poisonPoint: Point { get }

  /// A layer's weights, a row of products for each filter.
  func weights(of layer: Int) -> [Value]

  /// Adds a tile's products to its sums.
  func accumulate(
    _ tile: ConvolutionTile, input: MapView<Value>, weights: WeightView<Value>,
    into sums: MutableMapView<Sum>
  ) throws(KernelError)

  /// A layer's weights, transformed.
  func winogradFilters(_ winograd: Winograd, layer: Int) -> [Point]

  func winogradInputs(_ winograd: Winograd, _ map: MapView<Value>) throws(KernelError) -> [Point]

  /// The sums of some tiles of a Winograd convolution.
  func winogradSums(
    _ winograd: Winograd, _ box: Winograd.Box, filters: UnsafeBufferPointer<Point>,
    inputs: [Point], into sums: MutableMapView<Sum>
  ) throws(KernelError)

  /// Turns a row of finished sums into the layer's output: bias, requantisation, activation.
  func finish(
    _ sums: UnsafeBufferPointer<Sum>, layer: Int, channel: Int,
    into values: UnsafeMutableBufferPointer<Value>)

  /// Computes a region of a layer that is no matrix product, without its activation.
  func compute(
    layer: Int, inputs: [MapView<Value>], into output: MutableMapView<Value>
  ) throws(KernelError)

  /// The first place at which a row differs from what was expected of a layer, or `nil`.
  func mismatch(
    _ values: UnsafeBufferPointer<Value>, _ expected: UnsafeBufferPointer<Value>, layer: Int
  ) -> Int?

  /// The largest difference in a row that has no mismatch.
  func largestError(
    _ values: UnsafeBufferPointer<Value>, _ expected: UnsafeBufferPointer<Value>
  ) -> Double

  /// Applies the layer's activation function to a row.
  func activate(_ values: UnsafeMutableBufferPointer<Value>, layer: Int)

  /// A value for people.
  func number(_ value: Value) -> Double
}
