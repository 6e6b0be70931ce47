/// What a task does; analysis names a stall after the kind of task that was waited for.
public enum TaskKind: UInt8, Sendable, CaseIterable {
  /// Starts a layer or a kernel.
  case launch
  /// Brings weights from DRAM.
  case loadWeights
  /// Brings activations from DRAM or the host.
  case loadInput
  /// Multiplies and accumulates.
  case compute
  /// Works element by element: activations, pools, additions.
  case vector
  /// Takes activations to DRAM or the host.
  case store
  /// Brings operands from a cache that several units share.
  case cacheLoad

  /// The name that tables and CSV print.
  public var name: String {
    switch self {
    case .launch: "launch"
    case .loadWeights: "load-weights"
    case .loadInput: "load-input"
    case .compute: "compute"
    case .vector: "vector"
    case .store: "store"
    case .cacheLoad: "cache-load"
    }
  }
}

/// One piece of work on one queue.
public struct Task: Hashable, Sendable {
  /// Index into `Schedule.queues`.
  public var queue: UInt8
  public var kind: TaskKind
  /// Index into the network's layers, or -1 for none.
  public var layer: Int32
  /// Cycles for which the task occupies its resource.
  public var duration: Int
  /// Cycles from its end until those who depend on it may start: memory latency, pipeline drain.
  public var delay: Int
  /// Cycles of a compute task in which stationary values shift in and nothing streams.
  public var shifting = 0
  /// Cycles of a compute task in which its pipeline fills or drains, or waits for results because too
  /// few are in flight.
  public var filling = 0
  /// Cycles of a compute task in which the elements wait for the buffer's buses.
  public var starving = 0
  /// Useful multiply-accumulates.
  public var macs: Int
  /// Bytes moved over the queue's channel.
  public var bytes: Int

  public init(
    queue: Int, kind: TaskKind, layer: Int, duration: Int, delay: Int = 0, macs: Int = 0,
    bytes: Int = 0
  ) {
    self.queue = UInt8(truncatingIfNeeded: queue)
    self.kind = kind
    self.layer = Int32(truncatingIfNeeded: layer)
    self.duration = duration
    self.delay = delay
    self.macs = macs
    self.bytes = bytes
  }
}

/// A unit that serves one task at a time.
public struct Resource: Hashable, Sendable {
  /// What a resource serves, for attribution and for timelines.
  public enum Role: String, Sendable {
    /// Multipliers: PE arrays, streaming multiprocessors, cores.
    case compute
    case vector
    /// Off-chip memory.
    case dram
    /// A cache that several units share.
    case cache
    /// The link that network inputs and outputs cross.
    case host
    /// Starts layers and kernels.
    case control
  }

  public let name: String
  public let role: Role

  public init(name: String, role: Role) {
    self.name = name
    self.role = role
  }
}

/// A stream of tasks that issue in order on one resource; several queues may share a resource.
public struct Queue: Hashable, Sendable {
  public let name: String
  /// Index into `Schedule.resources`.
  public let resource: Int

  public init(name: String, resource: Int) {
    self.name = name
    self.resource = resource
  }
}

/// Tasks in issue order, each depending only on earlier ones.
public struct Schedule: Sendable {
  public let resources: [Resource]
  public let queues: [Queue]
  public internal(set) var tasks: [Task] = []
  var dependencyEnds: [Int32] = []
  var dependencyList: [Int32] = []

  public init(resources: [Resource], queues: [Queue]) {
    precondition(queues.count <= 255, "a queue is numbered by a byte")
    self.resources = resources
    self.queues = queues
  }

  /// The number of tasks.
  public var count: Int { tasks.count }

  /// Appends a task and returns its index; negative dependencies stand for none.
  @discardableResult
  public mutating func append(_ task: Task, after dependencies: some Sequence<Int>) -> Int {
    for dependency in dependencies { wait(for: dependency) }
    return append(task)
  }

  /// Makes the next task that is appended wait for another; negative stands for none.
  mutating func wait(for dependency: Int) {
    guard dependency >= 0 else { return }
    precondition(dependency < tasks.count, "a task depends only on earlier ones")
    dependencyList.append(Int32(truncatingIfNeeded: dependency))
  }

  /// Appends a task that waits for those noted since the last one, and returns its index.
  mutating func append(_ task: Task) -> Int {
    tasks.append(task)
    dependencyEnds.append(Int32(truncatingIfNeeded: dependencyList.count))
    return tasks.count - 1
  }

  /// Forgets all tasks and keeps the memory for new ones.
  mutating func removeAll() {
    tasks.removeAll(keepingCapacity: true)
    dependencyEnds.removeAll(keepingCapacity: true)
    dependencyList.removeAll(keepingCapacity: true)
  }

  /// The tasks that must be complete before task `index` starts.
  public func dependencies(of index: Int) -> ArraySlice<Int32> {
    let lower = index == 0 ? 0 : Int(dependencyEnds[index - 1])
    return dependencyList[lower..<Int(dependencyEnds[index])]
  }

  public mutating func reserveCapacity(_ count: Int) {
    tasks.reserveCapacity(count)
    dependencyEnds.reserveCapacity(count)
    dependencyList.reserveCapacity(3 * count)
  }

  /// Flat views for the engine's inner loop.
  func withFlatTasks<Result>(
    _ body: (
      _ tasks: UnsafeBufferPointer<Task>, _ dependencyEnds: UnsafeBufferPointer<Int32>,
      _ dependencies: UnsafeBufferPointer<Int32>
    ) -> Result
  ) -> Result {
    tasks.withUnsafeBufferPointer { tasks in
      dependencyEnds.withUnsafeBufferPointer { ends in
        dependencyList.withUnsafeBufferPointer { list in body(tasks, ends, list) }
      }
    }
  }
}
