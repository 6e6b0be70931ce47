import LayerGraph

/// The search for the order of layers with the lowest peak of activations.
struct OrderSearch {
  private let network: Network
  /// Elements of each storage.
  private let sizes: [Int]
  private let staysAlive: [Bool]
  /// For each layer, the storages that it touches.
  private let touched: [[Int]]
  /// For each storage, how many layers touch it.
  private let uses: [Int]
  private let width: Int
  /// For each step taken, the one before it and its layer.
  private var steps: [(previous: Int, layer: Int)] = []
  private(set) var isExact = true

  init(_ network: Network, map: StorageMap, width: Int) {
    self.network = network
    self.width = width
    sizes = map.storages.map(\.shape.elements)
    staysAlive = map.storages.map(\.isNetworkOutput)
    let touched = network.layers.indices.map { map.storages(of: $0, in: network) }
    var uses = [Int](repeating: 0, count: map.storages.count)
    for storages in touched { for storage in storages { uses[storage] += 1 } }
    self.touched = touched
    self.uses = uses
  }

  /// Some layers have run, and no other.
  private struct State {
    /// Layers whose inputs have all run; they tell the sets that have run apart.
    var ready: [Int]
    /// For each layer, how many inputs have yet to run.
    var waiting: [Int]
    /// For each storage, how many layers have yet to touch it.
    var untouched: [Int]
    var live = 0
    var peak = 0
    /// The live elements summed over the steps: of equal peaks the shorter lives win.
    var area = 0
    /// The last step taken.
    var step = -1

    func isBetter(than other: State) -> Bool { (peak, area) < (other.peak, other.area) }
  }

  /// The layers in the order found; the first stays first.
  mutating func run() -> [Int] {
    var states = [ran(0, in: start())]
    for _ in 1..<network.layers.count { states = next(states) }
    var order: [Int] = []
    var step = states[0].step
    while step >= 0 {
      order.append(steps[step].layer)
      step = steps[step].previous
    }
    return order.reversed()
  }

  private func start() -> State {
    State(
      ready: network.layers.indices.filter { network.layers[$0].inputs.isEmpty },
      waiting: network.layers.map { Set($0.inputs).count }, untouched: uses)
  }

  /// The best way to each set of layers that is one larger.
  private mutating func next(_ states: [State]) -> [State] {
    var places: [[Int]: Int] = [:]
    var found: [State] = []
    for state in states {
      for layer in state.ready {
        let successor = ran(layer, in: state)
        if let place = places[successor.ready] {
          if successor.isBetter(than: found[place]) { found[place] = successor }
        } else {
          places[successor.ready] = found.count
          found.append(successor)
        }
      }
    }
    guard found.count > width else { return found.sorted { $0.isBetter(than: $1) } }
    isExact = false
    return Array(found.sorted { $0.isBetter(than: $1) }.prefix(width))
  }

  private mutating func ran(_ layer: Int, in state: State) -> State {
    var state = state
    let storages = touched[layer]
    for storage in storages where state.untouched[storage] == uses[storage] {
      state.live += sizes[storage]
    }
    state.peak = max(state.peak, state.live)
    state.area += state.live
    for storage in storages {
      state.untouched[storage] -= 1
      if state.untouched[storage] == 0, !staysAlive[storage] { state.live -= sizes[storage] }
    }
    state.ready.removeAll { $0 == layer }
    for consumer in network.consumers[layer] {
      state.waiting[consumer] -= 1
      if state.waiting[consumer] == 0 { state.ready.append(consumer) }
    }
    state.ready.sort()
    steps.append((state.step, layer))
    state.step = steps.count - 1
    return state
  }
}
