import LayerGraph

/// Which storages stay in the scratchpad from their first write to their last read, and where.
///
/// Residents lie at low addresses; the rest of the scratchpad, above the highest resident alive,
/// is each layer's streaming space for tiles.
struct Residency: Hashable {
  /// For each storage its scratchpad address, or `nil` if it lies in DRAM.
  let addresses: [Int?]
  /// For each layer, the first byte above all residents alive.
  let streamBase: [Int]

  /// Places storages by the traffic that each saves per layer of its life, first fit, while they
  /// leave `reserve` bytes for streaming.
  ///
  /// - Parameters:
  ///   - capacity: the scratchpad's bytes, or `nil` for one without a limit.
  ///   - keepsInterface: whether network inputs and outputs may stay too; they come from and go
  ///     to memory outside, so only a machine with unlimited memory skips the transfer.
  ///   - steps: layers that are lowered together; what one of them needs, all leave in place.
  init(
    _ map: StorageMap, layers: Int, batch: Int, elementBytes: Int, capacity: Int, reserve: Int,
    steps: [ScheduleStep] = []
  ) {
    var addresses = [Int?](repeating: nil, count: map.storages.count)
    var streamBase = [Int](repeating: 0, count: layers)
    let candidates = map.storages.indices
      .filter { !map.storages[$0].isNetworkInput && !map.storages[$0].isNetworkOutput }
      .filter { index in !steps.contains { $0.hands(map.storages[index]) } }
      .sorted { Residency.benefit(map.storages[$0], $0) > Residency.benefit(map.storages[$1], $1) }
    var placed: [(life: ClosedRange<Int>, bytes: Range<Int>)] = []
    for index in candidates {
      let storage = map.storages[index]
      let size = storage.shape.elements * batch * elementBytes
      let life = steps.reduce(storage.firstWriter...storage.lastReader) { $1.widening($0) }
      let taken = placed.filter { $0.life.overlaps(life) }.map(\.bytes)
        .sorted { $0.lowerBound < $1.lowerBound }
      let address = Residency.firstFit(size, around: taken)
      guard address + size <= capacity - reserve else { continue }
      addresses[index] = address
      placed.append((life, address..<address + size))
      for layer in life { streamBase[layer] = max(streamBase[layer], address + size) }
    }
    self.addresses = addresses
    self.streamBase = streamBase
  }

  /// Bytes of traffic saved per byte of the storage and layer of its life; ties by order.
  private static func benefit(_ storage: Storage, _ index: Int) -> (Double, Int) {
    let life = storage.lastReader - storage.firstWriter + 1
    return (Double(storage.readers + 1) / Double(life), -index)
  }

  private static func firstFit(_ size: Int, around taken: [Range<Int>]) -> Int {
    var address = 0
    for range in taken where range.upperBound > address {
      if range.lowerBound >= address + size { break }
      address = range.upperBound
    }
    return address
  }
}
