import Hardware
import LayerGraph
import Quantities

/// Where a CPU finds the operands of each layer of a network.
struct CPUMemory {
  /// What the threads together get from DRAM.
  let dramBandwidth: BytesPerSecond
  /// Whether weights stay in the largest cache from run to run, as far as its bandwidth is known.
  let keepsWeights: Bool
  private let cache: Bytes
  private let caches: [CacheLevel]
  private let clock: Hertz

  init(network: Network, device: CPUDevice) {
    cache = device.cache
    caches = device.caches
    clock = device.clock
    let share = (device.coreBandwidth?.value ?? .infinity) * Double(device.threads)
    dramBandwidth = BytesPerSecond(min(device.dramBandwidth.value, share))
    let weights = network.counts.weights * device.precision.bytes
    keepsWeights = !caches.isEmpty && weights <= cache.count
  }

  /// Whether a layer's input and output are too large to stay in cache together.
  func spills(_ work: KernelWork) -> Bool { work.inputBytes + work.outputBytes > cache.count }

  /// The cycles for which one core waits for caches beyond the first, whose speed the kernels'
  /// efficiencies contain.
  func cacheCycles(_ work: KernelWork) -> Double {
    let weights = keepsWeights ? cycles(work.weightBytes, from: caches.last) : 0
    return weights + cycles(work.inputBytes + work.outputBytes, from: activationLevel(of: work))
  }

  /// What a layer moves between the core and caches beyond the first.
  func accesses(_ work: KernelWork) -> MemoryAccesses {
    var accesses = MemoryAccesses()
    if keepsWeights { accesses.weights = work.weightBytes }
    if activationLevel(of: work) != nil {
      (accesses.inputs, accesses.outputs) = (work.inputBytes, work.outputBytes)
    }
    return accesses
  }

  /// The cache beyond the first that a layer's input and output lie in; `nil` if they lie in the
  /// first, in DRAM, or in one whose speed nobody knows.
  private func activationLevel(of work: KernelWork) -> CacheLevel? {
    let activations = work.inputBytes + work.outputBytes
    guard !spills(work), let level = caches.firstIndex(where: { activations <= $0.size.count }),
      level > 0
    else { return nil }
    return caches[level]
  }

  private func cycles(_ bytes: Int, from level: CacheLevel?) -> Double {
    level.map { Double(bytes) * clock.value / $0.bandwidth.value } ?? 0
  }
}
