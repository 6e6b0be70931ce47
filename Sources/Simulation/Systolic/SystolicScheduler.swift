import LayerGraph

/// Chooses residency and mappings for a network on a systolic machine.
struct SystolicScheduler {
  let network: Network
  let machine: SystolicMachine
  let map: StorageMap
  private let cache: MappingCache
  private let unlaunched: SystolicMachine
  private let recordsWork: Bool
  /// The size of the last schedule, which the next one's is near.
  private var expectedTasks = 0
  private var evaluations = 0

  /// The most tasks in a schedule.
  static let taskLimit = 1 << 22

  init(
    network: Network, machine: SystolicMachine, map: StorageMap, cache: MappingCache,
    recordsWork: Bool
  ) {
    self.network = network
    self.machine = machine
    self.map = map
    self.cache = cache
    self.recordsWork = recordsWork
    unlaunched = machine.withoutLaunches
  }

  /// The fastest of the schedules that keep different shares of the tensors on chip.
  mutating func best() throws(SimulationError) -> Simulation {
    var best: Simulation?
    var tried: [Residency] = []
    var failure: SimulationError?
    for reserve in reserves {
      let residency = Residency(
        map, layers: network.layers.count, batch: network.batch,
        elementBytes: machine.operandBytes, capacity: machine.scratchpad, reserve: reserve)
      guard !tried.contains(residency) else { continue }
      tried.append(residency)
      do {
        let simulation = try simulate(residency)
        if best.map({ simulation.isBetter(than: $0) }) ?? true { best = simulation }
      } catch {
        failure = error
      }
    }
    if let best { return best }
    throw failure
      ?? .doesNotFit(
        layer: network.layers[0].name, capacity: machine.scratchpad, streamable: 0)
  }

  /// Bytes left for streaming: little first, since keeping every tensor is best where it works.
  private var reserves: [Int] {
    [machine.scratchpad / 8, machine.scratchpad / 4, machine.scratchpad / 2, machine.scratchpad]
  }

  private mutating func simulate(_ residency: Residency) throws(SimulationError) -> Simulation {
    var lowering = SystolicLowering(
      network: network, machine: machine, map: map, residency: residency,
      recordsWork: recordsWork)
    var idle = SystolicLowering(
      network: network, machine: machine, map: map, residency: residency, recordsWork: false)
    lowering.reserveCapacity(expectedTasks)
    var mappings = [Mapping?](repeating: nil, count: network.layers.count)
    lowering.start()
    for index in network.layers.indices {
      mappings[index] = try lower(index, &lowering, idle: &idle)
      lowering.endLayer(index)
      guard lowering.schedule.count <= SystolicScheduler.taskLimit else {
        throw .tooManyTasks(
          layer: network.layers[index].name, limit: SystolicScheduler.taskLimit)
      }
    }
    expectedTasks = lowering.schedule.count
    try checkDurations(lowering.schedule)
    return Simulation(
      network: network, trace: Engine.run(lowering.schedule), works: lowering.works,
      buffers: lowering.buffers, storages: map, addresses: residency.addresses, mappings: mappings,
      elementBytes: machine.operandBytes, sumBytes: machine.accumulatorElementBytes,
      peakMACsPerCycle: machine.elementsPerPass * machine.arrays, mappingEvaluations: evaluations)
  }

  private func checkDurations(_ schedule: Schedule) throws(SimulationError) {
    for task in schedule.tasks where task.duration >= SystolicMachine.longestTask {
      throw .tooLong(layer: network.layers[Int(task.layer)].name)
    }
  }

