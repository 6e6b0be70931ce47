import Quantities
import Simulation

/// What lay in the memories of a device during a run, and the traffic of each tensor.
public struct MemoryAnalysis: Sendable {
  /// One per storage of the simulation.
  public let tensors: [TensorUse]
  /// For each layer, its weights' bytes that were read from DRAM, batch and repetitions included.
  public let weightTraffic: [Bytes]
  /// The tiles that layers stream through the scratchpad.
  public let tiles: [TileSpaceUse]

  /// - Parameter simulation: one that records its work.
  public init(_ simulation: Simulation) {
    let network = simulation.network
    let traffic = TensorTraffic(simulation)
    let spans = simulation.layerSpans
    let lives = MemoryAnalysis.lives(simulation, spans)
    let held = MemoryAnalysis.residentLives(simulation)
    let touched = network.layers.indices.map { simulation.storages.storages(of: $0, in: network) }
    tensors = simulation.storages.storages.indices.map { index in
      let storage = simulation.storages.storages[index]
      let life = held[storage.owner] ?? lives[index]
      return TensorUse(
        storage: index, layer: storage.owner,
        bytes: Bytes(storage.shape.elements * network.batch * simulation.elementBytes),
        address: simulation.addresses[index],
        isInterface: storage.isNetworkInput || storage.isNetworkOutput,
        life: life,
        layersPassedBy: network.layers.indices.count {
          guard let span = spans[$0], !touched[$0].contains(index) else { return false }
          return simulation.streams.isEmpty
            ? (storage.firstWriter...storage.lastReader).contains($0) : span.overlaps(life)
        },
        read: Bytes(traffic.read[index]), written: Bytes(traffic.written[index]))
    }
    weightTraffic = traffic.weights.map { Bytes($0) }
    tiles = TileSpaceUse.all(in: simulation)
  }

  /// For each layer that owns a tensor on chip, the cycles for which its bytes are taken.
  private static func residentLives(_ simulation: Simulation) -> [Range<Int>?] {
    var lives = [Range<Int>?](repeating: nil, count: simulation.network.layers.count)
    for buffer in simulation.buffers where buffer.content == .tensor && buffer.first >= 0 {
      lives[buffer.layer] = buffer.life(in: simulation.trace)
    }
    return lives
  }

  /// For each storage, when it lives: while the layers run from its first writer to its last reader, or
  /// on several streams while those run that touch it.
  private static func lives(_ simulation: Simulation, _ spans: [Range<Int>?]) -> [Range<Int>] {
    guard simulation.streams.isEmpty else { return simulation.storageLives }
    return simulation.storages.storages.map { storage in
      let working = (storage.firstWriter...storage.lastReader).compactMap { spans[$0] }
      guard let start = working.first?.lowerBound else { return 0..<0 }
      return start..<max(start, working.map(\.upperBound).max() ?? start)
    }
  }
}
