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
    let spans = LayerSpans(simulation)
    let held = MemoryAnalysis.residentLives(simulation)
    let touched = network.layers.indices.map { simulation.storages.storages(of: $0, in: network) }
    tensors = simulation.storages.storages.indices.map { index in
      let storage = simulation.storages.storages[index]
      let layers = storage.firstWriter...storage.lastReader
      return TensorUse(
        storage: index, layer: storage.owner,
        bytes: Bytes(storage.shape.elements * network.batch * simulation.elementBytes),
        address: simulation.addresses[index],
        isInterface: storage.isNetworkInput || storage.isNetworkOutput,
        life: held[storage.owner] ?? spans.life(of: layers),
        layersPassedBy: layers.count { spans.works($0) && !touched[$0].contains(index) },
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
}

/// When each layer's tasks ran.
private struct LayerSpans {
  private var spans: [Range<Int>?]

  init(_ simulation: Simulation) {
    let trace = simulation.trace
    spans = Array(repeating: nil, count: simulation.network.layers.count)
    for (index, task) in trace.schedule.tasks.enumerated() where task.layer >= 0 {
      let layer = Int(task.layer)
      let (start, end) = (trace.starts[index], trace.completion(of: index))
      spans[layer] =
        spans[layer].map { min($0.lowerBound, start)..<max($0.upperBound, end) } ?? start..<end
    }
  }

  func works(_ layer: Int) -> Bool { spans[layer] != nil }

  /// The time of the layers' tasks; nothing if none has any.
  func life(of layers: ClosedRange<Int>) -> Range<Int> {
    let working = layers.compactMap { spans[$0] }
    guard let start = working.first?.lowerBound else { return 0..<0 }
    return start..<max(start, working.map(\.upperBound).max() ?? start)
  }
}
