import Quantities

extension GPUDevice {
  private static let multiprocessorCount = 1...240
  private static let threadCount = 1...4096

  /// Reads the figures of a profile of kind `gpu`.
  init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    let bounds = ProcessorBounds.self
    clock = Hertz(try table.requiredAmount("clock", .frequency, in: bounds.clock))
    (precision, rates) = try table.precision(rates: "multiprocessors")
    multiprocessors = try table.requiredInteger(
      "multiprocessors.count", .count(of: "SM"), in: Self.multiprocessorCount)
    blockThreads = try table.requiredInteger(
      "multiprocessors.block", .count(of: "threads"), in: Self.threadCount)
    halfRateThreads = try table.requiredAmount(
      "multiprocessors.half_rate", .rate("threads"), in: 0.01...1e6)
    dramBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.dram.bandwidth", .bandwidth(clock), in: bounds.bandwidth, orUnlimited: true))
    efficiency.matrix = try table.fraction("efficiency.matrix")
    efficiency.spatial = try table.fraction("efficiency.spatial")
    efficiency.winograd = try table.fraction("efficiency.winograd")
    efficiency.depthwise = try table.fraction("efficiency.depthwise")
    hasWinograd = try table.flag("kernels.winograd")
    launch = Cycles(
      try table.requiredInteger("control.launch", .duration(clock), in: bounds.overhead))
  }
}
