import Quantities

/// A graphics processor, running a library of tuned kernels one after another.
public struct GPUDevice: Sendable, Hashable {
  public var clock = Hertz(1e9)
  public var precision = Precision.fp32
  /// Streaming multiprocessors, compute units or shader cores.
  public var multiprocessors = 2
  /// Peak rates of one multiprocessor.
  public var rates = PrecisionRates(fp32: 128)
  /// Threads of a block.
  public var blockThreads = 256
  /// Threads of the whole device at which latency hides half of the peak.
  public var halfRateThreads = 2048.0
  public var dramBandwidth = BytesPerSecond(25e9)
  public var efficiency = KernelEfficiency()
  /// From one kernel's end to the next one's start.
  public var launch = Cycles.zero
  /// Whether the library has Winograd kernels.
  public var hasWinograd = true

  public init() {}

  /// Peak multiply-accumulates of one multiprocessor in a cycle; formats without instructions of
  /// their own run at the 32-bit rate.
  public var macsPerCycle: Double { rates[precision] ?? rates.fp32 ?? 1 }
}
