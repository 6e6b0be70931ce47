import Hardware
import LayerGraph
import RandomCases
import Testing

@testable import Simulation

/// The laws that every schedule of a spatial array obeys, on random networks and devices.
@Suite("Conservation laws of spatial arrays")
struct SpatialLawTests {
  private struct Case {
    let simulation: Simulation
    let device: SpatialDevice

    var trace: Trace { simulation.trace }
    var network: Network { simulation.network }
  }

  private static let cases: [Int: Case] = Dictionary(
    uniqueKeysWithValues: (0..<60).compactMap { seed in
      var random = SeededGenerator(seed: UInt64(seed))
      guard let network = try? randomNetwork(&random) else { return nil }
      let device = randomSpatialDevice(&random)
      return (try? Simulator.simulate(network, on: device)).map {
        (seed, Case(simulation: $0, device: device))
      }
    })

  @Test("most random cases fit, so that the laws are really tested")
  func casesFit() {
    #expect(SpatialLawTests.cases.count > 40)
  }

  @Test("MACs over the schedule are the MACs of the graph", arguments: 0..<60)
  func macs(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    let scheduled = drawn.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
    #expect(scheduled == drawn.network.counts.macs * drawn.network.batch)
  }

  @Test("each output element of a layer is made once", arguments: 0..<60)
  func elements(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    var made = [Int](repeating: 0, count: drawn.network.layers.count)
    for (task, work) in zip(drawn.trace.schedule.tasks, drawn.simulation.works)
    where task.kind == .vector || task.kind == .store && work.finishesSums {
      made[Int(task.layer)] += work.region.elements
    }
    for (index, layer) in drawn.network.layers.enumerated() {
      if case .input = layer.operation { continue }
      guard !layer.operation.isView else { continue }
      #expect(made[index] == layer.output.elements * drawn.network.batch)
    }
  }

  @Test("a resource is never in two tasks at once, and no task starts early", arguments: 0..<60)
  func order(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    let trace = drawn.trace
    for resource in trace.schedule.resources.indices {
      let tasks = trace.starts.indices
        .filter { trace.schedule.queues[Int(trace.schedule.tasks[$0].queue)].resource == resource }
        .sorted { (trace.starts[$0], trace.end(of: $0)) < (trace.starts[$1], trace.end(of: $1)) }
      for (earlier, later) in zip(tasks, tasks.dropFirst()) {
        #expect(trace.end(of: earlier) <= trace.starts[later])
      }
    }
    for task in trace.starts.indices {
      for dependency in trace.schedule.dependencies(of: task) {
        #expect(trace.completion(of: Int(dependency)) <= trace.starts[task])
      }
    }
  }

  @Test("inputs and sums together never take more banks than there are", arguments: 0..<60)
  func banks(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    let trace = drawn.trace
    let uses = drawn.simulation.buffers.map { ($0, $0.life(in: trace)) }
    for (use, life) in uses where use.memory != .weightBuffer {
      var taken: [BufferUse.Memory: Int] = [:]
      for (other, otherLife) in uses where otherLife.contains(life.lowerBound) {
        taken[other.memory] = max(taken[other.memory] ?? 0, other.range.upperBound)
      }
      let banks = [BufferUse.Memory.scratchpad, .accumulator].reduce(0) {
        $0 + (taken[$1] ?? 0).dividedUp(by: drawn.device.bank.count)
      }
      #expect(banks * drawn.device.bank.count <= drawn.device.buffer.count)
    }
  }

  @Test("no pass needs more weights than the buffer and the elements hold", arguments: 0..<60)
  func weights(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    for work in zip(drawn.trace.schedule.tasks, drawn.simulation.works)
      .filter({ $0.0.kind == .loadWeights }).map(\.1)
    {
      let words = work.region.channels.count * work.depth.count
      #expect(words * drawn.device.operandBytes <= drawn.device.weightBuffer.count)
      #expect(words <= drawn.device.array.weightWords * drawn.device.array.elements)
    }
  }

  @Test("the array works or transfers maps, not both, unless it overlaps them", arguments: 0..<60)
  func overlap(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed], !drawn.device.overlapsTransfers else { return }
    let trace = drawn.trace
    let tasks = trace.schedule.tasks
    func spans(_ kinds: [TaskKind]) -> [Range<Int>] {
      tasks.indices.filter { kinds.contains(tasks[$0].kind) }
        .map { trace.starts[$0]..<trace.end(of: $0) }
    }
    let transfers = spans([.loadInput, .store])
    for pass in spans([.compute]) {
      #expect(!transfers.contains { $0.overlaps(pass) })
    }
  }

  @Test("the makespan is at least each resource's work and MACs over peak", arguments: 0..<60)
  func bounds(seed: Int) {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    let schedule = drawn.trace.schedule
    for resource in schedule.resources.indices {
      let busy = schedule.tasks.reduce(0) {
        schedule.queues[Int($1.queue)].resource == resource ? $0 + $1.duration : $0
      }
      #expect(busy <= drawn.trace.makespan)
    }
    let macs = drawn.network.counts.macs * drawn.network.batch
    #expect(drawn.trace.makespan >= macs / drawn.device.array.elements)
    for task in schedule.tasks where task.kind == .compute {
      #expect(task.duration * drawn.device.array.elements >= task.macs)
    }
  }

  @Test("the formula's traffic is the scheduled traffic", arguments: 0..<60)
  func traffic(seed: Int) throws {
    guard let drawn = SpatialLawTests.cases[seed] else { return }
    let map = drawn.simulation.storages
    for (index, node) in drawn.network.layers.enumerated() {
      guard let source = node.inputs.first,
        let layer = MatrixLayer(
          node, input: drawn.network.layers[source].output, batch: drawn.network.batch)
      else { continue }
      let cost = RowStationaryCost(
        device: drawn.device, layer: layer,
        readsNetworkInput: map.storages[map.placements[source].storage].isNetworkInput)
      var search = RowStationarySearch(cost)
      let found = search.run()
      let mapping = try #require(found)
      let scheduled = drawn.trace.schedule.tasks.reduce(0) {
        Int($1.layer) == index ? $0 + $1.bytes : $0
      }
      #expect(scheduled == cost.traffic(mapping))
    }
  }
}
