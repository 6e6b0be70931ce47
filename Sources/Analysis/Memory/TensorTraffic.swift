import Simulation

/// The bytes that each tensor moved over DRAM and the host link; they add up to the schedule's.
struct TensorTraffic {
  /// By storage.
  private(set) var read: [Int]
  private(set) var written: [Int]
  /// By layer.
  private(set) var weights: [Int]

  init(_ simulation: Simulation) {
    let count = simulation.storages.storages.count
    read = Array(repeating: 0, count: count)
    written = read
    weights = Array(repeating: 0, count: simulation.network.layers.count)
    for (index, task) in simulation.trace.schedule.tasks.enumerated()
    where task.bytes > 0 && task.layer >= 0 && task.kind != .cacheLoad {
      add(task, simulation.works[index], simulation)
    }
  }

  private mutating func add(_ task: Task, _ work: TileWork, _ simulation: Simulation) {
    let layer = Int(task.layer)
    let placements = simulation.storages.placements
    switch task.kind {
    case .loadWeights: weights[layer] += task.bytes
    case .store: written[placements[layer].storage] += task.bytes
    default:
      let inputs = simulation.network.layers[layer].inputs
      guard work.region == .none else {
        read[placements[inputs[work.operand]].storage] += task.bytes
        return
      }
      share(task.bytes, among: inputs, simulation)
    }
  }

  /// A processor's kernel loads all its inputs in one transfer: each counts by its size.
  private mutating func share(_ bytes: Int, among inputs: [Int], _ simulation: Simulation) {
    var rest = bytes
    var elements = inputs.reduce(0) { $0 + simulation.network.layers[$1].output.elements }
    for input in inputs {
      let size = simulation.network.layers[input].output.elements
      let part = Int(Double(rest) * Double(size) / Double(elements))
      read[simulation.storages.placements[input].storage] += part
      rest -= part
      elements -= size
    }
  }
}
