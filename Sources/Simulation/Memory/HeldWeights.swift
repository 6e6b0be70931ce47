import LayerGraph

/// Which layers' weights stay in the scratchpad from one run to the next.
///
/// The activations' peak and room for tiles come first; weights take what is left, layer after layer
/// as long as each fits. All others are streamed in every run.
struct HeldWeights {
  /// By layer.
  let layers: [Bool]
  let bytes: Int

  static func none(_ network: Network) -> HeldWeights {
    HeldWeights(layers: [Bool](repeating: false, count: network.layers.count), bytes: 0)
  }

  private init(layers: [Bool], bytes: Int) {
    self.layers = layers
    self.bytes = bytes
  }

  /// - Parameters:
  ///   - capacity: the scratchpad's bytes.
  ///   - share: how much of what the activations leave is for weights, in quarters; the rest helps
  ///     to keep and cut tensors.
  init(_ network: Network, map: StorageMap, capacity: Int, quarters share: Int, elementBytes: Int) {
    let peak = map.peakBytes(batch: network.batch, elementBytes: elementBytes)
    var room = (capacity - peak - capacity / HeldWeights.tileShare) / 4 * share
    var layers = [Bool](repeating: false, count: network.layers.count)
    var bytes = 0
    for index in network.layers.indices where network.layers[index].operation.isMatrixProduct {
      let size = network.counts(of: index).weights * elementBytes
      guard size <= room else { continue }
      layers[index] = true
      room -= size
      bytes += size
    }
    self.layers = layers
    self.bytes = bytes
  }

  /// The part of the scratchpad that is left for tiles, as a divisor.
  private static let tileShare = 64
}
