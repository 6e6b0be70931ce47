import Analysis
import Hardware
import LayerGraph
import ModelZoo
import Quantities
import Simulation

@main struct Main {
  static func main() throws {
    var tpu = SystolicDevice()
    tpu.clock = Hertz(700e6)
    tpu.array.rows = 256
    tpu.array.columns = 256
    tpu.vectorLanes = 256
    tpu.scratchpad = Bytes(24 << 20)
    tpu.weightBuffer = Bytes(256 << 10)
    tpu.accumulator = Bytes(4 << 20)
    tpu.dramBandwidth = BytesPerSecond(34e9)
    tpu.dramLatency = Cycles(100)
    tpu.hostBandwidth = BytesPerSecond(12.5e9)
    var gem = SystolicDevice()
    gem.array.launchCycles = 2000
    gem.scratchpad = Bytes(256 << 10)
    gem.accumulator = Bytes(64 << 10)
    gem.dramBandwidth = BytesPerSecond(16e9)
    gem.dramLatency = Cycles(60)
    let clock = ContinuousClock()
    for (name, dev) in [("tpu", tpu), ("gemmini", gem)] {
      for netName in [
        "darknet53", "cspdarknet53", "resnet50", "cspresnet50", "resnext50", "cspresnext50",
      ] {
        let net = try ModelZoo.network(named: netName, options: NetworkOptions())
        var sim: Simulation?
        let t = try clock.measure { sim = try Simulator.simulate(net, on: dev) }
        guard let sim else { continue }
        var a: RunAnalysis?
        let t2 = clock.measure { a = RunAnalysis(sim, profile: .init(name: name), device: dev) }
        let t3 = clock.measure { _ = Engine.run(sim.trace.schedule) }
        guard let a else { continue }
        print(
          name, netName, "cycles", a.makespan.count, "ms", a.seconds * 1e3, "util",
          a.arrayUtilisation, "tasks", sim.trace.schedule.count, "evals", sim.mappingEvaluations, t,
          t2, t3)
        print(
          "   ",
          Cause.allCases.map { "\($0.name) \(Int(a.share(a.attribution[$0]) * 1000))" }.joined(
            separator: ", "), "sum ok", a.attribution.total == a.makespan.count, "dram",
          a.dramRead.count, a.dramWritten.count, a.peakActivations.count)
        for b in a.bottlenecks { print("     -", b.sentence) }
      }
    }
  }
}
