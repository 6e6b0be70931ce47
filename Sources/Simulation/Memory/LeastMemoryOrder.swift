import LayerGraph

/// A network whose independent branches are ordered so that its activations take little memory.
///
/// Which layers have run says which tensors are alive, so of all ways to reach the same set only
/// the one with the lowest peak need be kept (after Ahn et al., "Ordering Chaos", MLSys 2020). The
/// sets are visited size by size; if there are more of one size than `width`, the best are kept
/// and the result is no longer sure to be the least.
public struct LeastMemoryOrder: Sendable {
  public let network: Network
  /// Elements of one image alive at most, in the order given and in the one found.
  public let peakBefore: Int
  public let peak: Int
  /// Whether no order has a lower peak, given which tensors share memory.
  public let isExact: Bool

  /// - Parameters:
  ///   - network: what to reorder.
  ///   - copiesConcatenations: whether every concatenation copies all its inputs.
  ///   - width: the most sets of layers of one size to keep.
  public init(_ network: Network, copiesConcatenations: Bool = false, width: Int = 128) {
    let map = StorageMap(network, copiesConcatenations: copiesConcatenations)
    var search = OrderSearch(network, map: map, width: width)
    let found = network.reordered(search.run())
    let foundMap = StorageMap(found, copiesConcatenations: copiesConcatenations)
    let before = map.peakBytes(batch: 1, elementBytes: 1)
    let after = foundMap.peakBytes(batch: 1, elementBytes: 1)
    peakBefore = before
    peak = min(before, after)
    self.network = after < before ? found : network
    isExact = search.isExact
  }
}

extension StorageMap {
  /// The storages that a layer writes or reads, each once.
  public func storages(of layer: Int, in network: Network) -> [Int] {
    var found = [placements[layer].storage]
    for input in network.layers[layer].inputs where !found.contains(placements[input].storage) {
      found.append(placements[input].storage)
    }
    return found
  }

  /// Bytes that any order of the layers needs with these storages: those that one layer writes and
  /// reads, or all network outputs, whichever are more.
  public func leastPeakBytes(of network: Network, elementBytes: Int) -> Int {
    func bytes(_ storages: [Int]) -> Int {
      storages.reduce(0) { $0 + self.storages[$1].shape.elements } * network.batch * elementBytes
    }
    let largest = network.layers.indices.map { bytes(self.storages(of: $0, in: network)) }.max()
    let outputs = bytes(storages.indices.filter { storages[$0].isNetworkOutput })
    return max(largest ?? 0, outputs)
  }
}
