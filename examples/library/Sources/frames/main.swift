import Analysis
import Hardware
import ModelZoo
import Simulation

let profile = try ProfileCatalogue.profile(named: "tpu-v1", overrides: ["array.count=2"])
let network = try ModelZoo.network(named: "cspdarknet53")
let simulation = try Simulator.simulate(network, on: profile.device)
let run = RunAnalysis(simulation, profile: profile, device: profile.device)
print("\(run.framesPerSecond) images/s")
for bottleneck in run.bottlenecks { print(bottleneck.sentence) }
