import Quantities

/// The bounds of a spatial device's figures; the published schema states the same.
private enum Bounds {
  static let clock = 1e3...1e11
  static let elementBytes = 1...8
  static let side = 1...256
  static let words = 1...4096
  static let stages = 1...64
  static let lanes = 1...(1 << 20)
  static let memory = 64...(1 << 30)
  static let bandwidth = 1e3...1e15
  static let latency = 0...1_000_000
  static let layer = 0...1_000_000_000
  static let compression = 0.01...2.0
}

extension SpatialDevice {
  /// Reads the figures of a profile of kind `spatial`.
  init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    clock = Hertz(try table.requiredAmount("clock", .frequency, in: Bounds.clock))
    operandBytes = try table.requiredInteger("precision.operand", .size, in: Bounds.elementBytes)
    sumBytes = try table.requiredInteger("precision.accumulator", .size, in: Bounds.elementBytes)
    array = try SpatialArray(&table)
    vectorLanes = try table.limit("vector.lanes", .count(of: "lanes"), in: Bounds.lanes)
    buffer = Bytes(try table.requiredInteger("memory.buffer", .size, in: Bounds.memory))
    bank = Bytes(try table.requiredInteger("memory.bank", .size, in: Bounds.memory))
    weightBuffer = Bytes(try table.requiredInteger("memory.weights", .size, in: Bounds.memory))
    try readDRAM(&table)
    layerCycles =
      try table.integer("control.layer", .duration(clock), in: Bounds.layer) ?? 0
  }

  private mutating func readDRAM(_ table: inout FigureTable) throws(ProfileError) {
    dramBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.dram.bandwidth", .bandwidth(clock), in: Bounds.bandwidth, orUnlimited: true))
    dramLatency = Cycles(
      try table.requiredInteger("memory.dram.latency", .duration(clock), in: Bounds.latency))
    compression =
      try table.amount("memory.dram.compression", .ratio, in: Bounds.compression) ?? 1
    overlapsTransfers = try table.flag("memory.dram.overlap")
  }
}

extension SpatialArray {
  fileprivate init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    let words = Measure.count(of: "words")
    let rate = Measure.count(of: "words/cycle")
    rows = try table.requiredInteger("array.rows", .count(of: "PE"), in: Bounds.side)
    columns = try table.requiredInteger("array.columns", .count(of: "PE"), in: Bounds.side)
    inputWords = try table.requiredInteger("array.input_words", words, in: Bounds.words)
    weightWords = try table.requiredInteger("array.weight_words", words, in: Bounds.words)
    sumWords = try table.requiredInteger("array.sum_words", words, in: Bounds.words)
    inputBus = try table.requiredInteger("array.input_bus", rate, in: Bounds.words)
    weightBus = try table.requiredInteger("array.weight_bus", rate, in: Bounds.words)
    sumBus = try table.requiredInteger("array.sum_bus", rate, in: Bounds.words)
    pipelineStages = try table.requiredInteger(
      "array.pipeline", .count(of: "stages"), in: Bounds.stages)
  }
}

extension Measure {
  /// A ratio of two like amounts.
  static var ratio: Measure {
    Measure(
      base: "of the whole", units: [Unit(symbol: "of the whole", numerator: 1)],
      isUnitOptional: true, isWhole: false, text: { "\($0)" })
  }
}
