import Quantities

/// A graphics processor, running a library of tuned kernels one after another, or on several streams.
public struct GPUDevice: Sendable, Hashable {
  public var clock = Hertz(1e9)
  public var precision = Precision.fp32
  /// Streaming multiprocessors, compute units or shader cores.
  public var multiprocessors = 2
  /// Peak rates of one multiprocessor.
  public var rates = PrecisionRates(fp32: 128)
  /// What one multiprocessor holds; thread blocks are resident while it has room for them.
  public var residency = Residency()
  /// Cycles from one step along a thread block's depth to the next, in which its operands arrive and
  /// are multiplied; only other resident blocks hide them.
  public var stepLatency = 100.0
  /// The cache that all multiprocessors share.
  public var cache = Bytes(512 * 1024)
  public var cacheBandwidth = BytesPerSecond(128e9)
  /// The peak of the memory, and the share of it that kernels reach.
  public var dramBandwidth = BytesPerSecond(50e9)
  public var dramEfficiency = 0.4
  public var efficiency = KernelEfficiency()
  public var library = GPULibrary.ncnnVulkan
  public var fusion = KernelFusion.library
  /// Whether 3×3 convolutions may use Winograd kernels.
  public var hasWinograd = true
  /// From one kernel's end to the next one's start.
  public var launch = Cycles.zero
  /// What a run costs besides its kernels: the call, and waiting for its end.
  public var call = Cycles.zero
  /// Streams that kernels are issued to: those of one run in turn, those of different ones side by
  /// side.
  public var streams = 1

  public init() {}

  /// Peak multiply-accumulates of one multiprocessor in a cycle; formats without instructions of
  /// their own run at the 32-bit rate.
  public var macsPerCycle: Double { rates[precision] ?? rates.fp32 ?? 1 }

  /// Runs at another clock: launches, calls and latencies take as long as they did, in other numbers
  /// of cycles.
  public mutating func run(at clock: Hertz) {
    let ratio = clock.value / self.clock.value
    self.clock = clock
    launch = Cycles(Int((Double(launch.count) * ratio).rounded(.up)))
    call = Cycles(Int((Double(call.count) * ratio).rounded(.up)))
    stepLatency *= ratio
  }

  /// What kernels get from DRAM.
  public var effectiveDRAMBandwidth: BytesPerSecond {
    BytesPerSecond(dramBandwidth.value * dramEfficiency)
  }

  /// The thread blocks that fit a multiprocessor at once.
  public struct Residency: Sendable, Hashable {
    /// Threads that execute an instruction together: a warp, a wave or a quad.
    public var warp = 32
    public var threads = 2048
    public var blocks = 32
    /// Registers of 32 bits.
    public var registers = 65536
    public var sharedMemory = Bytes(64 * 1024)

    public init() {}
  }
}
