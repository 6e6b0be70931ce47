import Analysis
import Hardware
import LayerGraph
import ModelZoo
import ReferenceKernels
import Simulation
import Verification

/// Measures the parts of a run inside one process: scheduling, the engine, the mapping search and
/// verification. `Benchmarks/run-speed.py` measures the whole process.
///
///     swift run -c release cspsim-bench
@main
struct Main {
  static func main() throws {
    print("profile           network        schedule ms   mappings/s    tasks      engine Mtasks/s")
    for profile in ProfileCatalogue.names {
      for name in ["darknet53", "cspdarknet53"] { try schedule(name, on: profile) }
    }
    try verify("cspdarknet53", on: "tpu-v1")
  }

  private static func device(_ profile: String) throws -> SystolicDevice? {
    guard case .systolic(let device) = try ProfileCatalogue.profile(named: profile).device else {
      return nil
    }
    return device
  }

  private static func schedule(_ name: String, on profile: String) throws {
    guard let device = try device(profile) else { return }
    let network = try ModelZoo.network(named: name, options: NetworkOptions())
    var simulation = try Simulator.simulate(network, on: device)
    let scheduling = try median(of: 7) { simulation = try Simulator.simulate(network, on: device) }
    let schedule = simulation.trace.schedule
    var makespans = 0
    let engine =
      median(of: 7) {
        for _ in 0..<10 { makespans &+= Engine.run(schedule).makespan }
      } / 10
    let columns = [
      pad(profile, 18), pad(name, 15), pad(text(scheduling * 1e3, 2), 14),
      pad("\(Int(Double(simulation.mappingEvaluations) / scheduling))", 14),
      pad("\(schedule.count)", 11), text(Double(schedule.count) / engine / 1e6, 1),
    ]
    print(columns.joined())
  }

  /// Replay against plain execution by the same kernels, one thread each.
  private static func verify(_ name: String, on profile: String) throws {
    guard let device = try device(profile) else { return }
    let network = try ModelZoo.network(named: name, options: NetworkOptions())
    let simulation = try Simulator.simulate(network, on: device)
    let image = [FeatureMap.synthetic(network.input)]
    for precision in ReplayPrecision.allCases {
      let verifier = try Verifier(simulation, precision: precision)
      let replay = median(of: 3) { _ = verifier.verify() }
      let plain: Double
      switch precision {
      case .int8:
        let executor = try IntegerExecutor(network, calibration: image)
        plain = try median(of: 3) { _ = try executor.run(image) }
      case .fp32:
        let executor = try GraphExecutor(network)
        plain = try median(of: 3) { _ = try executor.run(image) }
      }
      print(
        "verify \(name) on \(profile), \(precision.rawValue): \(text(replay * 1e3, 0)) ms, "
          + "plain execution \(text(plain * 1e3, 0)) ms, ratio \(text(replay / plain, 2))")
    }
  }

  /// Seconds; the median of several runs.
  private static func median(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<runs {
      let (seconds, attoseconds) = try clock.measure(body).components
      times.append(Double(seconds) + Double(attoseconds) * 1e-18)
    }
    return times.sorted()[runs / 2]
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func text(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let whole = Int(value * Double(scale) + 0.5)
    guard digits > 0 else { return "\(whole)" }
    let fraction = "\(whole % scale)"
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
