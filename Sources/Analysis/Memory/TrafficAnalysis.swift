import Hardware
import LayerGraph
import Quantities
import Simulation

/// What crossed one level of the memory hierarchy.
public struct LevelTraffic: Sendable {
  public let level: MemoryLevel
  /// By layer, read and written, batch included.
  public let layers: [TrafficBytes]
  /// By layer, what would have been moved if each of its weights, inputs and outputs that crossed
  /// the level had done so once; `nil` where partial sums cross it, which nothing bounds.
  public let once: [Int]?

  public var total: TrafficBytes { layers.reduce(into: TrafficBytes()) { $0 += $1 } }

  /// How often the level moved each byte that crossed it.
  public var repetition: Double? {
    once.flatMap { once in
      let least = once.reduce(0, +)
      return least > 0 ? Double(total.total) / Double(least) : nil
    }
  }
}

/// The bytes that a run moved, by level of the memory hierarchy, layer and what they hold.
///
/// Those of DRAM and the host link are the schedule's transfers. Those within the chip are what the
/// model says of the layers' mappings (`MemoryAccesses`) or, of a GPU, its tasks on L2.
public struct TrafficAnalysis: Sendable {
  /// The outermost first: DRAM, and of the others those that moved something.
  public let levels: [LevelTraffic]
  /// The network's weights, inputs and outputs, each once: what no schedule gets below that starts
  /// with all of them outside.
  public let floor: Bytes
  /// The tensors that moved most bytes over DRAM and the host link, the first of them; none if the
  /// simulation didn't record its work.
  public let mostMoved: [MovedTensor]

  /// - Parameters:
  ///   - simulation: the run.
  ///   - device: what it ran on.
  public init(_ simulation: Simulation, device: Device) {
    let sizes = TensorSizes(simulation)
    var moved: [MemoryLevel: [TrafficBytes]] = [:]
    let nothing = [TrafficBytes](repeating: TrafficBytes(), count: simulation.network.layers.count)
    moved[.dram] = nothing
    TrafficAnalysis.addTransfers(of: simulation) { level, layer, kind, bytes in
      moved[level, default: nothing][layer][kind] += bytes
    }
    for (layer, accesses) in simulation.accesses.enumerated() {
      for (level, kind, bytes) in accesses.traffic(on: device) where bytes > 0 {
        moved[level, default: nothing][layer][kind] += bytes
      }
    }
    levels = MemoryLevel.allCases.compactMap { level in
      moved[level].map { layers in
        LevelTraffic(
          level: level, layers: layers,
          once: level.holdsSums
            ? nil : layers.indices.map { sizes.once(layers[$0], of: $0, at: level) })
      }
    }
    floor = Bytes(sizes.floor)
    mostMoved = MovedTensor.most(3, in: simulation)
  }

  private static func addTransfers(
    of simulation: Simulation, _ add: (MemoryLevel, Int, TrafficKind, Int) -> Void
  ) {
    let schedule = simulation.trace.schedule
    let roles = schedule.queues.map { schedule.resources[$0.resource].role }
    for task in schedule.tasks where task.layer >= 0 && task.bytes > 0 {
      let level: MemoryLevel
      switch roles[Int(task.queue)] {
      case .dram: level = .dram
      case .host: level = .host
      case .cache: level = .sharedCache
      case .compute, .vector, .control: continue
      }
      let kind: TrafficKind
      switch task.kind {
      case .loadWeights: kind = .weights
      case .store: kind = .outputs
      case .cacheLoad: kind = .operands
      case .loadInput, .launch, .compute, .vector: kind = .inputs
      }
      add(level, Int(task.layer), kind, task.bytes)
    }
  }
}

extension MemoryLevel {
  fileprivate var holdsSums: Bool {
    self == .globalBuffer || self == .accumulators || self == .elements
  }
}

extension MemoryAccesses {
  /// The bytes by the level that a device has for them.
  fileprivate func traffic(on device: Device) -> [(MemoryLevel, TrafficKind, Int)] {
    let (tensors, weightLevel, sumLevel): (MemoryLevel, MemoryLevel, MemoryLevel)
    switch device {
    case .systolic(let device):
      let weights: MemoryLevel = device.weightBuffer == nil ? .scratchpad : .weightBuffer
      (tensors, weightLevel, sumLevel) = (.scratchpad, weights, .accumulators)
    case .spatial: (tensors, weightLevel, sumLevel) = (.globalBuffer, .weightBuffer, .globalBuffer)
    case .cpu: (tensors, weightLevel, sumLevel) = (.caches, .caches, .caches)
    case .gpu: return []
    }
    // A product reads a weight for each input that it reads; the rest are sums.
    return [
      (tensors, .inputs, inputs), (tensors, .outputs, outputs), (weightLevel, .weights, weights),
      (sumLevel, .sums, sums), (.elements, .inputs, elementInputs),
      (.elements, .weights, elementInputs), (.elements, .sums, elements - elementInputs),
    ]
  }
}

/// How large the tensors of a simulation are.
private struct TensorSizes {
  let simulation: Simulation
  private let hasHost: Bool

  init(_ simulation: Simulation) {
    self.simulation = simulation
    hasHost = simulation.trace.schedule.resources.contains { $0.role == .host }
  }

  /// What a layer moved through a level, no tensor more than once.
  func once(_ moved: TrafficBytes, of layer: Int, at level: MemoryLevel) -> Int {
    let network = simulation.network
    let weights = simulation.weightBytes(of: layer)
    let inputs = Set(network.layers[layer].inputs).reduce(0) { sum, input in
      sum + size(of: input, at: level, crossesHost: storage(of: input).isNetworkInput)
    }
    let outputs = size(
      of: layer, at: level, crossesHost: storage(of: layer).isNetworkOutput)
    return min(moved[.weights], weights) + min(moved[.inputs], inputs)
      + min(moved[.outputs], outputs) + min(moved[.operands], weights + inputs)
  }

  private func storage(of layer: Int) -> Storage {
    simulation.storages.storages[simulation.storages.placements[layer].storage]
  }

  /// A layer's output; nothing where it crosses the host link instead of DRAM, or the reverse.
  private func size(of layer: Int, at level: MemoryLevel, crossesHost: Bool) -> Int {
    let elements = simulation.network.layers[layer].output.elements * simulation.network.batch
    let isOutside = level == .host || level == .dram
    if isOutside, hasHost, crossesHost != (level == .host) { return 0 }
    return isOutside
      ? simulation.dramFormat(of: layer).bytes(elements) : elements * simulation.elementBytes
  }

  var floor: Int {
    let network = simulation.network
    let ends = simulation.storages.storages.filter { $0.isNetworkInput || $0.isNetworkOutput }
    return network.counts.weights * simulation.elementBytes
      + ends.reduce(0) { sum, storage in
        sum
          + simulation.dramFormat(of: storage.owner).bytes(storage.shape.elements * network.batch)
      }
  }
}
