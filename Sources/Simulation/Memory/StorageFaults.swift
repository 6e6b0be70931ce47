import LayerGraph

/// Plans with a fault in them, to test what checks schedules.
extension StorageMap {
  /// The same storages, one of which is said to be free one reader too early; `nil` if none has two
  /// readers.
  ///
  /// - Parameters:
  ///   - network: whose tensors the storages hold.
  ///   - isLate: whether a layer runs after all those up to another one that touch a storage.
  public func releasingEarly(
    in network: Network,
    where isLate: (_ reader: Int, _ previous: Int, _ storage: Int) -> Bool = { _, _, _ in true }
  ) -> StorageMap? {
    for (index, storage) in storages.enumerated() where !storage.isNetworkOutput {
      let readers = network.layers.indices.filter { layer in
        placements[layer].storage != index
          && network.layers[layer].inputs.contains { placements[$0].storage == index }
      }
      guard readers.count > 1,
        isLate(readers[readers.count - 1], readers[readers.count - 2], index)
      else { continue }
      var changed = self
      changed.storages[index].lastReader = readers[readers.count - 2]
      return changed
    }
    return nil
  }

  /// The same storages, but a tensor lies where another one lies that is read later; `nil` if there
  /// are no two of one size.
  ///
  /// - Parameters:
  ///   - network: whose tensors the storages hold.
  ///   - isEligible: whether a storage may take part.
  ///   - overwrites: whether a storage is written between another one's first write and last reading.
  public func sharing(
    in network: Network, where isEligible: (Int) -> Bool = { _ in true },
    overwrites: ((_ other: Int, _ victim: Int) -> Bool)? = nil
  ) -> StorageMap? {
    let overwrites =
      overwrites ?? { other, victim in
        storages[other].firstWriter > storages[victim].firstWriter
          && storages[other].firstWriter < storages[victim].lastReader
      }
    let candidates = storages.indices.filter { isEligible($0) && !storages[$0].isNetworkInput }
    for victim in candidates {
      let other = candidates.first {
        storages[$0].shape.elements == storages[victim].shape.elements
          && overwrites($0, victim)
          && !storages[victim].isNetworkOutput
      }
      guard let other else { continue }
      var changed = self
      for layer in placements.indices where placements[layer].storage == other {
        changed.placements[layer] = Placement(storage: victim, offset: placements[layer].offset)
      }
      return changed
    }
    return nil
  }
}
