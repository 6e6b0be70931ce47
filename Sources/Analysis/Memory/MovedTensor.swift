import LayerGraph
import Quantities
import Simulation

/// A tensor, or a layer's weights, and what moving it over DRAM and the host link took.
public struct MovedTensor: Hashable, Sendable {
  /// The layer that has the weights, or whose whole output the tensor is.
  public let layer: Int
  public let isWeights: Bool
  /// As it lies outside, batch included.
  public let size: Bytes
  public let read: Bytes
  public let written: Bytes

  public var moved: Bytes { read + written }

  /// The tensors that moved most, the first of them.
  static func most(_ count: Int, in simulation: Simulation) -> [MovedTensor] {
    guard simulation.works.count == simulation.trace.schedule.count else { return [] }
    let traffic = TensorTraffic(simulation)
    let network = simulation.network
    let weights = network.layers.indices.map { layer in
      MovedTensor(
        layer: layer, isWeights: true,
        size: Bytes(simulation.weightBytes(of: layer)),
        read: Bytes(traffic.weights[layer]), written: .zero)
    }
    let tensors = simulation.storages.storages.enumerated().map { index, storage in
      let elements = storage.shape.elements * network.batch
      return MovedTensor(
        layer: storage.owner, isWeights: false,
        size: Bytes(simulation.dramFormat(of: storage.owner).bytes(elements)),
        read: Bytes(traffic.read[index]), written: Bytes(traffic.written[index]))
    }
    let all = (weights + tensors).enumerated().filter { $0.element.moved > .zero }
    return all.sorted { ($1.element.moved.count, $0.offset) < ($0.element.moved.count, $1.offset) }
      .prefix(count).map(\.element)
  }
}

extension Simulation {
  /// A layer's weights as its kernel reads them: those of a Winograd kernel are transformed.
  func weightBytes(of layer: Int) -> Int {
    (kernels?.layers[layer]?.weights ?? network.counts(of: layer).weights) * elementBytes
  }
}
