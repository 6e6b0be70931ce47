import LayerGraph
import Simulation

/// What one network amounts to, for one image.
struct NetworkLoad {
  let network: Network
  let counts: LayerCounts
  /// The layer of most MACs.
  let largest: Int
  /// Elements that are alive at once, at most.
  let peakElements: Int

  init(_ network: Network) {
    self.network = network
    counts = network.counts
    largest =
      network.layers.indices.max { network.counts(of: $0).macs < network.counts(of: $1).macs } ?? 0
    peakElements = StorageMap(network).peakBytes(batch: 1, elementBytes: 1)
  }

  var bflops: BFLOPs { BFLOPs(counts) }

  /// The BFLOPs of the layer of most MACs.
  var largestBFLOPs: Double { 2 * Double(network.counts(of: largest).macs) / 1e9 }
}
