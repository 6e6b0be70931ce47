import Hardware
import LayerGraph
import Quantities

/// The least time that a layer could take on the device, by two roofs.
public struct LayerBounds: Hashable, Sendable {
  /// MACs over those that all arrays can do a cycle.
  public let compute: Cycles
  /// Weights, and the inputs and outputs that are not on chip, moved once over DRAM.
  public let compulsoryTraffic: Cycles

  public var least: Cycles { max(compute, compulsoryTraffic) }
}

extension RunAnalysis {
  /// The bounds of a layer on a device.
  ///
  /// On a processor, compulsory is at most what the layer moved: what its caches held needn't move.
  /// Its compute roof counts every MAC of the definition, of which Winograd's filtering does fewer.
  public func bounds(of layer: Int, device: Device) -> LayerBounds {
    let node = network.layers[layer]
    let weights = network.counts(of: layer).weights
    var elements = 0
    if !node.operation.isView, !node.inputs.isEmpty {
      let storages = simulation.storages
      let touched = Set(
        (node.inputs + [layer]).filter { index in
          simulation.addresses[storages.placements[index].storage] == nil
        })
      elements = touched.reduce(0) { $0 + network.layers[$1].output.elements } * network.batch
    }
    var bytes = Double((weights + elements) * device.operandBytes)
    if device.kind != .systolic {
      bytes = min(bytes, Double((layers[layer].dramRead + layers[layer].dramWritten).count))
    }
    let cycles = bytes / (device.dramBandwidth.value / device.clock.value)
    return LayerBounds(
      compute: Cycles(layers[layer].macs / max(1, simulation.peakMACsPerCycle)),
      compulsoryTraffic: Cycles(Int(min(cycles, 1e15))))
  }
}
