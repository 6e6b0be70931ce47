import LayerGraph
import ReferenceKernels
import Simulation

/// Executes the schedule of a processor: each task really does its work, in the order of the trace.
///
/// Caches are transparent: each storage of the planner is one buffer of the memory, and holds what
/// was stored in it for as long as the planner says that it lives. A kernel sees of its inputs what
/// its loads brought, and what it doesn't load, as it lay in memory (and so in a cache) when the
/// kernel began. Its output reaches the memory by its stores; where it has none, it stays in a cache
/// and counts as memory when it is computed.
struct KernelReplay<Arithmetic: ReplayArithmetic> {
  typealias Value = Arithmetic.Value

  let simulation: Simulation
  let kernels: KernelRecord
  let plain: PlainResult<Arithmetic>
  var report = ReplayReport()

  /// One per storage.
  let memory: [ReplayMemory<Value>]
  /// By layer, while its kernel runs.
  var states: [KernelState<Arithmetic>?]
  /// By layer, its tasks.
  let tasks: [[Int]]
  /// By layer, whether it is done or has nothing to do.
  var isDone: [Bool]
  /// By layer, the storages that it reads or writes and that are lost after their last reader.
  let passing: [[Int]]
  /// By storage, how many layers up to its last reader have yet to read or write it.
  var usersLeft: [Int]

  var network: Network { simulation.network }
  var arithmetic: Arithmetic { plain.arithmetic }

  init(_ simulation: Simulation, _ kernels: KernelRecord, plain: PlainResult<Arithmetic>) {
    self.simulation = simulation
    self.kernels = kernels
    self.plain = plain
    let network = simulation.network
    memory = simulation.storages.storages.map {
      ReplayMemory(count: $0.shape.elements * network.batch, repeating: Arithmetic.poison)
    }
    states = Array(repeating: nil, count: network.layers.count)
    var tasks = [[Int]](repeating: [], count: network.layers.count)
    for (index, task) in simulation.trace.schedule.tasks.enumerated() where task.layer >= 0 {
      tasks[Int(task.layer)].append(index)
    }
    self.tasks = tasks
    isDone = tasks.map(\.isEmpty)
    let storages = simulation.storages
    var usersLeft = [Int](repeating: 0, count: storages.storages.count)
    passing = network.layers.indices.map { layer in
      guard !tasks[layer].isEmpty else { return [] }
      return storages.storages(of: layer, in: network).filter {
        !storages.storages[$0].isNetworkOutput && storages.storages[$0].lastReader >= layer
      }
    }
    for storage in passing.joined() { usersLeft[storage] += 1 }
    self.usersLeft = usersLeft
  }

  /// Runs every task; stops at the first failure.
  mutating func run(progress: (Double) -> Void = { _ in }) {
    do {
      placeInputs()
      let events = KernelEvent.events(of: simulation.trace)
      for (index, event) in events.enumerated() {
        do {
          if event.isEnd { try end(event.task) } else { try begin(event.task) }
        } catch let error as KernelError {
          throw ReplayFailure.outOfBounds(
            layer: name(event.layer), task: event.task, reason: "\(error)")
        }
        progress(Double(index) / Double(events.count))
      }
      try checkTotals()
    } catch let failure as ReplayFailure {
      report.failure = failure
    } catch {
      report.failure = .outOfBounds(layer: network.name, task: -1, reason: "\(error)")
    }
  }

  func name(_ layer: Int) -> String {
    network.layers.indices.contains(layer) ? network.layers[layer].name : network.name
  }

  private func placeInputs() {
    for (index, layer) in network.layers.enumerated() {
      guard case .input = layer.operation else { continue }
      for image in 0..<network.batch {
        let map = plain.maps[index][image]
        map.values.withUnsafeBufferPointer {
          _ = memory[storage(index)].row(from: base(of: index, image: image), count: $0.count)
            .update(fromContentsOf: $0)
        }
      }
    }
  }
}

// MARK: - Places

extension KernelReplay {
  func storage(_ layer: Int) -> Int { simulation.storages.placements[layer].storage }

  /// The first element of an image of a layer's output within its storage.
  func base(of layer: Int, image: Int) -> Int {
    let placement = simulation.storages.placements[layer]
    return image * simulation.storages.storages[placement.storage].shape.elements
      + placement.offset
  }

  /// What a kernel reads of each input: all of it, but of a slice's input only the slice.
  func operandShapes(_ layer: Int) -> [Shape] {
    guard case .slice = network.layers[layer].operation else {
      return network.inputShapes(of: layer)
    }
    return [network.layers[layer].output]
  }

  /// The first element of one image of an input among all that a kernel reads.
  func inputBase(_ layer: Int, operand: Int, image: Int) -> Int {
    let shapes = operandShapes(layer)
    return shapes[..<operand].reduce(0) { $0 + $1.elements } * network.batch
      + image * shapes[operand].elements
  }

  /// Copies a span of a kernel's inputs, as they lie in memory now.
  func read(_ span: Range<Int>, of layer: Int, into target: ReplayMemory<Value>) {
    var skipped = 0
    if case .slice(let slice) = network.layers[layer].operation {
      skipped = slice.range.lowerBound * network.layers[layer].output.area
    }
    let shapes = operandShapes(layer)
    for (operand, source) in network.layers[layer].inputs.enumerated() {
      let size = shapes[operand].elements
      for image in 0..<network.batch {
        let first = inputBase(layer, operand: operand, image: image)
        let part = span.clamped(to: first..<first + size)
        guard !part.isEmpty else { continue }
        let from = base(of: source, image: image) + skipped + part.lowerBound - first
        _ = target.row(from: part.lowerBound, count: part.count)
          .update(fromContentsOf: memory[storage(source)].row(from: from, count: part.count))
      }
    }
  }

  /// Copies a span of a kernel's output into memory.
  func write(_ span: Range<Int>, of layer: Int, from source: ReplayMemory<Value>) {
    let size = network.layers[layer].output.elements
    for image in 0..<network.batch {
      let part = span.clamped(to: image * size..<(image + 1) * size)
      guard !part.isEmpty else { continue }
      let to = base(of: layer, image: image) + part.lowerBound - image * size
      _ = memory[storage(layer)].row(from: to, count: part.count)
        .update(fromContentsOf: source.row(from: part.lowerBound, count: part.count))
    }
  }
}
