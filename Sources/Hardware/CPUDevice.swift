import Quantities

/// What fraction of its peak a processor reaches in each class of kernel, everything in cache.
public struct KernelEfficiency: Sendable, Hashable {
  /// Matrix products: 1×1 convolutions, and k×k ones by im2col.
  public var matrix = 0.65
  /// k×k convolutions whose patches are gathered on the fly; on processors that pack patches first,
  /// as much as `matrix`.
  public var spatial = 0.65
  /// The products of Winograd convolutions, of which there are fewer than direct ones.
  public var winograd = 0.5
  public var depthwise = 0.3
  /// Products of grouped convolutions, whose matrices are small; `matrix` or `spatial` unless given.
  public var grouped: Double?
  /// As `elementwise`, of the taps and copies of pooling windows; `elementwise` unless given.
  public var pooling: Double?
  /// Elements that packing, transforms, pooling and element-wise work pass over in a cycle, over
  /// the multiply-accumulates that a cycle could do.
  public var elementwise = 0.15

  public init() {}
}

/// How a library lays out the work of kernels, which decides what they waste and what they pass over.
public enum KernelLibrary: String, Sendable, Hashable, CaseIterable {
  /// A register holds neighbouring channels of one position, 3×3 convolutions are done by Winograd's
  /// filtering, and activations ride along with what they follow: ncnn and its like.
  case channelPacked = "channel-packed"
  /// A register holds neighbouring positions of one channel, nothing is done by Winograd's filtering,
  /// and activations are passes of their own: the kernels of this program.
  case planar
}

/// A cache and what one core gets from it.
public struct CacheLevel: Sendable, Hashable {
  public var size: Bytes
  public var bandwidth: BytesPerSecond

  public init(size: Bytes, bandwidth: BytesPerSecond) {
    self.size = size
    self.bandwidth = bandwidth
  }
}

/// A multi-core processor with vector units, running a library of tuned kernels.
public struct CPUDevice: Sendable, Hashable {
  public var clock = Hertz(1e9)
  public var precision = Precision.fp32
  /// Cores of the faster kind, and of a slower kind beside them.
  public var cores = 4
  public var slowCores = 0
  /// The slower cores' speed over the faster ones'.
  public var slowSpeed = 0.4
  /// Threads that share each layer; at most one a core, the faster cores first.
  public var threads = 1
  /// Bits of a vector register.
  public var vectorBits = 128
  /// Peak rates of one fast core.
  public var rates = PrecisionRates(fp32: 4)
  public var library = KernelLibrary.channelPacked
  /// Caches whose bandwidth is known, the smallest first.
  public var caches: [CacheLevel] = []
  /// The peak with the widest vectors, for code that uses narrower ones.
  public var widestMACsPerCycle: Double?
  /// The largest cache; tensors beyond it travel to DRAM and back.
  public var cache = Bytes(1 << 20)
  /// What the cores together get from DRAM.
  public var dramBandwidth = BytesPerSecond(4e9)
  /// What one thread gets of it at most; all unless given.
  public var coreBandwidth: BytesPerSecond?
  /// What one core fills of DRAM by writing alone, if that is known.
  public var fillBandwidth: BytesPerSecond?
  public var efficiency = KernelEfficiency()
  /// The cost of calling a layer's kernel, and of waking and joining threads.
  public var layerOverhead = Cycles.zero
  public var forkJoin = Cycles.zero
  /// By how much each further thread slows the others, for they share caches and power.
  public var contention = 0.1
  /// Cycles an element of operations without a vector kernel.
  public var scalarCycles = 50.0

  public init() {}

  /// Peak multiply-accumulates of one fast core in a cycle; formats without instructions of their
  /// own run at the 32-bit rate.
  public var macsPerCycle: Double { rates[precision] ?? rates.fp32 ?? 1 }

  /// The peak that depthwise and element-wise efficiencies are of: what only moves data keeps its
  /// pace with code of narrower vectors than the core has.
  public var passMACsPerCycle: Double { widestMACsPerCycle ?? macsPerCycle }

  /// Elements of a vector register.
  public var lanes: Int { max(1, vectorBits / 8 / precision.bytes) }
}
