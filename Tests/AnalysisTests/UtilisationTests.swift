import Analysis
import Hardware
import LayerGraph
import Simulation
import Testing

@Suite("Use of the peak")
struct UtilisationTests {
  @Test("a Winograd convolution counts the products it does, 64 for 324 MACs on tiles of 6 × 6")
  func winograd() throws {
    var builder = NetworkBuilder(name: "one")
    let image = try builder.input(Shape(channels: 64, height: 36, width: 36))
    _ = try builder.add(
      .convolution(Convolution(filters: 64, window: Window(3), isNormalised: false)), to: image)
    var device = CPUDevice()
    device.efficiency.winograd = 1
    device.dramBandwidth = .unlimited
    let network = try builder.build()
    let simulation = try Simulator.simulate(network, on: device)
    let run = RunAnalysis(
      simulation, profile: HardwareProfile(name: "made", device: .cpu(device)),
      device: .cpu(device))
    let cycles = Double(simulation.trace.makespan)
    let products = Double(network.counts.macs) * 64 / 324
    #expect(abs(run.arrayUtilisation - products / (cycles * 4)) < 1e-12)
    #expect(run.arrayUtilisation < 1)
  }
}
