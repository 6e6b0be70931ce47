import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

/// The laws of every schedule, on random networks and processors.
@Suite("Laws of CPUs and GPUs")
struct ProcessorLawTests {
  /// From seed 60 on, networks of branches on GPUs with two or three streams.
  private func simulate(seed: Int) throws -> (Simulation, Device) {
    var random = SeededGenerator(seed: UInt64(seed))
    if seed >= 60 {
      let network = try randomBranches(&random)
      let device = randomStreams(2 + seed % 2, &random)
      return (try Simulator.simulate(network, on: device), .gpu(device))
    }
    let network = try randomNetwork(&random)
    let device = randomProcessor(&random)
    return (try Simulator.simulate(network, on: device), device)
  }

  @Test("MACs over the schedule are the MACs of the graph", arguments: 0..<90)
  func macs(seed: Int) throws {
    let (simulation, _) = try simulate(seed: seed)
    let scheduled = simulation.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
    #expect(scheduled == simulation.network.counts.macs * simulation.network.batch)
  }

  @Test("every output element is produced exactly once", arguments: 0..<90)
  func elements(seed: Int) throws {
    let (simulation, _) = try simulate(seed: seed)
    let network = simulation.network
    let record = try #require(simulation.kernels)
    for (index, kernel) in record.layers.enumerated() {
      guard let kernel else {
        #expect(network.layers[index].operation.isView || network.layers[index].inputs.isEmpty)
        continue
      }
      let tasks = simulation.trace.schedule.tasks.enumerated().filter {
        Int($1.layer) == index && ($1.kind == .compute || $1.kind == .vector)
      }
      // What transfers hide has no computing tasks.
      let pieces = tasks.isEmpty ? [0..<kernel.grid.count] : tasks.map { record.spans[$0.offset] }
      let shape = network.layers[index].output
      var counts = [Int](repeating: 0, count: shape.elements * network.batch)
      for region in pieces.flatMap(kernel.grid.boxes) { region.count(into: &counts, shape: shape) }
      #expect(counts.allSatisfy { $0 == 1 }, "layer \(network.layers[index].name)")
    }
  }

  @Test("a transfer lasts for the bytes of the elements that it moves", arguments: 0..<90)
  func spans(seed: Int) throws {
    let (simulation, _) = try simulate(seed: seed)
    let record = try #require(simulation.kernels)
    for (task, span) in zip(simulation.trace.schedule.tasks, record.spans)
    where [.loadWeights, .loadInput, .store].contains(task.kind) {
      #expect(span.count * simulation.elementBytes == task.bytes)
    }
  }

  @Test("resources serve one task at a time, and after what it depends on", arguments: 0..<90)
  func order(seed: Int) throws {
    let trace = try simulate(seed: seed).0.trace
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

  @Test("weights are read once, and nothing but weights where all fits the cache")
  func traffic() throws {
    var random = SeededGenerator(seed: 3)
    let network = try randomNetwork(&random)
    var device = CPUDevice()
    device.cache = Bytes(1 << 30)
    let simulation = try Simulator.simulate(network, on: device)
    let products = network.layers.indices.filter { index in
      guard case .convolution(let convolution) = network.layers[index].operation else {
        return false
      }
      return convolution.window.kernel != Spatial(3) || convolution.groups > 1
        || convolution.window.stride != Spatial(1)
    }
    for task in simulation.trace.schedule.tasks { #expect(task.kind != .store) }
    for layer in products {
      let bytes = simulation.trace.schedule.tasks.reduce(0) {
        Int($1.layer) == layer ? $0 + $1.bytes : $0
      }
      #expect(bytes == network.counts(of: layer).weights * 4)
    }
  }

  /// Not on several streams: there another bandwidth can change who runs first.
  @Test("twice the bandwidth never makes a run slower", arguments: 0..<40)
  func bandwidth(seed: Int) throws {
    var (before, device) = try simulate(seed: seed)
    if case .gpu(var gpu) = device {
      gpu.streams = 1
      device = .gpu(gpu)
      before = try Simulator.simulate(before.network, on: gpu)
    }
    let after: Simulation
    switch device {
    case .cpu(var cpu):
      cpu.dramBandwidth = BytesPerSecond(cpu.dramBandwidth.value * 2)
      after = try Simulator.simulate(before.network, on: cpu)
    case .gpu(var gpu):
      gpu.dramBandwidth = BytesPerSecond(gpu.dramBandwidth.value * 2)
      after = try Simulator.simulate(before.network, on: gpu)
    case .systolic, .spatial: return
    }
    #expect(after.trace.makespan <= before.trace.makespan)
  }

  @Test("copies of channels are made by one thread, and take as long with more")
  func serialMoves() throws {
    var builder = NetworkBuilder(name: "moves")
    let image = try builder.input(Shape(channels: 64, height: 10, width: 10))
    _ = try builder.add(.shuffle(groups: 2), to: image)
    let network = try builder.build()
    var device = CPUDevice()
    let alone = try Simulator.simulate(network, on: device).trace.makespan
    device.threads = 4
    #expect(try Simulator.simulate(network, on: device).trace.makespan == alone)
  }

  @Test("a grouped convolution is called once for each group")
  func groupCalls() throws {
    func makespan(groups: Int, overhead: Int) throws -> Int {
      var builder = NetworkBuilder(name: "groups")
      let image = try builder.input(Shape(channels: 64, height: 10, width: 10))
      _ = try builder.add(
        .convolution(Convolution(filters: 64, window: Window(1), groups: groups)), to: image)
      var device = CPUDevice()
      device.layerOverhead = Cycles(overhead)
      return try Simulator.simulate(try builder.build(), on: device).trace.makespan
    }
    for groups in [1, 4] {
      let calls =
        try makespan(groups: groups, overhead: 1000) - makespan(groups: groups, overhead: 0)
      #expect(calls == groups * 1000)
    }
  }

  @Test("a 1×1 convolution alone costs its call, its weights and its products")
  func closedForm() throws {
    var builder = NetworkBuilder(name: "one")
    let image = try builder.input(Shape(channels: 16, height: 10, width: 10))
    _ = try builder.add(
      .convolution(Convolution(filters: 32, window: Window(1), isNormalised: false)), to: image)
    var device = CPUDevice()
    device.layerOverhead = Cycles(1000)
    device.dramBandwidth = BytesPerSecond(device.clock.value)
    device.efficiency.matrix = 0.5
    device.efficiency.elementwise = 0.25
    let run = try Simulator.simulate(try builder.build(), on: device)
    let weights = 16 * 32 * 4
    let products = (100 * 16 * 32 + 20 * 100 * 32) * 2 / 4
    let elements = (16 * 100 + 32 * 100) * 4 / 4
    #expect(run.trace.makespan == 1000 + weights + products + elements)
  }
}
