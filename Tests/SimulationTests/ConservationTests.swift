import Hardware
import LayerGraph
import RandomCases
import Testing

@testable import Simulation

/// The laws that every schedule and trace obeys, on random networks and devices.
@Suite("Conservation laws")
struct ConservationTests {
  /// The random simulations that fit, by seed; made once for all laws.
  private static let cases = Dictionary(
    uniqueKeysWithValues: (0..<100).compactMap { seed in
      (try? simulate(seed: seed)).flatMap { $0 }.map { (seed, $0) }
    })

  private func simulation(seed: Int) throws -> (Simulation, SystolicDevice)? {
    ConservationTests.cases[seed]
  }

  private static func simulate(seed: Int) throws -> (Simulation, SystolicDevice)? {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    let device = randomDevice(&random)
    do {
      return (try Simulator.simulate(network, on: device), device)
    } catch SimulationError.doesNotFit {
      return nil
    }
  }

  @Test("most random cases fit, so that the laws are really tested")
  func casesFit() throws {
    #expect(ConservationTests.cases.count > 60)
  }

  @Test("MACs over the schedule are the MACs of the graph", arguments: 0..<100)
  func macs(seed: Int) throws {
    guard let (simulation, _) = try simulation(seed: seed) else { return }
    let network = simulation.network
    let scheduled = simulation.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
    #expect(scheduled == network.counts.macs * network.batch)
  }

  @Test("every output element is produced exactly once", arguments: 0..<100)
  func elements(seed: Int) throws {
    guard let (simulation, _) = try simulation(seed: seed) else { return }
    let network = simulation.network
    var produced = [Int: [TileRegion]]()
    for (task, work) in zip(simulation.trace.schedule.tasks, simulation.works)
    where task.kind == .vector {
      produced[Int(task.layer), default: []].append(work.region)
    }
    for (index, layer) in network.layers.enumerated() {
      if layer.operation.isView { continue }
      if case .input = layer.operation { continue }
      var counts = [Int](repeating: 0, count: layer.output.elements * network.batch)
      for region in produced[index] ?? [] { region.count(into: &counts, shape: layer.output) }
      #expect(counts.allSatisfy { $0 == 1 }, "layer \(layer.name)")
    }
  }

  @Test("a resource is never in two tasks at once", arguments: 0..<100)
  func exclusiveResources(seed: Int) throws {
    guard let (simulation, _) = try simulation(seed: seed) else { return }
    let trace = simulation.trace
    for resource in trace.schedule.resources.indices {
      let tasks = trace.starts.indices
        .filter { trace.schedule.queues[Int(trace.schedule.tasks[$0].queue)].resource == resource }
        .sorted { (trace.starts[$0], trace.end(of: $0)) < (trace.starts[$1], trace.end(of: $1)) }
      for (earlier, later) in zip(tasks, tasks.dropFirst()) {
        #expect(trace.end(of: earlier) <= trace.starts[later])
      }
    }
  }

  @Test("a task never starts before what it depends on is complete", arguments: 0..<100)
  func dependencies(seed: Int) throws {
    guard let (simulation, _) = try simulation(seed: seed) else { return }
    let trace = simulation.trace
    for task in trace.starts.indices {
      for dependency in trace.schedule.dependencies(of: task) {
        #expect(trace.completion(of: Int(dependency)) <= trace.starts[task])
      }
    }
  }

  @Test("on-chip bytes have one owner at a time, within the capacity", arguments: 0..<100)
  func memory(seed: Int) throws {
    guard let (simulation, device) = try simulation(seed: seed) else { return }
    let capacities: [BufferUse.Memory: Int?] = [
      .scratchpad: device.scratchpad?.count, .weightBuffer: device.weightBuffer?.count,
      .accumulator: device.accumulator?.count,
    ]
    for (memory, capacity) in capacities {
      let uses = simulation.buffers.filter { $0.memory == memory }
        .map { (life: $0.life(in: simulation.trace), range: $0.range) }
        .sorted { $0.life.lowerBound < $1.life.lowerBound }
      for use in uses { #expect(use.range.upperBound <= capacity ?? .max) }
      for (index, use) in uses.enumerated() {
        for later in uses[(index + 1)...] {
          if later.life.lowerBound >= use.life.upperBound { break }
          #expect(!(later.life.overlaps(use.life) && later.range.overlaps(use.range)))
        }
      }
    }
  }

  @Test("the makespan is at least each resource's work and the compulsory MACs", arguments: 0..<100)
  func bounds(seed: Int) throws {
    guard let (simulation, device) = try simulation(seed: seed) else { return }
    let trace = simulation.trace
    for resource in trace.schedule.resources.indices {
      let busy = trace.schedule.tasks.reduce(0) {
        trace.schedule.queues[Int($1.queue)].resource == resource ? $0 + $1.duration : $0
      }
      #expect(busy <= trace.makespan)
    }
    let macs = simulation.network.counts.macs * simulation.network.batch
    let peak = simulation.peakMACsPerCycle
    #expect(peak == device.array.rows * device.array.columns * device.array.count)
    #expect(trace.makespan >= macs / peak)
  }

  @Test("the ranking formula's traffic is the scheduled traffic", arguments: 0..<100)
  func traffic(seed: Int) throws {
    guard let (simulation, device) = try simulation(seed: seed) else { return }
    let network = simulation.network
    for (index, mapping) in simulation.mappings.enumerated() {
      guard let mapping, let source = network.layers[index].inputs.first,
        let layer = MatrixLayer(
          network.layers[index], input: network.layers[source].output, batch: network.batch)
      else { continue }
      let resident = { simulation.addresses[simulation.storages.placements[$0].storage] != nil }
      let cost = MappingCost(
        machine: SystolicMachine(device), layer: layer,
        space: TileSpace(
          stream: 0, hasResidentInput: resident(source), keepsOutput: resident(index)))
      let scheduled = simulation.trace.schedule.tasks.reduce(0) {
        Int($1.layer) == index ? $0 + $1.bytes : $0
      }
      #expect(scheduled == cost.estimate(mapping)?.bytes)
    }
  }
}

extension TileRegion {
  /// Adds one to each element's count.
  func count(into counts: inout [Int], shape: Shape) {
    for image in images {
      for channel in channels {
        for row in rows {
          for column in columns {
            let plane = (Int(image) * shape.channels + Int(channel)) * shape.height + Int(row)
            counts[plane * shape.width + Int(column)] += 1
          }
        }
      }
    }
  }
}
