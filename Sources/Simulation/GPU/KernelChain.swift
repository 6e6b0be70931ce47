import LayerGraph

/// Kernels that run one after another whatever else does: a layer's, and those of a sum that is part of
/// the last one.
struct KernelChain {
  /// A kernel of a layer.
  struct Step {
    let layer: Int
    let kernel: Int
  }

  private(set) var steps: [Step] = []
  /// The chains whose results it reads.
  private(set) var sources: [Int] = []
  /// Cycles of its kernels by themselves.
  private var cycles = 0.0
  /// Cycles from its beginning to the network's end along the longest way.
  private(set) var cyclesToEnd = 0.0

  /// The chains of a network, in the order of their last layers.
  static func all(of network: Network, plans: [GPULayerPlan?]) -> [KernelChain] {
    let ends = chainEnds(network, plans)
    let places = Dictionary(
      uniqueKeysWithValues: Set(ends.compactMap(\.self)).sorted().enumerated().map {
        ($0.element, $0.offset)
      })
    var chains = [KernelChain](repeating: KernelChain(), count: places.count)
    // By layer, the chains whose kernels made its output: a view's are those of its inputs.
    var makers: [[Int]] = []
    for (layer, node) in network.layers.enumerated() {
      let read = node.inputs.flatMap { makers[$0] }
      guard let plan = plans[layer], let place = ends[layer].flatMap({ places[$0] }) else {
        makers.append(Array(Set(read)).sorted())
        continue
      }
      makers.append([place])
      chains[place].steps += plan.sequence.kernels.indices.map { Step(layer: layer, kernel: $0) }
      chains[place].cycles += plan.cycles
      chains[place].sources = Array(Set(chains[place].sources + read).subtracting([place])).sorted()
    }
    for index in chains.indices.reversed() {
      chains[index].cyclesToEnd += chains[index].cycles
      for source in chains[index].sources {
        chains[source].cyclesToEnd = max(chains[source].cyclesToEnd, chains[index].cyclesToEnd)
      }
    }
    return chains
  }

  /// By layer the last one of its chain, or `nil` where nothing runs.
  private static func chainEnds(_ network: Network, _ plans: [GPULayerPlan?]) -> [Int?] {
    var ends = plans.enumerated().map { $1 == nil ? nil : $0 }
    for (layer, plan) in plans.enumerated() {
      guard let held = plan?.sequence.heldInput else { continue }
      ends[network.layers[layer].inputs[held]] = layer
    }
    return ends
  }
}
