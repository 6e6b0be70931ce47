import Hardware
import LayerGraph
import Quantities
import RandomCases
import Simulation
import Testing

@testable import Verification

@Suite("Schedule replay")
struct ReplayTests {
  @Test(
    "random schedules give what plain execution gives", arguments: 0..<16, ReplayPrecision.allCases)
  func random(seed: Int, precision: ReplayPrecision) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    var device = randomDevice(&random)
    device.holdsWeights = seed % 4 >= 2
    var options = SimulationOptions()
    options.copiesConcatenations = seed % 2 == 1
    guard let simulation = try? Simulator.simulate(network, on: device, options: options) else {
      return
    }
    let report = try Verifier(simulation, precision: precision).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
    #expect(report.macs == network.counts.macs * network.batch)
  }

  @Test(
    "random schedules of spatial arrays give what plain execution gives", arguments: 0..<16,
    ReplayPrecision.allCases)
  func randomSpatial(seed: Int, precision: ReplayPrecision) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    let device = randomSpatialDevice(&random)
    guard let simulation = try? Simulator.simulate(network, on: device) else { return }
    let report = try Verifier(simulation, precision: precision).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
    #expect(report.macs == network.counts.macs * network.batch)
  }

  @Test("a concatenation that copies gives what one that aliases gives, and moves more")
  func concatenations() throws {
    var builder = NetworkBuilder(name: "joined")
    let input = try builder.input(Shape(channels: 3, height: 8, width: 8))
    let layer = Operation.convolution(Convolution(filters: 8, window: Window(3)))
    let a = try builder.add(layer, to: input)
    let b = try builder.add(layer, to: input)
    let joined = try builder.add(.concatenate, to: [a, b])
    _ = try builder.add(layer, to: joined)
    let network = try builder.build()
    var device = SystolicDevice()
    device.scratchpad = Bytes(2048)
    device.dramBandwidth = BytesPerSecond(4e9)
    let moved = try [false, true].map { copies in
      var options = SimulationOptions()
      options.copiesConcatenations = copies
      let report = try Verifier(Simulator.simulate(network, on: device, options: options)).verify()
      #expect(report.holds)
      return report.bytes
    }
    #expect(moved[1] > moved[0])
  }

  /// Three convolutions and a pool on a device small enough to cut each into many tiles.
  private func tiled() throws -> Simulation {
    var builder = NetworkBuilder(name: "tiled")
    let input = try builder.input(Shape(channels: 8, height: 20, width: 20))
    let a = try builder.add(
      .convolution(Convolution(filters: 24, window: Window(3))), to: input, activation: .relu)
    let b = try builder.add(
      .convolution(Convolution(filters: 24, window: Window(3))), to: a,
      activation: .leaky(slope: 0.1))
    let sum = try builder.add(.add, to: [a, b])
    let pool = try builder.add(
      .pool(Pooling(kind: .maximum, window: Window(3, stride: 2))), to: sum)
    _ = try builder.add(.convolution(Convolution(filters: 10, window: Window(1))), to: pool)
    var device = SystolicDevice()
    device.array.rows = 8
    device.array.columns = 8
    device.scratchpad = Bytes(4096)
    device.accumulator = Bytes(4096)
    device.dramBandwidth = BytesPerSecond(4e9)
    device.dramLatency = Cycles(20)
    return try Simulator.simulate(try builder.build(), on: device)
  }

  @Test("the sound schedule holds")
  func sound() throws {
    let simulation = try tiled()
    let report = try Verifier(simulation).verify()
    #expect(report.holds)
    #expect(report.tiles > 20)
    #expect(report.bytes == simulation.trace.schedule.tasks.reduce(0) { $0 + $1.bytes })
  }

  @Test("each planted fault is found", arguments: ScheduleFault.allCases)
  func faults(fault: ScheduleFault) throws {
    let simulation = try tiled()
    guard case .planted(let faulty) = fault.plant(in: simulation) else {
      Issue.record("no place for \(fault.rawValue)")
      return
    }
    let report = try Verifier(simulation).verify(faulty)
    let failure = try #require(report.failure, "\(fault.rawValue) went unnoticed")
    print("\(fault.rawValue): killed by — \(failure)")
  }
}
