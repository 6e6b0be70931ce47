import LayerGraph

/// Chooses residency and mappings for a network on a systolic machine.
struct SystolicScheduler {
  let network: Network
  let machine: SystolicMachine
  let map: StorageMap
  private let cache: MappingCache
  /// What the cache's questions call the machine.
  private let machineNumber: Int
  private let recordsWork: Bool
  /// The size of the last schedule, which the next one's is near.
  private var expectedTasks = 0
  private var evaluations = 0
  /// Holds one layer at a time, to time it alone.
  private var idle: Schedule

  /// The most tasks in a schedule.
  static let taskLimit = 1 << 22

  init(
    network: Network, machine: SystolicMachine, map: StorageMap, cache: MappingCache,
    recordsWork: Bool
  ) {
    self.network = network
    self.machine = machine
    self.map = map
    self.recordsWork = recordsWork
    self.cache = cache
    machineNumber = cache.number(of: machine.withoutLaunches)
    let queues = SystolicQueues(arrays: machine.arrays, hasHost: machine.host != nil)
    idle = Schedule(resources: queues.resources, queues: queues.queues)
  }

  /// The fastest of the schedules that keep different shares of the tensors on chip.
  ///
  /// Only that one is lowered with records of its work.
  mutating func best() throws(SimulationError) -> Simulation {
    var best: (simulation: Simulation, residency: Residency)?
    var tried: [Residency] = []
    var failure: SimulationError?
    for reserve in reserves {
      let residency = Residency(
        map, layers: network.layers.count, batch: network.batch,
        elementBytes: machine.operandBytes, capacity: machine.scratchpad, reserve: reserve)
      guard !tried.contains(residency) else { continue }
      tried.append(residency)
      do {
        let simulation = try simulate(residency, recordsWork: false)
        if best.map({ simulation.isBetter(than: $0.simulation) }) ?? true {
          best = (simulation, residency)
        }
      } catch {
        failure = error
      }
    }
    guard let best else {
      throw failure
        ?? .doesNotFit(
          layer: network.layers[0].name, capacity: machine.scratchpad, streamable: 0)
    }
    return recordsWork ? try simulate(best.residency, recordsWork: true) : best.simulation
  }

  /// Bytes left for streaming: little first, since keeping every tensor is best where it works.
  private var reserves: [Int] {
    [machine.scratchpad / 8, machine.scratchpad / 4, machine.scratchpad / 2, machine.scratchpad]
  }

  private mutating func simulate(
    _ residency: Residency, recordsWork: Bool
  ) throws(SimulationError) -> Simulation {
    var lowering = SystolicLowering(
      network: network, machine: machine, map: map, residency: residency,
      recordsWork: recordsWork)
    lowering.reserveCapacity(expectedTasks)
    var mappings = [Mapping?](repeating: nil, count: network.layers.count)
    lowering.start()
    for index in network.layers.indices {
      mappings[index] = try lower(index, &lowering)
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
    _ index: Int, _ lowering: inout SystolicLowering
  ) throws(SimulationError) -> Mapping? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first else { return nil }
    if let matrix = MatrixLayer(layer, input: network.layers[source].output, batch: network.batch) {
      lowering.beginLayer(index)
      let space = space(index, source: source, lowering)
      let cost = MappingCost(machine: machine, layer: matrix, space: space)
      let ends = lowering.ends(of: index, source: source)
      let choice = try choice(index, cost: cost, ends: ends, lowering)
      lowering.place(choice.program, layer: index, source: source)
      return choice.mapping
    }
    if layer.operation.isView {
      try lowering.lowerCopies(index)
    } else {
      lowering.beginLayer(index)
      try lowering.lowerVector(VectorLowering(lowering, index: index))
    }
    return nil
  }

  private func space(_ index: Int, source: Int, _ lowering: SystolicLowering) -> TileSpace {
    TileSpace(
      stream: machine.scratchpad - lowering.residency.streamBase[index],
      hasResidentInput: lowering.isResident(source), keepsOutput: lowering.isResident(index))
  }

  /// The mapping of a layer: the closed form's best few, timed by the engine on the layer alone.
  private mutating func choice(
    _ index: Int, cost: MappingCost, ends: LayerEnds, _ lowering: SystolicLowering
  ) throws(SimulationError) -> MappingChoice {
    let question = MappingQuestion(
      machine: machineNumber, layer: cost.layer, space: cost.space, ends: ends)
    let recordsWork = lowering.recordsWork
    if let found = cache.choice(for: question, recordsWork: recordsWork) { return found }
    func program(_ mapping: Mapping, recordsWork: Bool) -> LayerProgram {
      var lowering = MatrixLowering(
        cost, mapping: mapping, ends: ends, queues: lowering.queues, recordsWork: recordsWork)
      return lowering.run()
    }
    if let mapping = cache.mapping(for: question) {
      return keep(mapping, program(mapping, recordsWork: recordsWork), question)
    }
    var search = MappingSearch(cost, keep: 3)
    let candidates = search.run()
    evaluations += search.evaluations
    guard let first = candidates.first else {
      throw .doesNotFit(
        layer: network.layers[index].name, capacity: machine.scratchpad,
        streamable: cost.space.stream)
    }
    var best = (estimate: first.estimate, mapping: first.mapping, program: LayerProgram?.none)
    for (estimate, mapping) in candidates {
      guard estimate.tiles * 2 <= SystolicScheduler.taskLimit else {
        throw .tooManyTasks(layer: network.layers[index].name, limit: SystolicScheduler.taskLimit)
      }
      let trial = program(mapping, recordsWork: false)
      var timed = estimate
      timed.cycles = cyclesAlone(trial)
      if best.program == nil || cost.isBetter(timed, best.estimate) {
        best = (timed, mapping, trial)
      }
    }
    if !recordsWork, let program = best.program { return keep(best.mapping, program, question) }
    return keep(best.mapping, program(best.mapping, recordsWork: recordsWork), question)
  }

  private func keep(
    _ mapping: Mapping, _ program: LayerProgram, _ question: MappingQuestion
  ) -> MappingChoice {
    let choice = MappingChoice(mapping: mapping, program: program)
    cache.insert(choice, for: question)
    return choice
  }

  /// The cycles of one layer on an idle machine.
  private mutating func cyclesAlone(_ program: LayerProgram) -> Int {
    idle.removeAll()
    idle.append(program, layer: 0, before: .none(for: program))
    return Engine.makespan(of: idle)
  }
}

extension Simulation {
  /// Faster; or as fast with less traffic.
  fileprivate func isBetter(than other: Simulation) -> Bool {
    trace.makespan == other.trace.makespan
      ? traffic < other.traffic : trace.makespan < other.trace.makespan
  }

  private var traffic: Int { trace.schedule.tasks.reduce(0) { $0 + $1.bytes } }
}