  private mutating func lower(
    _ index: Int, _ lowering: inout SystolicLowering, idle: inout SystolicLowering
  ) throws(SimulationError) -> Mapping? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return nil }
    if let matrix = MatrixLayer(layer, input: network.layers[source].output, batch: network.batch) {
      lowering.beginLayer(index)
      let space = space(index, source: source, lowering)
      let cost = MappingCost(machine: machine, layer: matrix, space: space)
      let mapping = try mapping(index, cost: cost, source: source, idle: &idle)
      var matrixLowering = MatrixLowering(
        index: index, cost: cost, mapping: mapping, source: source,
        streamBase: lowering.residency.streamBase[index], recordsWork: recordsWork)
      matrixLowering.run(&lowering)
      return mapping
    }
    if layer.operation.isView {
      try lowerCopies(index, &lowering)
    } else {
      lowering.beginLayer(index)
      try lowerVector(VectorLowering(lowering, index: index), &lowering)
    }
    return nil
  }

  private func space(_ index: Int, source: Int, _ lowering: SystolicLowering) -> TileSpace {
    TileSpace(
      stream: machine.scratchpad - lowering.residency.streamBase[index],
      hasResidentInput: lowering.isResident(source), keepsOutput: lowering.isResident(index))
  }

  /// A concatenation moves only the inputs that could not be placed inside its output.
  private func lowerCopies(
    _ index: Int, _ lowering: inout SystolicLowering
  ) throws(SimulationError) {
    for position in map.copies[index] ?? [] {
      lowering.beginLayer(index)
      let inputs = network.layers[index].inputs
      let first = inputs[..<position].reduce(0) { $0 + network.layers[$1].output.channels }
      try lowerVector(
        VectorLowering(lowering, index: index, operands: [position], firstChannel: first),
        &lowering)
    }
  }

  private func lowerVector(
    _ vector: VectorLowering, _ lowering: inout SystolicLowering
  ) throws(SimulationError) {
    let base = lowering.residency.streamBase[vector.index]
    guard let tiling = vector.tiling(stream: machine.scratchpad - base) else {
      throw doesNotFit(vector.index, streamBase: base)
    }
    vector.run(&lowering, tiling: tiling, streamBase: base)
  }

  private func doesNotFit(_ index: Int, streamBase: Int) -> SimulationError {
    .doesNotFit(
      layer: network.layers[index].name, capacity: machine.scratchpad,
      streamable: machine.scratchpad - streamBase)
  }

  /// The mapping of a layer: the closed form's best few, timed by the engine on the layer alone.
  private mutating func mapping(
    _ index: Int, cost: MappingCost, source: Int, idle: inout SystolicLowering
  ) throws(SimulationError) -> Mapping {
    let question = question(index, cost: cost, source: source)
    if let choice = cache.mapping(for: question) { return choice }
    var search = MappingSearch(cost, keep: 3)
    let candidates = search.run()
    evaluations += search.evaluations
    guard var best = candidates.first else {
      throw doesNotFit(index, streamBase: idle.residency.streamBase[index])
    }
    for (position, candidate) in candidates.enumerated() {
      guard candidate.estimate.tiles * 2 <= SystolicScheduler.taskLimit else {
        throw .tooManyTasks(layer: network.layers[index].name, limit: SystolicScheduler.taskLimit)
      }
      var timed = candidate
      timed.estimate.cycles = alone(
        index, cost: cost, mapping: candidate.mapping, source: source, idle: &idle)
      if position == 0 || cost.isBetter(timed.estimate, best.estimate) { best = timed }
    }
    cache.insert(best.mapping, for: question)
    return best.mapping
  }

  private func question(_ index: Int, cost: MappingCost, source: Int) -> MappingQuestion {
    let input = map.placements[source].storage
    let output = map.placements[index].storage
    return MappingQuestion(
      machine: unlaunched, layer: cost.layer, space: cost.space,
      readsNetworkInput: map.storages[input].isNetworkInput,
      writesNetworkOutput: map.storages[output].isNetworkOutput,
      sharedRows: input == output ? map.storages[input].shape.height : nil)
  }

  /// The cycles of one layer on an idle machine.
  private func alone(
    _ index: Int, cost: MappingCost, mapping: Mapping, source: Int, idle: inout SystolicLowering
  ) -> Int {
    idle.restart(at: index)
    var matrix = MatrixLowering(
      index: index, cost: cost, mapping: mapping, source: source,
      streamBase: idle.residency.streamBase[index], recordsWork: false)
    matrix.run(&idle)
    return Engine.makespan(of: idle.schedule)
  }
}

extension Simulation {
  /// Faster; or as fast with less traffic.
  fileprivate func isBetter(than other: Simulation) -> Bool {
    (trace.makespan, traffic) < (other.trace.makespan, other.traffic)
  }

  private var traffic: Int { trace.schedule.tasks.reduce(0) { $0 + $1.bytes } }
}
