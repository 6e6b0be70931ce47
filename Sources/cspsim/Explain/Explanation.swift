import Analysis
import Hardware
import JSONText

/// Why a run takes as long as it takes.
struct Explanation {
  let run: RunAnalysis
  let path: CriticalPath
  let changes: [WhatIf]
  let bounds: [LayerBounds]
  /// Images a second asked for, and what reaches them.
  let target: (rate: Double, changes: [TargetChange])?

  init(_ run: RunAnalysis, device: SystolicDevice, target: Double?) {
    self.run = run
    path = CriticalPath(run.simulation.trace)
    changes = WhatIf.all(run, device: device)
    bounds = run.network.layers.indices.map { run.bounds(of: $0, device: device) }
    self.target = target.map {
      ($0, TargetChange.all(toReach: $0, run, device: device))
    }
  }

  var json: JSONOutput {
    [
      "schema_version": 1, "profile": .string(run.profile.name),
      "network": .string(run.network.name), "cycles": .integer(run.makespan.count),
      "seconds": .number(run.seconds), "frames_per_second": .number(run.framesPerSecond),
      "critical_path": .array(
        path.shares.map {
          [
            "resource": .string($0.resource), "kind": .string($0.kind.name),
            "cycles": .integer($0.cycles),
          ]
        }),
      "what_if": .array(changes.map(json)),
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
      "before": .number(change.before), "after": .number(change.after),
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
            "figure": .string($0.figure.path), "before": .number($0.before),
            "needed": $0.needed.map { .number($0) } ?? .null,
            "frames_per_second": .number($0.framesPerSecond),
          ]
        }),
    ]
  }
}
