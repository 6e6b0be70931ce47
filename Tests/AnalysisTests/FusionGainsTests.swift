import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("What running depth-first brings")
struct FusionGainsTests {
  private func run(_ rule: DepthFirst) throws -> RunAnalysis {
    var builder = NetworkBuilder(name: "two")
    let input = try builder.input(Shape(channels: 4, height: 64, width: 16))
    let middle = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(3))), to: input)
    _ = try builder.add(.convolution(Convolution(filters: 8, window: Window(3))), to: middle)
    var device = SystolicDevice()
    device.array.rows = 8
    device.array.columns = 8
    device.scratchpad = Bytes(8192)
    device.dramBandwidth = BytesPerSecond(5e8)
    var options = SimulationOptions()
    options.depthFirst = rule
    return RunAnalysis(
      try Simulator.simulate(try builder.build(), on: device, options: options),
      profile: HardwareProfile(name: "test"), device: device)
  }

  @Test("a group's figures are those of the run with it and of the run without")
  func gains() throws {
    let (before, after) = (try run(.off), try run(.auto))
    #expect(before.fusion == nil)
    let gain = try #require(after.fusion?.gains.first)
    #expect(gain.dram == after.dramTraffic)
    #expect(gain.dramLayerByLayer == before.dramTraffic)
    #expect(gain.arrayCycles == after.makespan.count)
    #expect(gain.arrayCyclesLayerByLayer == before.makespan.count)
    #expect(gain.macs == before.macs && after.macs == before.macs)
    #expect(gain.recomputedMACs == after.recomputedMACs)
    #expect(after.recomputedMACs > 0)
  }

  @Test("causes still sum to the makespan, with recomputation as one of them")
  func attribution() throws {
    let run = try run(.auto)
    #expect(run.attribution.total == run.makespan.count)
    #expect(run.attribution[.recomputation] == run.layers[1].recomputedMACs / 64)
    #expect(run.attribution[.useful] == run.layers[1].macs / 64 + run.layers[2].macs / 64)
    let timeline = Timeline(run.simulation, buckets: 1)
    #expect(abs(timeline.array[0] - run.arrayUtilisation) < 1e-9)
  }
}
