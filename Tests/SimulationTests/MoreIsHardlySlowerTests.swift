import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

/// More of something may mislead the search, which ranks layers alone and rounds, but only a little.
@Suite("More is hardly ever slower")
struct MoreIsHardlySlowerTests {
  /// A figure of a device, doubled.
  enum Doubling: CaseIterable {
    case scratchpad, weightBuffer, accumulator, bandwidth

    func applied(to device: SystolicDevice) -> SystolicDevice {
      func twice(_ bytes: Bytes?) -> Bytes? { bytes.map { Bytes(2 * $0.count) } }
      var device = device
      switch self {
      case .scratchpad: device.scratchpad = twice(device.scratchpad)
      case .weightBuffer: device.weightBuffer = twice(device.weightBuffer)
      case .accumulator: device.accumulator = twice(device.accumulator)
      case .bandwidth: device.dramBandwidth = BytesPerSecond(2 * device.dramBandwidth.value)
      }
      return device
    }
  }

  @Test(
    "the schedule for a doubled figure is little slower than the old one would be with it",
    arguments: Doubling.allCases)
  func doubled(_ doubling: Doubling) throws {
    var count = 0
    for seed in 0..<24 {
      var random = SeededGenerator(seed: UInt64(seed))
      let network = try randomNetwork(&random)
      let device = randomDevice(&random)
      let larger = doubling.applied(to: device)
      guard larger != device, let old = try? Simulator.simulate(network, on: device) else {
        continue
      }
      let kept = makespan(of: old, with: SystolicMachine(larger).dram)
      let chosen = try Simulator.simulate(network, on: larger).trace.makespan
      #expect(chosen * 100 <= kept * 110, "seed \(seed)")
      count += 1
    }
    #expect(count > 12)
  }

  /// The time of a schedule whose off-chip transfers run over another link.
  private func makespan(of simulation: Simulation, with link: SystolicMachine.Link) -> Int {
    let old = simulation.trace.schedule
    var schedule = Schedule(resources: old.resources, queues: old.queues)
    for (index, task) in old.tasks.enumerated() {
      var task = task
      if old.resources[old.queues[Int(task.queue)].resource].role == .dram {
        task.duration = link.cycles(for: task.bytes)
      }
      schedule.append(task, after: old.dependencies(of: index).map(Int.init))
    }
    return Engine.run(schedule).makespan
  }
}
