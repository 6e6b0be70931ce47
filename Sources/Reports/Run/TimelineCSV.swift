import Analysis
import Simulation

/// What a row of `timeline.csv` is.
public enum TimelineRows: String, Hashable, Sendable, CaseIterable {
  /// An equal interval of the run.
  case buckets
  /// A task on a queue.
  case tasks
}

extension RunReport {
  /// The run over time, in the device's cycles.
  public func timelineCSV(_ rows: TimelineRows = .buckets) -> [UInt8] {
    switch rows {
    case .buckets: bucketRows()
    case .tasks: taskRows()
    }
  }

  private func bucketRows() -> [UInt8] {
    let timeline = Timeline(run.simulation, buckets: Self.buckets)
    var columns = [
      "start_cycle", "end_cycle", "start_s", "array_utilisation", "vector_busy", "dram_busy",
      "scratchpad_bytes",
    ]
    if !timeline.streams.isEmpty { columns.append(TimelineLane.Column.streams.rawValue) }
    var csv = CSVText(columns: columns)
    for (index, start) in timeline.starts.enumerated() {
      csv.append(start)
      csv.append(min(start + timeline.interval, run.makespan.count))
      csv.append(Double(start) / run.clock.value)
      csv.append(timeline.array[index], decimals: 6)
      csv.append(timeline.vector[index], decimals: 6)
      csv.append(timeline.dram[index], decimals: 6)
      csv.append(timeline.scratchpad[index], decimals: 1)
      if !timeline.streams.isEmpty { csv.append(timeline.streams[index], decimals: 6) }
      csv.endRow()
    }
    return csv.bytes
  }

  private func taskRows() -> [UInt8] {
    let trace = run.simulation.trace
    let schedule = trace.schedule
    var csv = CSVText(
      columns: [
        "task", "resource", "queue", "kind", "layer", "start_cycle", "end_cycle", "macs", "bytes",
      ], reserving: 96 * (schedule.count + 1))
    for (index, task) in schedule.tasks.enumerated() {
      let queue = schedule.queues[Int(task.queue)]
      csv.append(index)
      csv.append(schedule.resources[queue.resource].name)
      csv.append(queue.name)
      csv.append(task.kind.name)
      csv.append(task.layer < 0 ? "" : run.network.layers[Int(task.layer)].name)
      csv.append(trace.starts[index])
      csv.append(trace.end(of: index))
      csv.append(task.macs)
      csv.append(task.bytes)
      csv.endRow()
    }
    return csv.bytes
  }
}
