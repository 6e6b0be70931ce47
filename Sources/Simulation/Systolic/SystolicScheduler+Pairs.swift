import LayerGraph

/// Two neighbouring layers that don't depend on each other, each on half of the arrays and in half
/// of the free buffers.
struct LayerPair {
  let layers: Range<Int>
  let mappings: (Mapping, Mapping)
  fileprivate let programs: (LayerProgram, LayerProgram)

  /// - Parameter isIssued: whether each layer is a command of its own.
  func run(_ lowering: inout SystolicLowering, isIssued: Bool) {
    var issues = (-1, -1)
    if isIssued {
      lowering.beginLayer(layers.lowerBound)
      issues.0 = lowering.issue
      lowering.beginLayer(layers.lowerBound + 1)
      issues.1 = lowering.issue
    }
    lowering.place(programs, layers: layers, issues: issues)
  }
}

/// Layers side by side.
extension SystolicScheduler {
  /// Every layer, those together that are faster side by side than one after another.
  mutating func sideBySideSteps(_ residency: Residency) -> [ScheduleStep] {
    let count = network.layers.count
    guard options.runsBranchesSideBySide, machine.arrays > 1 else {
      return (0..<count).map { .layer($0) }
    }
    let trial = trial(residency)
    var steps: [ScheduleStep] = []
    var next = 0
    while next < count {
      let step: ScheduleStep = isFasterSideBySide(next, trial) ? .sideBySide(next) : .layer(next)
      steps.append(step)
      next = step.layers.upperBound
    }
    return steps
  }

  private mutating func isFasterSideBySide(_ first: Int, _ trial: SystolicLowering) -> Bool {
    guard first + 1 < network.layers.count, !network.layers[first + 1].inputs.contains(first),
      let inTurn = timeInTurn(first..<first + 2, trial), let pair = pair(first, trial)
    else { return false }
    var idle = trial
    pair.run(&idle, isIssued: false)
    return Engine.makespan(of: idle.schedule) < inTurn.cycles
  }

  /// Time and traffic of layers on an idle machine.
  struct Trial: Comparable {
    let cycles: Int
    let bytes: Int

    init(_ schedule: Schedule) {
      cycles = Engine.makespan(of: schedule)
      bytes = schedule.tasks.reduce(0) { $0 + $1.bytes }
    }

    static func < (a: Trial, b: Trial) -> Bool { (a.cycles, a.bytes) < (b.cycles, b.bytes) }
  }

  /// Matrix products one after another, or `nil` if one of the layers is none, or doesn't fit.
  mutating func timeInTurn(_ layers: Range<Int>, _ trial: SystolicLowering) -> Trial? {
    var idle = trial
    for index in layers {
      let stream = machine.scratchpad - trial.residency.streamBase[index]
      guard let cost = cost(index, machine, stream: stream, trial),
        let choice = choice(index, cost, trial)
      else { return nil }
      idle.place(choice.program, layer: index, source: network.layers[index].inputs[0])
    }
    return Trial(idle.schedule)
  }

  /// Two layers on half of the machine each, or `nil` if they don't fit.
  mutating func pair(_ first: Int, _ lowering: SystolicLowering) -> LayerPair? {
    let bases = lowering.residency.streamBase
    let base = max(bases[first], bases[first + 1])
    let stream = (machine.scratchpad - base) / 2 / machine.operandBytes * machine.operandBytes
    let half = machine.arrays / 2
    guard let one = cost(first, machine.half(arrays: half), stream: stream, lowering),
      let two = cost(
        first + 1, machine.half(arrays: machine.arrays - half), stream: stream, lowering),
      let choiceOne = choice(first, one, lowering),
      let choiceTwo = choice(first + 1, two, lowering)
    else { return nil }
    var lowerOne = matrixLowering(
      first, one, choiceOne.mapping, lowering, TilePlace(stream: base))
    var lowerTwo = matrixLowering(first + 1, two, choiceTwo.mapping, lowering, lowerOne.end)
    return LayerPair(
      layers: first..<first + 2, mappings: (choiceOne.mapping, choiceTwo.mapping),
      programs: (lowerOne.run(), lowerTwo.run()))
  }

  private func matrixLowering(
    _ index: Int, _ cost: MappingCost, _ mapping: Mapping, _ lowering: SystolicLowering,
    _ place: TilePlace
  ) -> MatrixLowering {
    MatrixLowering(
      cost, mapping: mapping,
      ends: lowering.ends(of: index, source: network.layers[index].inputs[0]),
      queues: lowering.queues, recordsWork: lowering.recordsWork, place: place)
  }

  private mutating func choice(
    _ index: Int, _ cost: MappingCost, _ lowering: SystolicLowering
  ) -> MappingChoice? {
    let source = network.layers[index].inputs[0]
    return try? choice(
      index, cost: cost, ends: lowering.ends(of: index, source: source), lowering)
  }

  /// `nil` for a layer that is no matrix product.
  private func cost(
    _ index: Int, _ machine: SystolicMachine, stream: Int, _ lowering: SystolicLowering
  ) -> MappingCost? {
    let layer = network.layers[index]
    guard let source = layer.inputs.first,
      let matrix = MatrixLayer(
        layer, input: network.layers[source].output, batch: network.batch)
    else { return nil }
    return MappingCost(
      machine: machine, layer: matrix,
      space: TileSpace(
        stream: stream, hasResidentInput: lowering.isResident(source),
        keepsOutput: lowering.isResident(index)))
  }
}
