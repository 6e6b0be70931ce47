import Quantities

extension GPUDevice {
  private static let multiprocessorCount = 1...240
  /// At most as many streams as NVIDIA's GPUs have hardware queues for (CUDA C++ Programming Guide,
  /// `CUDA_DEVICE_MAX_CONNECTIONS`).
  private static let streamCount = 1...32

  /// Reads the figures of a profile of kind `gpu`.
  init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    let bounds = ProcessorBounds.self
    clock = Hertz(try table.requiredAmount("clock", .frequency, in: bounds.clock))
    (precision, rates) = try table.precision(rates: "multiprocessors")
    multiprocessors = try table.requiredInteger(
      "multiprocessors.count", .count(of: "SM"), in: Self.multiprocessorCount)
    residency = try Residency(&table)
    stepLatency = try table.requiredAmount(
      "multiprocessors.step_latency", .duration(clock), in: 0...1_000_000)
    cache = Bytes(
      try table.requiredInteger("memory.cache.capacity", .size, in: 0...1_000_000_000_000))
    cacheBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.cache.bandwidth", .bandwidth(clock), in: bounds.bandwidth, orUnlimited: true))
    dramBandwidth = BytesPerSecond(
      try table.requiredAmount(
        "memory.dram.bandwidth", .bandwidth(clock), in: bounds.bandwidth, orUnlimited: true))
    dramEfficiency = try table.fraction("memory.dram.efficiency")
    efficiency.matrix = try table.fraction("efficiency.matrix")
    efficiency.spatial = try table.fraction("efficiency.spatial")
    efficiency.winograd = try table.fraction("efficiency.winograd")
    efficiency.depthwise = try table.fraction("efficiency.depthwise")
    library = try table.choice("kernels.library", of: GPULibrary.self)
    fusion = try table.optionalChoice("kernels.fusion", of: KernelFusion.self) ?? .library
    hasWinograd = try table.flag("kernels.winograd")
    launch = Cycles(
      try table.requiredInteger("control.launch", .duration(clock), in: bounds.overhead))
    call = Cycles(try table.requiredInteger("control.call", .duration(clock), in: bounds.overhead))
    streams = try table.integer(
      "control.streams", .count(of: "streams"), in: Self.streamCount, default: 1)
  }
}

extension GPUDevice.Residency {
  fileprivate init(_ table: inout FigureTable) throws(ProfileError) {
    self.init()
    warp = try table.requiredInteger("multiprocessors.warp", .count(of: "threads"), in: 1...1024)
    threads = try table.requiredInteger(
      "multiprocessors.threads", .count(of: "threads"), in: 1...1_000_000)
    blocks = try table.requiredInteger("multiprocessors.blocks", .count(of: "blocks"), in: 1...4096)
    registers = try table.requiredInteger(
      "multiprocessors.registers", .count(of: "registers"), in: 1...1_000_000_000)
    sharedMemory = Bytes(
      try table.requiredInteger("multiprocessors.shared_memory", .size, in: 0...1_000_000_000_000))
  }
}
