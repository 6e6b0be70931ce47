import Hardware
import LayerGraph
import Quantities
import RandomCases
import Simulation
import Testing

@testable import Verification

@Suite("Replay of CPUs and GPUs")
struct KernelReplayTests {
  @Test(
    "random schedules give what plain execution gives", arguments: 0..<16, ReplayPrecision.allCases)
  func random(seed: Int, precision: ReplayPrecision) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    let simulation = try Simulator.simulate(network, on: randomProcessor(&random))
    let report = try Verifier(simulation, precision: precision).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
    #expect(report.macs == network.counts.macs * network.batch)
    let moved = simulation.trace.schedule.tasks.reduce(0) {
      $0 + ($1.kind == .cacheLoad ? 0 : $1.bytes)
    }
    #expect(report.bytes == moved)
  }

  @Test("random branches on several streams give what plain execution gives", arguments: 0..<24)
  func streams(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomBranches(&random)
    let device = randomStreams(2 + seed % 2, &random)
    let report = try Verifier(try Simulator.simulate(network, on: device)).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
  }

  /// A block of a CSP network whose 3×3 convolutions are wide enough for Winograd.
  private func block() throws -> Network {
    var builder = NetworkBuilder(name: "block", batch: 2)
    let input = try builder.input(Shape(channels: 16, height: 13, width: 11))
    let a = try builder.add(
      .convolution(Convolution(filters: 32, window: Window(3))), to: input, activation: .relu)
    let bypass = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(1))), to: a, activation: .relu)
    let part = try builder.add(.slice(ChannelSlice(range: 16..<32)), to: a)
    let b = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(3))), to: part,
      activation: .leaky(slope: 0.1))
    let c = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(1))), to: b, activation: .relu)
    let sum = try builder.add(.add, to: [b, c])
    let joined = try builder.add(.concatenate, to: [a, sum, bypass])
    let pool = try builder.add(.globalPool(.average), to: joined)
    let classes = try builder.add(.linear(Linear(outputs: 10)), to: pool)
    _ = try builder.add(.softmax, to: classes)
    return try builder.build()
  }

  private static let devices: [(name: String, device: Device)] = {
    var gpu = GPUDevice()
    gpu.multiprocessors = 3
    gpu.residency.threads = 64
    gpu.hasWinograd = true
    gpu.launch = Cycles(100)
    gpu.dramBandwidth = BytesPerSecond(4e9)
    var streams = gpu
    streams.streams = 2
    var cpu = CPUDevice()
    cpu.threads = 3
    cpu.cache = Bytes(4096)
    cpu.layerOverhead = Cycles(100)
    cpu.dramBandwidth = BytesPerSecond(4e9)
    return [("GPU", .gpu(gpu)), ("streams", .gpu(streams)), ("CPU", .cpu(cpu))]
  }()

  private func simulate(_ name: String) throws -> Simulation {
    let entry = try #require(KernelReplayTests.devices.first { $0.name == name })
    return try Simulator.simulate(try block(), on: entry.device)
  }

  @Test(
    "Winograd tiles, slices and concatenations hold", arguments: ["CPU", "GPU", "streams"],
    ReplayPrecision.allCases)
  func sound(name: String, precision: ReplayPrecision) throws {
    let simulation = try simulate(name)
    let report = try Verifier(simulation, precision: precision).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
    let record = try #require(simulation.kernels)
    #expect(record.layers.contains { $0?.winogradSide != nil })
    #expect(record.layers.contains { ($0?.transforms ?? 0) > 0 } == (name != "CPU"))
    #expect(simulation.streams.isEmpty == (name != "streams"))
  }

  @Test(
    "each planted fault is found", arguments: ["CPU", "GPU", "streams"], ScheduleFault.allCases)
  func faults(name: String, fault: ScheduleFault) throws {
    let simulation = try simulate(name)
    switch fault.plant(in: simulation) {
    case .planted(let faulty):
      let report = try Verifier(simulation).verify(faulty)
      let failure = try #require(report.failure, "\(fault.rawValue) went unnoticed")
      print("\(name), \(fault.rawValue): killed by — \(failure)")
    case .notApplicable(let reason):
      #expect(fault == .swappedBuffers, "\(reason)")
      print("\(name), \(fault.rawValue): not applicable — \(reason)")
    }
  }

  @Test("an operation without a meaning passes its input through", arguments: ["CPU", "GPU"])
  func unsupported(name: String) throws {
    var builder = NetworkBuilder(name: "normalised", batch: 2)
    let input = try builder.input(Shape(channels: 6, height: 9, width: 7))
    let a = try builder.add(
      .convolution(Convolution(filters: 12, window: Window(3))), to: input, activation: .relu)
    let b = try builder.add(.localResponseNormalisation, to: a)
    _ = try builder.add(.convolution(Convolution(filters: 5, window: Window(1))), to: b)
    let entry = try #require(KernelReplayTests.devices.first { $0.name == name })
    let simulation = try Simulator.simulate(try builder.build(), on: entry.device)
    let report = try Verifier(simulation).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
  }

  @Test("a store that begins before what it stores is computed is found")
  func earlyStore() throws {
    let simulation = try simulate("CPU")
    let tasks = simulation.trace.schedule.tasks
    let store = try #require(tasks.indices.last { tasks[$0].kind == .store })
    let computation = try #require(tasks.indices.last { $0 < store && tasks[$0].kind == .vector })
    var starts = simulation.trace.starts
    starts[store] = starts[computation] - tasks[store].duration
    let report = try Verifier(simulation).verify(simulation.replacing(starts: starts))
    #expect(!report.holds)
  }

  @Test("a kernel whose time is another number of bytes or MACs than its work's is found")
  func amounts() throws {
    let simulation = try simulate("GPU")
    var record = try #require(simulation.kernels)
    let tasks = simulation.trace.schedule.tasks
    let load = try #require(tasks.indices.first { tasks[$0].kind == .loadWeights })
    record.spans[load] = 0..<record.spans[load].count - 1
    #expect(!(try Verifier(simulation).verify(simulation.replacing(kernels: record)).holds))
  }
}
