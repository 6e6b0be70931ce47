import Analysis
import Hardware
import JSONText
import LayerGraph
import Simulation

/// The same network on the same device, with another choice of the planner.
struct OtherSchedule {
  /// The choice as it is typed.
  let words: String
  /// `nil` if the network can't be scheduled so.
  let run: RunAnalysis?

  init(_ alternative: Plan.Alternative, network: Network, profile: HardwareProfile) {
    words = alternative.words
    let plan = alternative.plan
    guard var options = try? plan.options(for: profile) else {
      run = nil
      return
    }
    options.recordsWork = false
    let simulation = try? Simulator.simulate(
      plan.network(network, for: profile), on: profile.device, options: options)
    run = simulation.map { RunAnalysis($0, profile: profile, device: profile.device) }
  }

  var json: JSONOutput {
    [
      "options": .string(words), "seconds": run.map { .number($0.seconds) } ?? .null,
      "dram_bytes": run.map { .integer($0.dramTraffic.count) } ?? .null,
      "peak_activation_bytes": run.map { .integer($0.peakActivations.count) } ?? .null,
    ]
  }
}
