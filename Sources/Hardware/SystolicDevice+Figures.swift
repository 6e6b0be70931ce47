import Quantities

/// The bounds of a systolic device's figures; the published schema states the same.
private enum Bounds {
  static let clock = 1e3...1e11
  static let elementBytes = 1...8
  static let arraySide = 1...4096
  static let arrays = 1...8
  static let lanes = 1...(1 << 20)
  static let memory = 64...(1 << 40)
  static let bandwidth = 1e3...1e15
  static let latency = 0...1_000_000
  static let launch = 0...1_000_000_000
}

extension SystolicDevice {
  /// Reads the figures of a profile of kind `systolic`.
  init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    clock = Hertz(try table.requiredAmount("clock", .frequency, in: Bounds.clock))
    operandBytes = try table.requiredInteger("precision.operand", .size, in: Bounds.elementBytes)
    accumulatorBytes = try table.requiredInteger(
      "precision.accumulator", .size, in: Bounds.elementBytes)
    array = try SystolicArray(&table, clock: clock)
    vectorLanes = try table.limit("vector.lanes", .count(of: "lanes"), in: Bounds.lanes)
    try readMemory(&table)
  }

  private mutating func readMemory(_ table: inout FigureTable) throws(ProfileError) {
    scratchpad = try table.limit("memory.scratchpad", .size, in: Bounds.memory).map(Bytes.init)
    holdsWeights = try table.optionalFlag("memory.holds_weights") ?? false
    weightBuffer = try table.integer("memory.weights", .size, in: Bounds.memory).map(Bytes.init)
    accumulator = try table.limit("memory.accumulators", .size, in: Bounds.memory).map(Bytes.init)
    dramBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.dram.bandwidth", .bandwidth(clock), in: Bounds.bandwidth, orUnlimited: true))
    dramLatency = Cycles(
      try table.requiredInteger("memory.dram.latency", .duration(clock), in: Bounds.latency))
    hostBandwidth = try table.amount(
      "host.bandwidth", .bandwidth(clock), in: Bounds.bandwidth, orUnlimited: true
    ).map(BytesPerSecond.init)
  }
}

extension SystolicArray {
  fileprivate init(_ table: inout FigureTable, clock: Hertz) throws(ProfileError) {
    self.init()
    rows = try table.requiredInteger("array.rows", .count(of: "PE"), in: Bounds.arraySide)
    columns = try table.requiredInteger("array.columns", .count(of: "PE"), in: Bounds.arraySide)
    count = try table.integer(
      "array.count", .count(of: "arrays"), in: Bounds.arrays, default: 1)
    dataflow = try table.choice(
      "array.dataflow", of: Dataflow.self,
      short: ["ws": .weightStationary, "os": .outputStationary, "is": .inputStationary])
    foldRule = try table.choice("array.fold_rule", of: FoldRule.self)
    hasShadowWeights = try table.flag("array.shadow_weights")
    groupPacking = try table.flag("array.group_packing")
    cycleCounting =
      try table.optionalChoice("array.cycle_counting", of: CycleCounting.self) ?? .cycles
    let duration = Measure.duration(clock)
    launchCycles = try table.integer("control.launch", duration, in: Bounds.launch) ?? 0
    layerCycles = try table.integer("control.layer", duration, in: Bounds.latency) ?? 0
  }
}
