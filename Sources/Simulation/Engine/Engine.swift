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
    timed(schedule) { state in
      Trace(
        schedule: schedule, starts: Array(state.starts), binders: Array(state.binders),
        makespan: state.makespan)
    }
  }

  /// The cycle in which the last task completes.
  static func makespan(of schedule: Schedule) -> Int { timed(schedule) { $0.makespan } }

  private static func timed<Result>(
    _ schedule: Schedule, _ body: (borrowing EngineState) -> Result
  ) -> Result {
    schedule.withFlatTasks { tasks, ends, list in
      var state = EngineState(
        schedule, tasks: tasks, dependencyEnds: ends, dependencies: list)
      state.run()
      return body(state)
    }
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
  var blocker: Int32 = -1
}

/// The engine's tables, flat and unchecked: they are the inner loop of every sweep.
private struct EngineState: ~Copyable {
  let starts: UnsafeMutableBufferPointer<Int>
  let binders: UnsafeMutableBufferPointer<Int32>
  private(set) var makespan = 0
  private let completions: UnsafeMutableBufferPointer<Int>
  /// Task indices grouped by queue, in issue order.
  private let order: UnsafeMutableBufferPointer<Int32>
  private let queues: UnsafeMutableBufferPointer<QueueState>
  private let freeAt: UnsafeMutableBufferPointer<Int>
  private let lastOn: UnsafeMutableBufferPointer<Int32>
  private let tasks: UnsafeBufferPointer<Task>
  private let dependencyEnds: UnsafeBufferPointer<Int32>
  private let dependencies: UnsafeBufferPointer<Int32>

  init(
    _ schedule: Schedule, tasks: UnsafeBufferPointer<Task>,
    dependencyEnds: UnsafeBufferPointer<Int32>, dependencies: UnsafeBufferPointer<Int32>
  ) {
    self.tasks = tasks
    self.dependencyEnds = dependencyEnds
    self.dependencies = dependencies
    starts = EngineState.table(tasks.count, of: -1)
    binders = EngineState.table(tasks.count, of: -1)
    completions = EngineState.table(tasks.count, of: -1)
    order = EngineState.table(tasks.count, of: 0)
    freeAt = EngineState.table(schedule.resources.count, of: 0)
    lastOn = EngineState.table(schedule.resources.count, of: -1)
    queues = EngineState.table(
      schedule.queues.count, of: QueueState(resource: 0, next: 0, end: 0))
    sort(schedule)
  }

  deinit {
    starts.deallocate()
    binders.deallocate()
    completions.deallocate()
    order.deallocate()
    freeAt.deallocate()
    lastOn.deallocate()
    queues.deallocate()
  }

  private static func table<Element>(
    _ count: Int, of value: Element
  ) -> UnsafeMutableBufferPointer<Element> {
    let table = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
    table.initialize(repeating: value)
    return table
  }

  /// Groups the tasks by queue (a counting sort).
  private func sort(_ schedule: Schedule) {
    var offsets = [Int](repeating: 0, count: queues.count + 1)
    for task in tasks { offsets[Int(task.queue) + 1] += 1 }
    for queue in queues.indices {
      offsets[queue + 1] += offsets[queue]
      queues[queue] = QueueState(
        resource: schedule.queues[queue].resource, next: offsets[queue], end: offsets[queue + 1])
    }
    for (index, task) in tasks.enumerated() {
      order[offsets[Int(task.queue)]] = Int32(truncatingIfNeeded: index)
      offsets[Int(task.queue)] += 1
    }
  }

  mutating func run() {
    for queue in queues.indices { examine(queue, since: 0) }
    for _ in 0..<tasks.count {
      let queue = nextToStart()
      start(queue)
      examine(queue, since: freeAt[queues[queue].resource])
    }
  }

  /// The queue whose head starts first; ties go to the head that was ready first, then to the
  /// lower task index. No head that is still blocked can start earlier, because what blocks it
  /// starts later than this one.
  private func nextToStart() -> Int {
    var best = -1
    var (bestStart, bestReady) = (Int.max, Int.max)
    for queue in queues.indices where queues[queue].next < queues[queue].end {
      let blocker = queues[queue].blocker
      if blocker >= 0 {
        guard completions[Int(blocker)] >= 0 else { continue }
        examine(queue, since: queues[queue].ready)
        if queues[queue].blocker >= 0 { continue }
      }
      let ready = queues[queue].ready
      let start = max(ready, freeAt[queues[queue].resource])
      if start > bestStart { continue }
      if start == bestStart {
        if ready > bestReady { continue }
        if ready == bestReady, order[queues[queue].next] > order[queues[best].next] { continue }
      }
      (best, bestStart, bestReady) = (queue, start, ready)
    }
    return best
  }

  /// Works out when a queue's head is ready, or what blocks it; the queue reached it at `since`.
  private func examine(_ queue: Int, since: Int) {
    guard queues[queue].next < queues[queue].end else { return }
    let task = Int(order[queues[queue].next])
    var ready = since
    var binder: Int32 = -1
    let lower = task == 0 ? 0 : Int(dependencyEnds[task - 1])
    for position in lower..<Int(dependencyEnds[task]) {
      let dependency = dependencies[position]
      let completion = completions[Int(dependency)]
      if completion < 0 {
        queues[queue].blocker = dependency
        queues[queue].ready = since
        return
      }
      if completion > ready { (ready, binder) = (completion, dependency) }
    }
    queues[queue].blocker = -1
    queues[queue].ready = ready
    queues[queue].binder = binder
  }

  private mutating func start(_ queue: Int) {
    let resource = queues[queue].resource
    let index = Int(order[queues[queue].next])
    let free = freeAt[resource]
    let start = max(queues[queue].ready, free)
    starts[index] = start
    binders[index] =
      start > 0 && (free == start || queues[queue].binder < 0)
      ? lastOn[resource] : queues[queue].binder
    freeAt[resource] = start + tasks[index].duration
    lastOn[resource] = Int32(truncatingIfNeeded: index)
    let completion = freeAt[resource] + tasks[index].delay
    completions[index] = completion
    makespan = max(makespan, completion)
    queues[queue].next += 1
  }
}
