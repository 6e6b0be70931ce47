/// Times a schedule.
///
/// A queue issues its tasks in order. A task is ready once its queue has reached it and all it
/// depends on is complete; a resource shared by several queues serves by ready time, ties by task
/// index. Integer arithmetic only, so the same schedule gives the same trace on any machine.
public enum Engine {
  /// Runs the schedule from cycle 0.
  ///
  /// Complexity: O(tasks · queues + dependencies).
  public static func run(_ schedule: Schedule) -> Trace {
    var state = EngineState(schedule)
    schedule.tasks.withUnsafeBufferPointer { tasks in
      schedule.withFlatDependencies { ends, list in
        state.run(tasks: tasks, dependencyEnds: ends, dependencies: list)
      }
    }
    return Trace(
      schedule: schedule, starts: state.starts, binders: state.binders, makespan: state.makespan)
  }
}

/// The head of one queue.
private struct QueueState {
  let resource: Int
  /// Range in `EngineState.order` of the tasks still to issue.
  var next: Int
  let end: Int
  /// The head's ready time, or -1 while something it depends on has no start yet.
  var ready = -1
  /// The task that the ready time comes from.
  var binder: Int32 = -1
  /// A task that must have started before the head can become ready.
  var blocker = -1
}

private struct EngineState {
  var starts: [Int]
  var binders: [Int32]
  var makespan = 0
  private var completions: [Int]
  private let order: [Int32]
  private var queues: [QueueState]
  private var freeAt: [Int]
  private var lastOn: [Int32]

  init(_ schedule: Schedule) {
    let count = schedule.count
    starts = [Int](repeating: -1, count: count)
    binders = [Int32](repeating: -1, count: count)
    completions = [Int](repeating: -1, count: count)
    freeAt = [Int](repeating: 0, count: schedule.resources.count)
    lastOn = [Int32](repeating: -1, count: schedule.resources.count)
    (order, queues) = EngineState.issueOrder(schedule)
  }

  /// Task indices grouped by queue, in issue order (a counting sort), and each queue's range.
  private static func issueOrder(_ schedule: Schedule) -> ([Int32], [QueueState]) {
    var offsets = [Int](repeating: 0, count: schedule.queues.count + 1)
    for task in schedule.tasks { offsets[Int(task.queue) + 1] += 1 }
    for queue in schedule.queues.indices { offsets[queue + 1] += offsets[queue] }
    let states = schedule.queues.enumerated().map { index, queue in
      QueueState(resource: queue.resource, next: offsets[index], end: offsets[index + 1])
    }
    var order = [Int32](repeating: 0, count: schedule.count)
    for (index, task) in schedule.tasks.enumerated() {
      order[offsets[Int(task.queue)]] = Int32(truncatingIfNeeded: index)
      offsets[Int(task.queue)] += 1
    }
    return (order, states)
  }

  mutating func run(
    tasks: UnsafeBufferPointer<Task>, dependencyEnds: UnsafeBufferPointer<Int32>,
    dependencies: UnsafeBufferPointer<Int32>
  ) {
    for queue in queues.indices {
      examine(queue, since: 0, dependencyEnds: dependencyEnds, dependencies: dependencies)
    }
    for _ in 0..<tasks.count {
      let queue = nextToStart(dependencyEnds: dependencyEnds, dependencies: dependencies)
      start(queue, tasks: tasks)
      let end = freeAt[queues[queue].resource]
      examine(queue, since: end, dependencyEnds: dependencyEnds, dependencies: dependencies)
    }
  }

  /// The queue whose head starts first; ties go to the head that was ready first, then to the
  /// lower task index. No head that is still blocked can start earlier, because what blocks it
  /// starts later than this one.
  private mutating func nextToStart(
    dependencyEnds: UnsafeBufferPointer<Int32>, dependencies: UnsafeBufferPointer<Int32>
  ) -> Int {
    var best = -1
    var bestKey = (start: Int.max, ready: Int.max, task: Int32.max)
    for queue in queues.indices where queues[queue].next < queues[queue].end {
      let blocker = queues[queue].blocker
      if blocker >= 0 {
        guard starts[blocker] >= 0 else { continue }
        examine(
          queue, since: queues[queue].ready, dependencyEnds: dependencyEnds,
          dependencies: dependencies)
        if queues[queue].blocker >= 0 { continue }
      }
      let state = queues[queue]
      let key = (
        start: max(state.ready, freeAt[state.resource]), ready: state.ready,
        task: order[state.next]
      )
      if key < bestKey { (best, bestKey) = (queue, key) }
    }
    return best
  }

  /// Works out when a queue's head is ready, or what blocks it; the queue reached it at `since`.
  private mutating func examine(
    _ queue: Int, since: Int, dependencyEnds: UnsafeBufferPointer<Int32>,
    dependencies: UnsafeBufferPointer<Int32>
  ) {
    guard queues[queue].next < queues[queue].end else { return }
    let task = Int(order[queues[queue].next])
    var ready = since
    var binder: Int32 = -1
    let lower = task == 0 ? 0 : Int(dependencyEnds[task - 1])
    for position in lower..<Int(dependencyEnds[task]) {
      let dependency = dependencies[position]
      let completion = completions[Int(dependency)]
      if completion < 0 {
        queues[queue].blocker = Int(dependency)
        queues[queue].ready = since
        return
      }
      if completion > ready { (ready, binder) = (completion, dependency) }
    }
    queues[queue].blocker = -1
    queues[queue].ready = ready
    queues[queue].binder = binder
  }

  private mutating func start(_ queue: Int, tasks: UnsafeBufferPointer<Task>) {
    let state = queues[queue]
    let index = Int(order[state.next])
    let task = tasks[index]
    let free = freeAt[state.resource]
    let start = max(state.ready, free)
    starts[index] = start
    binders[index] =
      start > 0 && (free == start || state.binder < 0)
      ? lastOn[state.resource] : state.binder
    freeAt[state.resource] = start + task.duration
    lastOn[state.resource] = Int32(truncatingIfNeeded: index)
    completions[index] = start + task.duration + task.delay
    makespan = max(makespan, completions[index])
    queues[queue].next += 1
  }
}
