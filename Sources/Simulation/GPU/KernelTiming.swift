import Hardware
import Quantities

/// A kernel cut into thread blocks, and how long they take.
///
/// Blocks are dealt out evenly to the multiprocessors. As many as are resident run side by side, wave
/// after wave. A block walks along its depth step by step, and each step waits for its operands: a
/// wave takes what its work takes, but no less than the latency of a block's steps. So a last wave of
/// few blocks takes as long as a full one, and so do all waves where too little is resident to hide
/// the latency.
struct KernelTiming: Sendable {
  let blocks: Int
  /// Blocks of a multiprocessor that run side by side.
  let resident: Int
  /// Bytes that blocks read through the shared cache.
  let cacheBytes: Int
  /// Bytes of input that are read from DRAM again, for the cache has lost them.
  let reread: Int
  /// Cycles that a multiprocessor at its full rate takes for a block.
  private let blockCycles: Double
  /// The cycles that a block takes by itself, waiting for each of its steps.
  private let blockLatency: Double

  /// A block's first operands take as long to arrive as this many steps of its depth.
  private static let firstSteps = 16

  /// Cuts a product into tiles.
  init(_ product: GPUKernel.Product, of kernel: GPUKernel, tile: BlockTile, on device: GPUDevice) {
    let rows = product.pixels.dividedUp(by: tile.pixels)
    let columns = product.filters.dividedUp(by: tile.filters)
    blocks = rows * columns * product.count
    resident = max(1, Occupancy(tile, on: device.residency).blocks)
    let weights = blocks.dividedUp(by: tile.neighbours) * tile.filters
    cacheBytes = (blocks * tile.pixels + weights) * product.depth * device.precision.bytes
    let columnsAtOnce = max(1, resident * device.multiprocessors / rows)
    let passes = columns.dividedUp(by: min(columns, columnsAtOnce))
    let lost = KernelTiming.lost(passes: passes, of: kernel, cache: device.cache)
    reread = Int(lost / Double(device.precision.bytes)) * device.precision.bytes
    let steps = Double(product.depth + Self.firstSteps)
    blockCycles =
      Double(tile.results) * steps
      / (device.macsPerCycle * device.efficiency.rate(of: kernel.kind))
    blockLatency = steps * device.stepLatency
  }

  /// Cuts results that are computed one by one.
  init(oneByOne kernel: GPUKernel, on device: GPUDevice) {
    let tile = BlockTile.elementwise
    blocks = max(1, kernel.results.dividedUp(by: tile.results))
    resident = max(1, Occupancy(tile, on: device.residency).blocks)
    (cacheBytes, reread) = (0, 0)
    let rate =
      kernel.kind == .depthwise
      ? device.macsPerCycle * device.efficiency.depthwise : device.rates.fp32 ?? 1
    blockCycles =
      Double(kernel.results) * Double(kernel.depth) / Double(blocks) / rate
    blockLatency = Double(kernel.depth + Self.firstSteps) * device.stepLatency
  }

  /// What blocks of the further passes over the input find no more in the cache.
  private static func lost(passes: Int, of kernel: GPUKernel, cache: Bytes) -> Double {
    let footprint = kernel.inputFootprint
    guard passes > 1, footprint > cache.count else { return 0 }
    let share = Double(footprint - cache.count) / Double(footprint)
    return Double(passes - 1) * Double(kernel.inputBytes) * share
  }

  /// The cycles of a multiprocessor for so many blocks, and those of them in which it waits for its
  /// own operands and results because too few are in flight.
  func cycles(blocks: Int) -> (total: Double, latency: Double) {
    let (waves, rest) = blocks.quotientAndRemainder(dividingBy: resident)
    let full = Double(waves) * max(Double(resident) * blockCycles, blockLatency)
    let last = rest > 0 ? max(Double(rest) * blockCycles, blockLatency) : 0
    return (full + last, full + last - Double(blocks) * blockCycles)
  }

  /// What bounds the kernel: its busiest multiprocessor, the cache or DRAM, in cycles.
  func cycles(of kernel: GPUKernel, on device: GPUDevice) -> Double {
    let busiest = cycles(blocks: blocks.dividedUp(by: device.multiprocessors)).total
    func transfer(_ bytes: Int, at bandwidth: BytesPerSecond) -> Double {
      (Double(bytes) * device.clock.value / bandwidth.value).rounded(.up)
    }
    let dram = [kernel.weightBytes, kernel.inputBytes, reread, kernel.outputBytes]
      .reduce(0) { $0 + transfer($1, at: device.effectiveDRAMBandwidth) }
    return max(busiest.rounded(.up), dram, transfer(cacheBytes, at: device.cacheBandwidth))
  }

  /// The fastest cut of a kernel among the tiles whose blocks fit a multiprocessor, or else the last
  /// tile.
  static func best(_ kernel: GPUKernel, tiles: [BlockTile], on device: GPUDevice) -> KernelTiming {
    guard let product = kernel.product, let last = tiles.last else {
      return KernelTiming(oneByOne: kernel, on: device)
    }
    let fitting = tiles.filter { Occupancy($0, on: device.residency).blocks > 0 }
    var best = KernelTiming(product, of: kernel, tile: fitting.first ?? last, on: device)
    var least = best.cycles(of: kernel, on: device)
    for tile in fitting.dropFirst() {
      let timing = KernelTiming(product, of: kernel, tile: tile, on: device)
      let cycles = timing.cycles(of: kernel, on: device)
      if cycles < least { (best, least) = (timing, cycles) }
    }
    return best
  }
}
