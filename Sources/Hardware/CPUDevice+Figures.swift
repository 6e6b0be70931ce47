import Quantities

extension CPUDevice {
  private static let coreCount = 1...128
  private static let vectorBytes = 4...1024
  private static let cacheBytes = 1...(1 << 40)

  /// Reads the figures of a profile of kind `cpu`.
  init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    let bounds = ProcessorBounds.self
    clock = Hertz(try table.requiredAmount("clock", .frequency, in: bounds.clock))
    try readCores(&table)
    library = try table.optionalChoice("library.kernels", of: KernelLibrary.self) ?? library
    try readMemory(&table)
    try readEfficiency(&table)
    scalarCycles = try table.requiredAmount(
      "efficiency.scalar", .rate("cycles/element"), in: bounds.rate)
    layerOverhead = Cycles(
      try table.requiredInteger("control.layer", .duration(clock), in: bounds.overhead))
    forkJoin = Cycles(
      try table.requiredInteger("control.fork_join", .duration(clock), in: bounds.overhead))
    contention = try table.fraction("control.contention")
  }

  private mutating func readMemory(_ table: inout FigureTable) throws(ProfileError) {
    let bounds = ProcessorBounds.self
    cache = Bytes(try table.requiredInteger("memory.cache", .size, in: Self.cacheBytes))
    for level in ["l1", "l2", "l3"] {
      let size = try table.integer("memory.\(level).size", .size, in: Self.cacheBytes)
      let bandwidth = try table.amount(
        "memory.\(level).bandwidth", .bandwidth(clock), in: bounds.bandwidth)
      if size == nil, bandwidth == nil { continue }
      guard let size else { throw table.missing("memory.\(level).size") }
      guard let bandwidth else { throw table.missing("memory.\(level).bandwidth") }
      caches.append(CacheLevel(size: Bytes(size), bandwidth: BytesPerSecond(bandwidth)))
    }
    dramBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.dram.bandwidth", .bandwidth(clock), in: bounds.bandwidth, orUnlimited: true))
    coreBandwidth = try table.amount(
      "memory.dram.core_bandwidth", .bandwidth(clock), in: bounds.bandwidth
    ).map { BytesPerSecond($0) }
    fillBandwidth = try table.amount(
      "memory.dram.fill", .bandwidth(clock), in: bounds.bandwidth
    ).map { BytesPerSecond($0) }
  }

  private mutating func readEfficiency(_ table: inout FigureTable) throws(ProfileError) {
    let range = ProcessorBounds.fraction
    efficiency.matrix = try table.fraction("efficiency.matrix")
    efficiency.spatial =
      try table.amount("efficiency.spatial", .fraction, in: range) ?? efficiency.matrix
    efficiency.winograd =
      try library == .planar
      ? efficiency.spatial : table.fraction("efficiency.winograd")
    efficiency.depthwise = try table.fraction("efficiency.depthwise")
    efficiency.grouped = try table.amount("efficiency.grouped", .fraction, in: range)
    efficiency.elementwise = try table.fraction("efficiency.elementwise")
    efficiency.pooling = try table.amount("efficiency.pooling", .fraction, in: range)
  }

  private mutating func readCores(_ table: inout FigureTable) throws(ProfileError) {
    (precision, rates) = try table.precision(rates: "cores")
    cores = try table.requiredInteger("cores.count", .count(of: "cores"), in: Self.coreCount)
    slowCores = try table.integer("cores.slow", .count(of: "cores"), in: Self.coreCount) ?? 0
    slowSpeed =
      try table.amount("cores.slow_speed", .fraction, in: ProcessorBounds.fraction) ?? slowSpeed
    threads = try table.requiredInteger("cores.threads", .count(of: "threads"), in: Self.coreCount)
    threads = min(threads, cores + slowCores)
    vectorBits =
      8 * (try table.requiredInteger("cores.vector", .size, in: Self.vectorBytes))
  }
}
