import LayerGraph
import ReferenceKernels
import Simulation

/// Executes a schedule: each task really does its work, in the order of the trace, between memories
/// of the device's size at the planner's addresses.
struct Replay<Arithmetic: ReplayArithmetic> {
  typealias Value = Arithmetic.Value

  let simulation: Simulation
  let plain: PlainResult<Arithmetic>
  var report = ReplayReport()

  let scratchpad: ReplayMemory<Value>
  /// The scratchpad itself where weights have no buffer of their own.
  let weightMemory: ReplayMemory<Value>
  let accumulator: ReplayMemory<Arithmetic.Sum>
  /// One per storage.
  let dram: [ReplayMemory<Value>]
  /// By element address in the scratchpad: the tile that was loaded there last.
  var inputTiles: [Int: InputTile] = [:]
  var weightTiles: [Int: WeightTile] = [:]
  var made: [Int]
  /// For each layer that runs depth-first, the elements made by row.
  var rowsMade: [Int: [Int: Int]] = [:]
  let weights: [Int: [Value]]

  struct InputTile: Equatable {
    let layer: Int
    let operand: Int
    let region: TileRegion
  }

  struct WeightTile: Equatable {
    let layer: Int
    let filters: Range<Int32>
    let depth: Range<Int>
  }

  var network: Network { simulation.network }

  var arithmetic: Arithmetic { plain.arithmetic }

  init(_ simulation: Simulation, plain: PlainResult<Arithmetic>) {
    self.simulation = simulation
    self.plain = plain
    func size(_ memory: BufferUse.Memory, _ bytes: Int) -> Int {
      simulation.buffers.reduce(0) {
        $1.memory == memory ? max($0, $1.range.upperBound / bytes) : $0
      }
    }
    scratchpad = ReplayMemory(
      count: size(.scratchpad, simulation.elementBytes), repeating: Arithmetic.poison)
    let buffered = size(.weightBuffer, simulation.elementBytes)
    weightMemory =
      buffered == 0
      ? scratchpad : ReplayMemory(count: buffered, repeating: Arithmetic.poison)
    accumulator = ReplayMemory(
      count: size(.accumulator, simulation.sumBytes), repeating: Arithmetic.zero)
    let batch = simulation.network.batch
    dram = simulation.storages.storages.map {
      ReplayMemory(count: $0.shape.elements * batch, repeating: Arithmetic.poison)
    }
    made = [Int](repeating: 0, count: simulation.network.layers.count)
    weights = Dictionary(
      uniqueKeysWithValues: simulation.network.layers.indices
        .filter { simulation.network.layers[$0].operation.isMatrixProduct }
        .map { ($0, plain.arithmetic.weights(of: $0)) })
  }

  /// Runs every task; stops at the first failure.
  mutating func run(progress: (Double) -> Void = { _ in }) {
    do {
      placeInputs()
      let events = ReplayEvent.events(of: simulation.trace)
      for (index, event) in events.enumerated() {
        if event.isEnd { try end(event.task) } else { try begin(event.task) }
        if index & 0x3FF == 0 { progress(Double(index) / Double(events.count)) }
      }
      try checkTotals()
    } catch let failure as ReplayFailure {
      report.failure = failure
    } catch {
      report.failure = .outOfBounds(layer: network.name, task: -1, reason: "\(error)")
    }
  }

  func placeInputs() {
    for (index, layer) in network.layers.enumerated() {
      guard case .input = layer.operation else { continue }
      for image in 0..<network.batch {
        let layout = layout(of: index, region: Region(layer.output), image: image)
        let map = plain.maps[index][image]
        var next = 0
        dram[storage(index)].forEachRow(layout) { _, _, first in
          for column in 0..<layer.output.width {
            dram[storage(index)][first + column] = map.values[next]
            next += 1
          }
        }
      }
    }
  }
}
