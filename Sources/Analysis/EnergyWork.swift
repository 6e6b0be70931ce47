import Simulation

/// What of a layer's work costs energy, whatever its price: all that a run's energy depends on beside
/// the profile's figures.
public struct EnergyWork: Hashable, Sendable {
  let macs: Int
  /// Bytes read and written in the processing elements' own memories: inputs, and the rest.
  let elementInputs: Int
  let elements: Int
  /// Bytes read and written in the on-chip buffers, over DRAM and over the host link.
  let buffered: Int
  let dram: Int
  let host: Int
  /// The layer's share of the run.
  let seconds: Double
  /// Whether it reads what comes into the network, which has no zeros.
  let readsNetworkInput: Bool

  init(_ layer: LayerAnalysis, seconds: Double, simulation: Simulation) {
    let accesses =
      simulation.accesses.isEmpty ? MemoryAccesses() : simulation.accesses[layer.index]
    macs = layer.macs
    elementInputs = accesses.elementInputs
    elements = accesses.elements
    buffered = accesses.scratchpad + accesses.weights + accesses.sums
    dram = layer.dramRead.count + layer.dramWritten.count
    host = layer.hostTraffic.count
    self.seconds = seconds
    readsNetworkInput = simulation.readsNetworkInput(layer.index)
  }
}

extension Simulation {
  /// Whether a layer reads what comes into the network.
  fileprivate func readsNetworkInput(_ layer: Int) -> Bool {
    network.layers[layer].inputs.contains { input in
      storages.storages[storages.placements[input].storage].isNetworkInput
    }
  }
}
