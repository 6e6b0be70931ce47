import LayerGraph

/// Chooses residency and mappings for a network on a systolic machine.
struct SystolicScheduler {
  let network: Network
  let machine: SystolicMachine
  let map: StorageMap
  let options: SimulationOptions
  private let held: HeldWeights
  private let cache: MappingCache
  /// What the cache's questions call the machine, for layers within the network and at its ends.
  private let innerNumber: Int
  private let outerNumber: Int
  /// The size of the last schedule, which the next one's is near.
  private var expectedTasks = 0
  private var evaluations = 0
  /// Holds one layer at a time, to time it alone.
  private var idle: Schedule

  /// The most tasks in a schedule.
  static let taskLimit = 1 << 22

  init(
    network: Network, machine whole: SystolicMachine, map: StorageMap, cache: MappingCache,
    options: SimulationOptions, heldQuarters: Int = 0
  ) {
    var machine = whole
    held =
      heldQuarters > 0
      ? HeldWeights(
        network, map: map, capacity: whole.scratchpad, quarters: heldQuarters,
        elementBytes: whole.operandBytes)
      : .none(network)
    machine.scratchpad -= held.bytes
    self.network = network
    self.machine = machine
    self.map = map
    self.options = options
    self.cache = cache
    innerNumber = cache.number(of: machine.part(crossingHost: false))
    outerNumber = cache.number(of: machine.part(crossingHost: true))
    let queues = SystolicQueues(arrays: machine.arrays, hasHost: machine.host != nil)
    idle = Schedule(resources: queues.resources, queues: queues.queues)
  }

  /// The fastest of the schedules that keep different shares of the tensors on chip, and of those
  /// that lower layers together.
  ///
  /// Only that one is lowered with records of its work.
  mutating func best() throws(SimulationError) -> Simulation {
    var contest = Contest()
    var tried: [Residency] = []
    for reserve in reserves {
      let residency = residency(reserve: reserve)
      guard !tried.contains(residency) else { continue }
      tried.append(residency)
      attempt(network.layers.indices.map { .layer($0) }, residency, &contest.layerByLayer)
      let steps = sideBySideSteps(residency)
      if steps.count < network.layers.count {
        attempt(steps, self.residency(reserve: reserve, steps), &contest.layerByLayer)
      }
      guard options.depthFirst != .off else { continue }
      let fused = depthFirstSteps(residency, among: steps)
      if fused != steps {
        attempt(fused, self.residency(reserve: reserve, fused), &contest.depthFirst)
      }
    }
    let (winner, layerByLayer) = try contest.winner(
      options.depthFirst, in: network, capacity: machine.scratchpad)
    var simulation = winner.simulation
    if options.recordsWork {
      simulation = try simulate(winner.steps, winner.residency, recordsWork: true)
    }
    simulation.fusion =
      options.depthFirst == .off
      ? nil : Fusion(groups: simulation.fusion?.groups ?? [], layerByLayer: layerByLayer)
    simulation.accesses = simulation.accesses(on: machine)
    return simulation
  }

  private func residency(reserve: Int, _ steps: [ScheduleStep] = []) -> Residency {
    Residency(
      map, layers: network.layers.count, batch: network.batch, elementBytes: machine.operandBytes,
      capacity: machine.scratchpad, reserve: reserve, steps: steps.filter { $0.layers.count > 1 })
  }

  /// Lets a schedule compete with the best so far.
  private mutating func attempt(
    _ steps: [ScheduleStep], _ residency: Residency, _ field: inout Contest.Field
  ) {
    do {
      let simulation = try simulate(steps, residency, recordsWork: false)
      if field.leader.map({ simulation.isBetter(than: $0.simulation) }) ?? true {
        field.leader = Contest.Entry(
          steps: steps, residency: residency, simulation: simulation)
      }
    } catch {
      field.failure = error
    }
  }

  /// Bytes left for streaming: little first, since keeping every tensor is best where it works.
  private var reserves: [Int] {
    [machine.scratchpad / 8, machine.scratchpad / 4, machine.scratchpad / 2, machine.scratchpad]
  }

