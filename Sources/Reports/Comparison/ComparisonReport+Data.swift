import Analysis
import JSONText

extension ComparisonReport {
  /// One row for each run and stage; the causes' columns add up to `time_s`.
  public func csv() -> [UInt8] {
    var csv = CSVText(
      columns: ["run", "profile", "network", "batch", "stage", "time_s"]
        + Cause.allCases.map { $0.key + "_s" })
    for (index, run) in comparison.runs.enumerated() {
      for stage in comparison.stages {
        csv.append(labels[index])
        csv.append(run.profile.name)
        csv.append(run.network.name)
        csv.append(run.network.batch)
        csv.append(stage.name)
        csv.append(stage.times[index].total)
        for cause in Cause.allCases { csv.append(stage.times[index][cause]) }
        csv.endRow()
      }
    }
    return csv.bytes
  }

  /// The comparison as JSON; times are seconds an image.
  public var json: JSONOutput {
    [
      "schema_version": 1,
      "runs": .array(labels.indices.map(run)),
      "differences": .array(
        labels.indices.dropFirst().map { run in
          let difference = comparison.difference(of: run)
          return [
            "run": .string(labels[run]), "against": .string(labels[0]),
            "seconds_per_image": .number(difference.total), "by_cause": causes(difference),
          ]
        }),
      "stages": .array(
        comparison.stages.map { stage in
          [
            "stage": .string(stage.name),
            "seconds_per_image": .array(stage.times.map { .number($0.total) }),
            "by_cause": .array(stage.times.map(causes)),
          ]
        }),
    ]
  }

  private func run(_ index: Int) -> JSONOutput {
    let run = comparison.runs[index]
    return [
      "run": .string(labels[index]),
      "profile": .string(run.profile.name),
      "network": .string(run.network.name),
      "batch": .integer(run.network.batch),
      "cycles": .integer(run.makespan.count),
      "seconds_per_image": .number(comparison.totals[index].total),
      "frames_per_second": run.framesPerSecond.isFinite ? .number(run.framesPerSecond) : .null,
      "macs": .integer(run.macs),
      "recomputed_macs": .integer(run.recomputedMACs),
      "array_utilisation": .number(run.arrayUtilisation),
      "dram_read_bytes": .integer(run.dramRead.count),
      "dram_write_bytes": .integer(run.dramWritten.count),
      "peak_activation_bytes": .integer(run.peakActivations.count),
      "by_cause": causes(comparison.totals[index]),
      "energy_joules_per_image": run.energy.map {
        .number($0.total.total / Double(run.network.batch))
      } ?? .null,
    ]
  }

  private func causes(_ times: CauseTimes) -> JSONOutput {
    .object(Cause.allCases.map { JSONOutput.Member($0.key, .number(times[$0])) })
  }
}
