import LayerGraph

/// Layers depth-first.
extension SystolicScheduler {
  /// The most layers of a group: recomputation grows with each.
  private static let longestGroup = 4
  /// How many sizes of bands are timed, the largest that fit.
  private static let bandChoices = 3

  /// The steps with chains of convolutions fused where that gains most.
  mutating func depthFirstSteps(
    _ residency: Residency, among steps: [ScheduleStep]
  ) -> [ScheduleStep] {
    let trial = trial(residency)
    var fused: [Range<Int>] = []
    for chain in chains { fused += bestGroups(of: chain, trial) }
    guard !fused.isEmpty else { return steps }
    let taken = Set(fused.flatMap { Array($0) })
    let others = steps.flatMap { step -> [ScheduleStep] in
      guard !taken.isDisjoint(with: step.layers) else { return [step] }
      return step.layers.filter { !taken.contains($0) }.map { .layer($0) }
    }
    return (others + fused.map { .depthFirst($0) }).sorted {
      $0.layers.lowerBound < $1.layers.lowerBound
    }
  }

  /// The longest runs of convolutions of which each reads nothing but the one before, which nobody
  /// else reads.
  private var chains: [Range<Int>] {
    var chains: [Range<Int>] = []
    var start = 0
    for index in network.layers.indices where !isLink(index) {
      if index > start { chains.append(start..<index + 1) }
      start = index + 1
    }
    return chains
  }

  /// Whether a convolution hands its output to the next layer, a convolution, and to no other.
  private func isLink(_ index: Int) -> Bool {
    guard index + 1 < network.layers.count, network.consumers[index] == [index + 1],
      case .convolution = network.layers[index].operation,
      case .convolution = network.layers[index + 1].operation
    else { return false }
    return map.storages[map.placements[index].storage].owner == index
  }

  /// The disjoint groups of a chain that gain most, by dynamic programming from its end.
  private mutating func bestGroups(
    of chain: Range<Int>, _ trial: SystolicLowering
  ) -> [Range<Int>] {
    var best = [(gain: Gain, next: Range<Int>?)](
      repeating: (Gain(), nil), count: chain.count + 1)
    for start in chain.reversed() {
      let place = start - chain.lowerBound
      best[place] = (best[place + 1].gain, nil)
      for end in start + 2..<max(start + 2, min(chain.upperBound, start + Self.longestGroup) + 1) {
        guard let gain = gain(of: start..<end, trial) else { continue }
        let total = gain + best[end - chain.lowerBound].gain
        if best[place].gain < total { best[place] = (total, start..<end) }
      }
    }
    var groups: [Range<Int>] = []
    var start = chain.lowerBound
    while start < chain.upperBound {
      let next = best[start - chain.lowerBound].next
      if let next { groups.append(next) }
      start = next?.upperBound ?? start + 1
    }
    return groups
  }

  /// What a group saves: time first, then traffic.
  private struct Gain: Comparable {
    var cycles = 0
    var bytes = 0

    static func < (a: Gain, b: Gain) -> Bool { (a.cycles, a.bytes) < (b.cycles, b.bytes) }
    static func + (a: Gain, b: Gain) -> Gain {
      Gain(cycles: a.cycles + b.cycles, bytes: a.bytes + b.bytes)
    }
  }

  /// - Returns: `nil` if the group doesn't fit, or could only save what stays on chip anyway.
  private mutating func gain(of layers: Range<Int>, _ trial: SystolicLowering) -> Gain? {
    let isAlways = options.depthFirst == .always
    guard isAlways || layers.dropLast().contains(where: { !trial.isResident($0) }),
      let mapping = fusedMapping(layers, trial)
    else { return nil }
    guard !isAlways else { return Gain(cycles: 0, bytes: layers.count - 1) }
    let fused = time(mapping, trial)
    guard let inTurn = timeInTurn(layers, trial) else { return nil }
    let gain = Gain(cycles: inTurn.cycles - fused.cycles, bytes: inTurn.bytes - fused.bytes)
    return gain.cycles >= 0 && gain > Gain() ? gain : nil
  }

  // MARK: One group

  /// The bands of a group that take the least time on an idle machine, or `nil` if none fit.
  func fusedMapping(
    _ layers: Range<Int>, _ trial: SystolicLowering
  ) -> FusedMapping? {
    let matrices = layers.compactMap { index in
      MatrixLayer(
        network.layers[index], input: network.layers[network.layers[index].inputs[0]].output,
        batch: network.batch)
    }
    guard matrices.count == layers.count else { return nil }
    var best: (mapping: FusedMapping, cost: Trial)?
    var found = 0
    for rows in MappingSearch.parts(of: matrices[matrices.count - 1].output.height) {
      guard found < Self.bandChoices else { break }
      let group = FusedGroup(network, layers: layers, bandRows: rows)
      guard let mapping = mapping(group, matrices, trial), isCountable(mapping) else { continue }
      found += 1
      let cost = time(mapping, trial)
      if best.map({ cost < $0.cost }) ?? true { best = (mapping, cost) }
    }
    return best?.mapping
  }

  /// Two slots for each band if there is room, or one.
  private func mapping(
    _ group: FusedGroup, _ matrices: [MatrixLayer], _ trial: SystolicLowering
  ) -> FusedMapping? {
    for slots in [2, 1] {
      let mapping = FusedMapping(
        group, layers: matrices, bandSlots: slots, machine: machine,
        space: space(of: group.layers, trial))
      if let mapping { return mapping }
    }
    return nil
  }

  private func isCountable(_ mapping: FusedMapping) -> Bool {
    let tiles = mapping.layers.indices.reduce(0) {
      $0 + mapping.tiles[$1].count(mapping.layers[$1])
    }
    return tiles * mapping.group.bands[0].count * network.batch * 4 <= SystolicScheduler.taskLimit
  }

  private func space(of layers: Range<Int>, _ lowering: SystolicLowering) -> TileSpace {
    TileSpace(
      stream: machine.scratchpad - streamBase(of: layers, lowering),
      hasResidentInput: lowering.isResident(network.layers[layers.lowerBound].inputs[0]),
      keepsOutput: lowering.isResident(layers.upperBound - 1))
  }

  private func streamBase(of layers: Range<Int>, _ lowering: SystolicLowering) -> Int {
    lowering.residency.streamBase[layers].max() ?? 0
  }

  func run(_ mapping: FusedMapping, _ lowering: inout SystolicLowering, isIssued: Bool) {
    let layers = mapping.group.layers
    var fused = FusedLowering(
      mapping, source: network.layers[layers.lowerBound].inputs[0],
      streamBase: streamBase(of: layers, lowering), machine: machine,
      space: space(of: layers, lowering), recordsWork: lowering.recordsWork)
    fused.run(&lowering, issues: isIssued)
  }

  private func time(_ mapping: FusedMapping, _ trial: SystolicLowering) -> Trial {
    var idle = trial
    run(mapping, &idle, isIssued: false)
    return Trial(idle.schedule)
  }
}
