import Simulation

/// The beginning of a task of a processor, or the moment from which its work counts as done.
///
/// The tasks of a kernel that don't wait for each other are a pipeline: a computation that runs
/// beside the loads that feed it is done when they are, and a store beside computations likewise. A
/// task that does wait is done when it is complete.
struct KernelEvent: Comparable {
  let time: Int
  let task: Int
  let isEnd: Bool
  /// Whether the task begins and is done in the same cycle.
  let isInstant: Bool
  let layer: Int
  /// Of a kernel's tasks: launches, loads, computations, stores.
  let phase: Int

  /// At one time, tasks that began earlier end first; then the others begin, and those that take no
  /// time end at once. Kernels are in the order of the layers.
  static func < (a: KernelEvent, b: KernelEvent) -> Bool {
    (a.time, a.rank, a.layer, a.phase, a.order) < (b.time, b.rank, b.layer, b.phase, b.order)
  }

  private var rank: Int { isEnd && !isInstant ? 0 : 1 }
  private var order: Int { 2 * task + (isEnd ? 1 : 0) }

  /// All events of a trace, in order.
  static func events(of trace: Trace) -> [KernelEvent] {
    let ends = ends(of: trace)
    let events = trace.starts.indices.flatMap { task in
      let (start, end) = (trace.starts[task], ends[task])
      return [false, true].map {
        KernelEvent(
          time: $0 ? end : start, task: task, isEnd: $0, isInstant: start == end,
          layer: Int(trace.schedule.tasks[task].layer),
          phase: phase(of: trace.schedule.tasks[task].kind))
      }
    }
    return events.sorted()
  }

  static func phase(of kind: TaskKind) -> Int {
    switch kind {
    case .launch: 0
    case .loadWeights, .loadInput, .cacheLoad: 1
    case .compute, .vector: 2
    case .store: 3
    }
  }

  /// For each task, when its work is done.
  private static func ends(of trace: Trace) -> [Int] {
    let tasks = trace.schedule.tasks
    var ends = tasks.indices.map { trace.completion(of: $0) }
    let byLayer = Dictionary(grouping: tasks.indices) { tasks[$0].layer }
    for phase in 2...3 {
      for kernel in byLayer.values {
        let feeding = kernel.filter { Self.phase(of: tasks[$0].kind) == phase - 1 }
        for task in kernel where Self.phase(of: tasks[task].kind) == phase {
          let awaited = Set(trace.schedule.dependencies(of: task).map(Int.init))
          ends[task] = feeding.lazy.filter { !awaited.contains($0) }
            .reduce(ends[task]) { max($0, ends[$1]) }
        }
      }
    }
    return ends
  }
}