  private mutating func simulate(
    _ steps: [ScheduleStep], _ residency: Residency, recordsWork: Bool
  ) throws(SimulationError) -> Simulation {
    var lowering = SystolicLowering(
      network: network, machine: machine, map: map, residency: residency,
      recordsWork: recordsWork)
    let trial = trial(residency)
    lowering.reserveCapacity(expectedTasks)
    var result = Lowered(mappings: [Mapping?](repeating: nil, count: network.layers.count))
    lowering.start()
    for step in steps {
      try lower(step, &lowering, trial: trial, &result)
      for index in step.layers { lowering.endLayer(index) }
      guard lowering.schedule.count <= SystolicScheduler.taskLimit else {
        throw .tooManyTasks(
          layer: network.layers[step.layers.lowerBound].name, limit: SystolicScheduler.taskLimit)
      }
    }
    expectedTasks = lowering.schedule.count
    try checkDurations(lowering.schedule)
    let trace = Engine.run(lowering.schedule)
    return Simulation(
      network: network, trace: trace, works: lowering.works,
      buffers: lowering.buffers, storages: map, addresses: residency.addresses,
      mappings: result.mappings, elementBytes: machine.operandBytes,
      sumBytes: machine.accumulatorElementBytes,
      peakMACsPerCycle: machine.elementsPerPass * machine.arrays, mappingEvaluations: evaluations,
      sideBySide: result.sideBySide, fusion: Fusion(groups: result.groups, layerByLayer: trace))
  }

  /// What the steps of a schedule came to.
  private struct Lowered {
    var mappings: [Mapping?]
    var sideBySide: [Int] = []
    var groups: [FusedGroup] = []
  }

  /// A machine that has nothing else to do, for trials.
  func trial(_ residency: Residency) -> SystolicLowering {
    SystolicLowering(
      network: network, machine: machine, map: map, residency: residency, recordsWork: false)
  }

  /// Layers that turn out not to fit together run one after another.
  private mutating func lower(
    _ step: ScheduleStep, _ lowering: inout SystolicLowering, trial: SystolicLowering,
    _ result: inout Lowered
  ) throws(SimulationError) {
    if case .sideBySide(let first) = step, let pair = pair(first, lowering) {
      pair.run(&lowering, isIssued: true)
      result.sideBySide.append(first)
      (result.mappings[first], result.mappings[first + 1]) = (pair.mappings.0, pair.mappings.1)
      return
    }
    if case .depthFirst(let layers) = step, let mapping = fusedMapping(layers, trial) {
      run(mapping, &lowering, isIssued: true)
      result.groups.append(mapping.group)
      return
    }
    for index in step.layers {
      result.mappings[index] = try lower(index, &lowering)
    }
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

  func space(_ index: Int, source: Int, _ lowering: SystolicLowering) -> TileSpace {
    TileSpace(
      stream: machine.scratchpad - lowering.residency.streamBase[index],
      hasResidentInput: lowering.isResident(source), keepsOutput: lowering.isResident(index),
      hasHeldWeights: held.layers[index])
  }

  /// The mapping of a layer: the closed form's best few, timed by the engine on the layer alone.
  mutating func choice(
    _ index: Int, cost: MappingCost, ends: LayerEnds, _ lowering: SystolicLowering
  ) throws(SimulationError) -> MappingChoice {
    let question = MappingQuestion(
      machine: number(of: cost.machine, ends), layer: cost.layer, space: cost.space, ends: ends)
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

  private func number(of machine: SystolicMachine, _ ends: LayerEnds) -> Int {
    let crossesHost = ends.readsNetworkInput || ends.writesNetworkOutput
    guard machine.arrays == self.machine.arrays else {
      return cache.number(of: machine.part(crossingHost: crossesHost))
    }
    return crossesHost ? outerNumber : innerNumber
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

/// The best schedules of two kinds.
private struct Contest {
  /// A schedule, and how to make it again.
  struct Entry {
    let steps: [ScheduleStep]
    let residency: Residency
    let simulation: Simulation
  }

  struct Field {
    var leader: Entry?
    var failure: SimulationError?
  }

  var layerByLayer = Field()
  var depthFirst = Field()

  /// - Returns: the best of all, and the trace of the best layer by layer.
  /// - Throws: why nothing could be scheduled.
  func winner(
    _ rule: DepthFirst, in network: Network, capacity: Int
  ) throws(SimulationError) -> (Entry, layerByLayer: Trace) {
    guard let plain = layerByLayer.leader else {
      throw layerByLayer.failure
        ?? .doesNotFit(layer: network.layers[0].name, capacity: capacity, streamable: 0)
    }
    guard let fused = depthFirst.leader,
      rule == .always || fused.simulation.isBetter(than: plain.simulation)
    else { return (plain, plain.simulation.trace) }
    return (fused, plain.simulation.trace)
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
