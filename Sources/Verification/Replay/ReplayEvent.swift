import Simulation

/// The beginning or the end of a task.
///
/// A task's target is lost from its start on, and its work counts as done when those that depend on
/// it may rely on it. So a buffer that is overwritten too early, or read too early, gives wrong
/// numbers.
struct ReplayEvent: Comparable {
  let time: Int
  let task: Int
  let isEnd: Bool
  /// Whether the task begins and ends in the same cycle.
  let isInstant: Bool

  /// At one time, tasks that began earlier end first; then the others begin, and those that take no
  /// time end at once.
  static func < (a: ReplayEvent, b: ReplayEvent) -> Bool {
    (a.time, a.rank, a.task, a.isEnd ? 1 : 0) < (b.time, b.rank, b.task, b.isEnd ? 1 : 0)
  }

  private var rank: Int { isEnd && !isInstant ? 0 : 1 }

  /// All events of a trace, in order.
  static func events(of trace: Trace) -> [ReplayEvent] {
    var events: [ReplayEvent] = []
    events.reserveCapacity(2 * trace.starts.count)
    for task in trace.starts.indices {
      let (start, end) = (trace.starts[task], trace.completion(of: task))
      let isInstant = start == end
      events.append(ReplayEvent(time: start, task: task, isEnd: false, isInstant: isInstant))
      events.append(ReplayEvent(time: end, task: task, isEnd: true, isInstant: isInstant))
    }
    return events.sorted()
  }
}
