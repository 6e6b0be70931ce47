/// When each task of a schedule ran; the only thing that analysis and reports read.
public struct Trace: Sendable {
  public let schedule: Schedule
  /// The cycle in which each task starts.
  public let starts: [Int]
  /// For each task the one whose completion or end let it start, or -1 if it started at once.
  public let binders: [Int32]
  /// The cycle in which the last task completes.
  public let makespan: Int

  /// The cycle in which a task releases its resource.
  public func end(of task: Int) -> Int { starts[task] + schedule.tasks[task].duration }

  /// The cycle from which those that depend on a task may start.
  public func completion(of task: Int) -> Int { end(of: task) + schedule.tasks[task].delay }

  /// The task whose completion is the makespan (the first of several), or `nil` without tasks.
  public var last: Int? {
    starts.indices.first { completion(of: $0) == makespan }
  }
}
