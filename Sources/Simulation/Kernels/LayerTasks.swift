import Hardware
import LayerGraph
import Quantities

/// The schedule of a processor as it grows, layer by layer.
struct LayerTasks {
  let network: Network
  let queues: ProcessorQueues
  let clock: Hertz
  let dramBandwidth: BytesPerSecond
  let precision: Precision
  private(set) var schedule: Schedule
  private var record: KernelRecord

  init(
    network: Network, queues: ProcessorQueues, clock: Hertz, dramBandwidth: BytesPerSecond,
    precision: Precision
  ) {
    self.network = network
    self.queues = queues
    self.clock = clock
    self.dramBandwidth = dramBandwidth
    self.precision = precision
    schedule = Schedule(resources: queues.resources, queues: queues.queues)
    record = KernelRecord(layers: network.layers.count)
  }

  /// Notes how a layer is computed, before its tasks.
  ///
  /// - Parameters:
  ///   - cut: into the pieces that `compute` shares out.
  ///   - spillsTransforms: whether transformed values pass through memory.
  mutating func plan(
    _ layer: Int, _ work: KernelWork, cut: PieceGrid.Cut, spillsTransforms: Bool = false
  ) {
    record.layers[layer] = LayerKernel(
      layer, of: network, winogradSide: work.winogradSide, cut: cut,
      spillsTransforms: spillsTransforms)
  }

  /// Notes how a layer is computed by several kernels, before its tasks.
  mutating func plan(_ layer: Int, _ kernel: LayerKernel) { record.layers[layer] = kernel }

  /// Calls a kernel.
  mutating func launch(_ layer: Int, cycles: Cycles, after dependencies: [Int]) -> Int {
    append(
      Task(queue: queues.control, kind: .launch, layer: layer, duration: cycles.count),
      span: 0..<0, after: dependencies)
  }

  /// Moves bytes between DRAM and the processor: all that the layer's kernel moves of the kind.
  mutating func transfer(
    _ kind: TaskKind, layer: Int, bytes: Int, after dependencies: [Int]
  ) throws(SimulationError) -> Int {
    try transfer(
      kind, layer: layer, bytes: bytes, span: record.layers[layer]?.span(of: kind) ?? 0..<0,
      after: dependencies)
  }

  /// Moves some of what the layer's kernels move of the kind.
  mutating func transfer(
    _ kind: TaskKind, layer: Int, bytes: Int, span: Range<Int>, after dependencies: [Int]
  ) throws(SimulationError) -> Int {
    let queue =
      switch kind {
      case .loadWeights: queues.loadWeights
      case .store: queues.store
      default: queues.load
      }
    let duration = try cycles(
      Double(bytes) * clock.value / dramBandwidth.value, layer: layer)
    return append(
      Task(queue: queue, kind: kind, layer: layer, duration: duration, bytes: bytes),
      span: span, after: dependencies)
  }

  /// Appends a task of exact cycles on a queue; of a computation, `latency` of them are spent waiting
  /// for results.
  mutating func append(
    _ task: Task, cycles exact: Double, latency: Double = 0, span: Range<Int>,
    after dependencies: [Int]
  ) throws(SimulationError) -> Int {
    var task = task
    task.duration = try cycles(exact, layer: Int(task.layer))
    task.filling = min(task.duration, try cycles(latency, layer: Int(task.layer)))
    return append(task, span: span, after: dependencies)
  }

  /// Appends a computation that leaves its unit to others in the cycles that it waits for its results.
  mutating func append(
    _ task: Task, cycles exact: Double, sharing latency: Double, span: Range<Int>,
    after dependencies: [Int]
  ) throws(SimulationError) -> Int {
    var task = task
    let whole = try cycles(exact, layer: Int(task.layer))
    task.duration = try cycles(exact - latency, layer: Int(task.layer))
    task.delay = whole - task.duration
    return append(task, span: span, after: dependencies)
  }

  /// Shares a layer's computation among the first units, in pieces that can't be cut.
  ///
  /// - Parameter duration: the exact cycles of a share of the whole on a unit.
  mutating func compute(
    _ kind: TaskKind, layer: Int, macs: Int, pieces: Int, units: Int, after dependencies: [Int],
    duration: (_ unit: Int, _ fraction: Double) -> Double
  ) throws(SimulationError) -> [Int] {
    var tasks: [Int] = []
    for unit in 0..<min(units, pieces) {
      let share = Share(of: pieces, part: unit, parts: min(units, pieces))
      let task = Task(
        queue: queues.units.lowerBound + unit, kind: kind, layer: layer,
        duration: try cycles(duration(unit, share.fraction), layer: layer),
        macs: share.amount(of: macs))
      tasks.append(append(task, span: share.range, after: dependencies))
    }
    return tasks
  }

  /// Times the schedule.
  ///
  /// - Parameter peak: multiply-accumulates a cycle of all units.
  func simulation(peak: Double) -> Simulation {
    let storages = StorageMap(network) { record.layers[$0] != nil }
    return Simulation(
      network: network, trace: Engine.run(schedule),
      works: Array(repeating: TileWork(region: .none), count: schedule.count), buffers: [],
      storages: storages, addresses: Array(repeating: nil, count: storages.storages.count),
      mappings: Array(repeating: nil, count: network.layers.count),
      elementBytes: precision.bytes, sumBytes: max(precision.bytes, Precision.fp32.bytes),
      peakMACsPerCycle: max(1, Int(peak)), mappingEvaluations: 0, kernels: record)
  }

  /// Whole cycles, rounded up.
  private func cycles(_ exact: Double, layer: Int) throws(SimulationError) -> Int {
    guard exact < Double(SystolicMachine.longestTask) else {
      throw .tooLong(layer: network.layers[layer].name)
    }
    return Int(exact.rounded(.up))
  }

  private mutating func append(
    _ task: Task, span: Range<Int>, after dependencies: [Int]
  ) -> Int {
    record.spans.append(span)
    return schedule.append(task, after: dependencies)
  }
}
