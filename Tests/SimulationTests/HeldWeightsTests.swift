import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

@Suite("Weights that stay on chip from run to run")
struct HeldWeightsTests {
  /// Two 1×1 convolutions with 4096 and 8192 weights, on maps of 256 elements at most.
  private func network() throws -> Network {
    var builder = NetworkBuilder(name: "two")
    let input = try builder.input(Shape(channels: 64, height: 2, width: 2))
    let first = try builder.add(
      .convolution(Convolution(filters: 64, window: Window(1))), to: input)
    _ = try builder.add(.convolution(Convolution(filters: 128, window: Window(1))), to: first)
    return try builder.build()
  }

  private func device(scratchpad: Int) -> SystolicDevice {
    var device = SystolicDevice()
    device.array.rows = 16
    device.array.columns = 16
    device.scratchpad = Bytes(scratchpad)
    device.dramBandwidth = BytesPerSecond(1e9)
    device.holdsWeights = true
    return device
  }

  private func weightBytes(_ simulation: Simulation, layer: Int) -> Int {
    simulation.trace.schedule.tasks.reduce(0) {
      $1.kind == .loadWeights && Int($1.layer) == layer ? $0 + $1.bytes : $0
    }
  }

  @Test("with room for all, no weight crosses the link")
  func all() throws {
    let simulation = try Simulator.simulate(try network(), on: device(scratchpad: 1 << 20))
    #expect(weightBytes(simulation, layer: 1) == 0)
    #expect(weightBytes(simulation, layer: 2) == 0)
  }

  @Test("with room for the smaller layer's, only the larger one's are streamed")
  func some() throws {
    var streamed = device(scratchpad: 12288)
    let held = try Simulator.simulate(try network(), on: streamed)
    #expect(weightBytes(held, layer: 1) == 0)
    #expect(weightBytes(held, layer: 2) == 8192)
    streamed.holdsWeights = false
    let cold = try Simulator.simulate(try network(), on: streamed)
    #expect(weightBytes(cold, layer: 1) == 4096)
    #expect(held.trace.makespan < cold.trace.makespan)
  }

  @Test("holding weights never makes a run slower", arguments: 0..<30)
  func neverSlower(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    var device = randomDevice(&random)
    guard let cold = try? Simulator.simulate(network, on: device) else { return }
    device.holdsWeights = true
    let held = try Simulator.simulate(network, on: device)
    #expect(held.trace.makespan <= cold.trace.makespan)
  }
}
