import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("What if a figure of the profile changes")
struct WhatIfTests {
  private static let document = """
    {
      "name": "test", "title": "Test", "kind": "systolic", "summary": "A narrow memory.",
      "clock": { "value": 1, "unit": "GHz", "source": "-" },
      "precision": {
        "operand": { "value": 8, "unit": "bit", "source": "-" },
        "accumulator": { "value": 32, "unit": "bit", "source": "-" }
      },
      "array": {
        "rows": { "value": 16, "unit": "PE", "source": "-" },
        "columns": { "value": 16, "unit": "PE", "source": "-" },
        "dataflow": { "value": "weight-stationary", "source": "-" },
        "fold_rule": { "value": "pipelined", "source": "-" },
        "shadow_weights": { "value": true, "source": "-" },
        "group_packing": { "value": false, "source": "-" }
      },
      "vector": { "lanes": { "value": 16, "unit": "lanes", "source": "-" } },
      "memory": {
        "scratchpad": { "value": 1, "unit": "MiB", "source": "-" },
        "accumulators": { "value": "unlimited", "source": "-" },
        "dram": {
          "bandwidth": { "value": 0.1, "unit": "GB/s", "source": "-" },
          "latency": { "value": 0, "unit": "cycles", "source": "-" }
        }
      }
    }
    """

  /// One product of 256 × 1 by 256 × 256: 64 KiB of weights for a single pixel.
  private func weightBound() throws -> RunAnalysis {
    var builder = NetworkBuilder(name: "weights")
    let input = try builder.input(Shape(channels: 256, height: 1, width: 1))
    _ = try builder.add(.linear(Linear(outputs: 256)), to: input)
    return try analysis(
      try builder.build(), HardwareProfile(text: WhatIfTests.document, file: "test.json"))
  }

  private func analysis(_ network: Network, _ profile: HardwareProfile) throws -> RunAnalysis {
    RunAnalysis(
      try Simulator.simulate(network, on: profile.device), profile: profile, device: profile.device)
  }

  @Test("a weight-bound run wants bandwidth: twice as much nearly halves its time")
  func bandwidth() throws {
    let run = try weightBound()
    let best = try #require(WhatIf.all(Experiment(run)).first)
    #expect(best.figure.path == "memory.dram.bandwidth")
    #expect(best.after == 2e8)
    let seconds = try #require(best.seconds)
    #expect(seconds < 0.51 * run.seconds)
    #expect(seconds >= 0.5 * run.seconds)
  }

  @Test("the least bandwidth for a target reaches it, and a sixteenth of a doubling less doesn't")
  func target() throws {
    let run = try weightBound()
    let target = 3 * run.framesPerSecond
    let changes = TargetChange.all(toReach: target, Experiment(run))
    let change = try #require(changes.first { $0.figure.path == "memory.dram.bandwidth" })
    let needed = try #require(change.needed)
    #expect(change.framesPerSecond >= target)
    #expect(needed / change.figure.value > 3 && needed / change.figure.value < 3.3)
    let rows = try #require(changes.first { $0.figure.path == "array.rows" })
    #expect(rows.needed == nil)
  }

  @Test("figures that nobody can vary are left out: words, zeros, number formats, no limits")
  func figures() throws {
    let figures = DesignFigure.all(of: try weightBound().profile).map(\.path)
    #expect(
      figures == [
        "clock", "array.rows", "array.columns", "vector.lanes", "memory.scratchpad",
        "memory.dram.bandwidth", "array.count",
      ])
  }

  @Test(
    "each what-if of a kind of device is the run that its overrides give",
    arguments: ["gemmini-16x16", "cortex-a72", "jetson-nano"])
  func overrides(name: String) throws {
    var builder = NetworkBuilder(name: "layers")
    let input = try builder.input(Shape(channels: 16, height: 24, width: 24))
    let wide = try builder.add(
      .convolution(Convolution(filters: 64, window: Window(3))), to: input)
    _ = try builder.add(.convolution(Convolution(filters: 32, window: Window(1))), to: wide)
    let profile = try ProfileCatalogue.profile(named: name)
    let run = try analysis(try builder.build(), profile)
    let changes = WhatIf.all(Experiment(run))
    #expect(changes.contains { $0.figure.path == "clock" && $0.factor == 2 })
    #expect(changes.contains { $0.seconds.map { $0 < run.seconds } ?? false })
    for change in changes {
      let changed = try #require(try profile.setting(change.overrides))
      let again = try? Simulator.simulate(run.network, on: changed.device)
      #expect(
        again.map { Double($0.trace.makespan) / changed.device.clock.value } == change.seconds)
    }
  }

  @Test("cores that all run threads get threads as they get more; others don't")
  func threads() throws {
    let one = try ProfileCatalogue.profile(named: "cortex-a72")
    let four = try ProfileCatalogue.profile(
      named: "cortex-a72", overrides: ["cores.threads=4"])
    func changed(_ profile: HardwareProfile) throws -> [String] {
      let figure = try #require(
        DesignFigure.all(of: profile).first { $0.path == "cores.count" })
      return figure.scaled(profile, by: 2)?.overrides ?? []
    }
    #expect(try changed(one).count == 1)
    #expect(try changed(four) == ["cores.count=8.0cores", "cores.threads=8.0threads"])
  }

  @Test("the critical path's links sum to the makespan")
  func criticalPath() throws {
    let run = try weightBound()
    let path = CriticalPath(run.simulation.trace)
    #expect(path.links.reduce(0) { $0 + $1.cycles } == run.makespan.count)
    #expect(path.shares().first?.kind == .loadWeights)
  }

  @Test("a layer's bounds are its MACs at peak and its bytes at full bandwidth")
  func bounds() throws {
    let run = try weightBound()
    let bounds = run.bounds(of: 1, device: run.profile.device)
    #expect(bounds.compute == Cycles(256))
    #expect(bounds.compulsoryTraffic == Cycles((65536 + 512) * 10))
    #expect(bounds.least <= run.makespan)
  }
}
