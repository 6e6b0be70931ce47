import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("What if a figure of the profile changes")
struct WhatIfTests {
  /// One product of 256 × 1 by 256 × 256: 64 KiB of weights for a single pixel.
  private func weightBound() throws -> (RunAnalysis, SystolicDevice) {
    var builder = NetworkBuilder(name: "weights")
    let input = try builder.input(Shape(channels: 256, height: 1, width: 1))
    _ = try builder.add(.linear(Linear(outputs: 256)), to: input)
    var device = SystolicDevice()
    device.scratchpad = Bytes(1 << 20)
    device.dramBandwidth = BytesPerSecond(1e8)
    let run = RunAnalysis(
      try Simulator.simulate(try builder.build(), on: device),
      profile: HardwareProfile(name: "test"), device: device)
    return (run, device)
  }

  @Test("a weight-bound run wants bandwidth: twice as much nearly halves its time")
  func bandwidth() throws {
    let (run, device) = try weightBound()
    let best = try #require(WhatIf.all(run, device: device).first)
    #expect(best.figure.path == "memory.dram.bandwidth")
    #expect(best.after == 2e8)
    let seconds = try #require(best.seconds)
    #expect(seconds < 0.51 * run.seconds)
    #expect(seconds >= 0.5 * run.seconds)
  }

  @Test("the least bandwidth for a target reaches it, and a sixteenth of a doubling less doesn't")
  func target() throws {
    let (run, device) = try weightBound()
    let target = 3 * run.framesPerSecond
    let changes = TargetChange.all(toReach: target, run, device: device)
    let change = try #require(changes.first { $0.figure.path == "memory.dram.bandwidth" })
    let needed = try #require(change.needed)
    #expect(change.framesPerSecond >= target)
    #expect(needed / change.before > 3 && needed / change.before < 3.3)
    let rows = try #require(changes.first { $0.figure.path == "array.rows" })
    #expect(rows.needed == nil)
  }

  @Test("the critical path's links sum to the makespan")
  func criticalPath() throws {
    let (run, _) = try weightBound()
    let path = CriticalPath(run.simulation.trace)
    #expect(path.links.reduce(0) { $0 + $1.cycles } == run.makespan.count)
    #expect(path.shares.first?.kind == .loadWeights)
  }

  @Test("a layer's bounds are its MACs at peak and its bytes at full bandwidth")
  func bounds() throws {
    let (run, device) = try weightBound()
    let bounds = run.bounds(of: 1, device: device)
    #expect(bounds.compute == Cycles(256))
    #expect(bounds.compulsoryTraffic == Cycles((65536 + 512) * 10))
    #expect(bounds.least <= run.makespan)
  }
}
