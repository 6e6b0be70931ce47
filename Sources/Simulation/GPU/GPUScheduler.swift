import Hardware
import LayerGraph

/// Schedules a network on a GPU: kernel after kernel, or on several streams where that is faster.
struct GPUScheduler {
  private let network: Network
  private let device: GPUDevice
  private let plans: [GPULayerPlan?]

  init(network: Network, device: GPUDevice) {
    self.network = network
    self.device = device
    plans = GPULayerPlan.all(GPUKernelPlanner(network: network, device: device))
  }

  /// The fastest schedule with at most as many streams as the device has; the fewest streams of several.
  func best(_ options: SimulationOptions) throws(SimulationError) -> Simulation {
    var best = try inTurn()
    guard options.runsBranchesSideBySide, device.streams > 1 else { return best }
    for count in 2...device.streams {
      var streams = GPUStreams(network: network, device: device, plans: plans, count: count)
      let other = try streams.run()
      if other.trace.makespan < best.trace.makespan { best = other }
      // A stream that found no work: further ones would find none.
      if streams.used < count { break }
    }
    return best
  }

  /// Every kernel waits for the one before it.
  private func inTurn() throws(SimulationError) -> Simulation {
    var lowering = GPULowering(
      network: network, device: device, plans: plans, sharesUnits: false)
    var done: [Int] = []
    for (layer, plan) in plans.enumerated() {
      guard let plan else { continue }
      if done.isEmpty { done = [lowering.call(layer)] }
      for step in plan.sequence.kernels.indices {
        done = try lowering.lower(layer, step: step, after: done)
      }
    }
    return lowering.simulation()
  }
}
