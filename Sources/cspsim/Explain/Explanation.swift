import Analysis
import Hardware
import JSONText
import LayerGraph
import Simulation

/// Why a run takes as long as it takes.
struct Explanation {
  let run: RunAnalysis
  let path: CriticalPath
  let changes: [WhatIf]
  /// How long all the what-ifs took together.
  let duration: Duration
  let bounds: [LayerBounds]
  let schedules: [OtherSchedule]
  /// Images a second asked for, and what reaches them.
  let target: (rate: Double, changes: [TargetChange])?

  /// - Throws: `PlannerError` or `SimulationError`.
  init(_ network: Network, on profile: HardwareProfile, plan: Plan, target: Double?) throws {
    let options = try plan.options(for: profile)
    let simulation = try Simulator.simulate(
      plan.network(network, for: profile), on: profile.device, options: options)
    let run = RunAnalysis(simulation, profile: profile, device: profile.device)
    let experiment = Experiment(run, options: options)
    let clock = ContinuousClock()
    let start = clock.now
    changes = WhatIf.all(experiment)
    duration = clock.now - start
    self.run = run
    path = CriticalPath(run.simulation.trace)
    bounds = run.network.layers.indices.map { run.bounds(of: $0, device: profile.device) }
    schedules = plan.alternatives(for: network, on: profile).map {
      OtherSchedule($0, network: network, profile: profile)
    }
    self.target = target.map { ($0, TargetChange.all(toReach: $0, experiment)) }
  }

  /// The shares of the critical path; many equal units count as one.
  var pathShares: [CriticalPath.Share] {
    guard run.arrays > 4 else { return path.shares() }
    let units = Set(
      run.simulation.trace.schedule.resources.filter { $0.role == .compute }.map(\.name))
    return path.shares { name in
      guard units.contains(name), let space = name.lastIndex(of: " ") else { return name }
      return name[..<space] + "s"
    }
  }

  var json: JSONOutput {
    [
      "schema_version": 1, "profile": .string(run.profile.name),
      "network": .string(run.network.name), "cycles": .integer(run.makespan.count),
      "seconds": .number(run.seconds), "frames_per_second": .number(run.framesPerSecond),
      "critical_path": .array(
        pathShares.map {
          [
            "resource": .string($0.resource), "kind": .string($0.kind.name),
            "cycles": .integer($0.cycles),
            "largest_layer": $0.layer < 0 ? .null : .string(run.network.layers[$0.layer].name),
            "largest_layer_cycles": .integer($0.layerCycles),
          ]
        }),
      "what_if": .array(changes.map(json)),
      "schedules": .array(schedules.map(\.json)),
      "layers": .array(
        run.layers.map { layer in
          [
            "name": .string(run.network.layers[layer.index].name),
            "cycles": .number(run.cycles(layer.attribution.total)),
            "compute_bound_cycles": .integer(bounds[layer.index].compute.count),
            "traffic_bound_cycles": .integer(bounds[layer.index].compulsoryTraffic.count),
          ]
        }),
      "target": target.map { json(rate: $0.rate, $0.changes) } ?? .null,
    ]
  }

  private func json(_ change: WhatIf) -> JSONOutput {
    [
      "figure": .string(change.figure.path), "factor": .number(change.factor),
      "before": .number(change.figure.value), "after": .number(change.after),
      "unit": .string(change.figure.unit),
      "set": .array(change.overrides.map { .string($0) }),
      "seconds": change.seconds.map { .number($0) } ?? .null,
      "layer_changes_seconds": .array(change.layerChanges.map { .number($0) }),
    ]
  }

  private func json(rate: Double, _ changes: [TargetChange]) -> JSONOutput {
    [
      "frames_per_second": .number(rate),
      "changes": .array(
        changes.map {
          [
            "figure": .string($0.figure.path), "before": .number($0.figure.value),
            "needed": $0.needed.map { .number($0) } ?? .null,
            "frames_per_second": .number($0.framesPerSecond),
          ]
        }),
    ]
  }
}
