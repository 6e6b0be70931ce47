import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

/// A small random CPU or GPU.
private func randomProcessor(_ random: inout SeededGenerator) -> Device {
  if Bool.random(using: &random) {
    var device = CPUDevice()
    device.threads = Int.random(in: 1...6, using: &random)
    device.cores = 3
    device.slowCores = 3
    device.cache = Bytes([1, 2000, 1 << 20].randomElement(using: &random) ?? 1)
    device.layerOverhead = Cycles([0, 700].randomElement(using: &random) ?? 0)
    device.forkJoin = Cycles(30)
    device.contention = Double.random(in: 0...0.5, using: &random)
    device.library = KernelLibrary.allCases.randomElement(using: &random) ?? .planar
    if Bool.random(using: &random) {
      device.caches = [
        CacheLevel(size: Bytes(3000), bandwidth: BytesPerSecond(3e9)),
        CacheLevel(size: Bytes(100_000), bandwidth: BytesPerSecond(2e9)),
      ]
    }
    return .cpu(device)
  }
  var device = GPUDevice()
  device.multiprocessors = Int.random(in: 1...7, using: &random)
  device.blockThreads = [32, 256].randomElement(using: &random) ?? 32
  device.halfRateThreads = [1, 3000].randomElement(using: &random) ?? 1
  device.hasWinograd = Bool.random(using: &random)
  device.launch = Cycles([0, 500].randomElement(using: &random) ?? 0)
  return .gpu(device)
}

/// The laws of every schedule, on random networks and processors.
@Suite("Laws of CPUs and GPUs")
struct ProcessorLawTests {
  private func simulate(seed: Int) throws -> (Simulation, Device) {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    let device = randomProcessor(&random)
    return (try Simulator.simulate(network, on: device), device)
  }

  @Test("MACs over the schedule are the MACs of the graph", arguments: 0..<60)
  func macs(seed: Int) throws {
    let (simulation, _) = try simulate(seed: seed)
    let scheduled = simulation.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
    #expect(scheduled == simulation.network.counts.macs * simulation.network.batch)
  }

  @Test("resources serve one task at a time, and after what it depends on", arguments: 0..<60)
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

  @Test("twice the bandwidth never makes a run slower", arguments: 0..<40)
  func bandwidth(seed: Int) throws {
    let (before, device) = try simulate(seed: seed)
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
