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
  private var schedule: Schedule
  private var works: [TileWork] = []

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
  }

  /// Calls a kernel.
  mutating func launch(_ layer: Int, cycles: Cycles, after dependencies: [Int]) -> Int {
    append(
      Task(queue: queues.control, kind: .launch, layer: layer, duration: cycles.count),
      after: dependencies)
  }

  /// Moves bytes between DRAM and the processor.
  mutating func transfer(
    _ kind: TaskKind, layer: Int, bytes: Int, after dependencies: [Int]
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
      after: dependencies)
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
      tasks.append(append(task, after: dependencies))
    }
    return tasks
  }

  /// Times the schedule.
  ///
  /// - Parameter peak: multiply-accumulates a cycle of all units.
  func simulation(peak: Double) -> Simulation {
    let storages = StorageMap(network, copiesConcatenations: true)
    return Simulation(
      network: network, trace: Engine.run(schedule), works: works, buffers: [],
      storages: storages, addresses: Array(repeating: nil, count: storages.storages.count),
      mappings: Array(repeating: nil, count: network.layers.count),
      elementBytes: precision.bytes, sumBytes: max(precision.bytes, Precision.fp32.bytes),
      peakMACsPerCycle: max(1, Int(peak)), mappingEvaluations: 0)
  }

  /// Whole cycles, rounded up.
  private func cycles(_ exact: Double, layer: Int) throws(SimulationError) -> Int {
    guard exact < Double(SystolicMachine.longestTask) else {
      throw .tooLong(layer: network.layers[layer].name)
    }
    return Int(exact.rounded(.up))
  }

  private mutating func append(_ task: Task, after dependencies: [Int]) -> Int {
    works.append(TileWork(region: .none))
    return schedule.append(task, after: dependencies)
  }
}
