import Hardware
import Quantities

/// The outputs that one thread block of a kernel computes, and what it needs of a multiprocessor.
struct BlockTile: Hashable, Sendable {
  let pixels: Int
  let filters: Int
  let threads: Int
  /// Of 32 bits, for each thread.
  let registers: Int
  let sharedMemory: Bytes
  /// Blocks of neighbouring pixels whose weights the first-level cache reads once.
  let neighbours: Int

  init(
    pixels: Int, filters: Int, threads: Int, registers: Int, sharedMemory: Bytes = Bytes(0),
    neighbours: Int = 1
  ) {
    (self.pixels, self.filters, self.neighbours) = (pixels, filters, neighbours)
    (self.threads, self.registers, self.sharedMemory) = (threads, registers, sharedMemory)
  }

  /// Results that are worked on at once.
  var results: Int { pixels * filters }

  /// Single-precision tiles of NVIDIA's matrix products, 64 results a thread down to 16; two steps of
  /// eight of the depth lie in shared memory (Lai and Seznec, CGO 2013, for the shape; registers for
  /// results, operands and addresses).
  static let nvidia = [
    BlockTile(
      pixels: 128, filters: 128, threads: 256, registers: 120, sharedMemory: Bytes(17 * 1024)),
    BlockTile(
      pixels: 128, filters: 64, threads: 128, registers: 120, sharedMemory: Bytes(13 * 1024)),
    BlockTile(
      pixels: 64, filters: 64, threads: 64, registers: 120, sharedMemory: Bytes(9 * 1024)),
    BlockTile(
      pixels: 64, filters: 32, threads: 64, registers: 80, sharedMemory: Bytes(7 * 1024)),
    BlockTile(
      pixels: 32, filters: 32, threads: 64, registers: 48, sharedMemory: Bytes(5 * 1024)),
  ]

  /// Threads of 4 pixels × 4 filters that share nothing, as ncnn's shaders have them, 16 side by side
  /// along the filters: of the shapes tried the one that explains three devices' times best.
  static let ncnn = [
    BlockTile(pixels: 4, filters: 64, threads: 16, registers: 64, neighbours: 4)
  ]

  /// The same threads, 64 together in a square, as TensorFlow Lite's work-groups on Adreno's waves.
  static let openCL = [BlockTile(pixels: 32, filters: 32, threads: 64, registers: 64)]

  /// Results one by one, four to a thread: depthwise filters, pooling, element-wise work.
  static let elementwise = BlockTile(pixels: 256, filters: 1, threads: 64, registers: 32)
}

/// How many thread blocks a multiprocessor holds at once, and why not more.
struct Occupancy: Hashable, Sendable {
  enum Limit: Hashable, Sendable {
    case threads, blocks, registers, sharedMemory
  }

  let blocks: Int
  let limit: Limit

  /// Registers are handed out to a warp in units of 256, to four warps together, and shared memory in
  /// units of 256 bytes (NVIDIA, CUDA occupancy calculator, compute capability 5.0 to 7.5).
  private static let unit = 256
  private static let warpsTogether = 4

  init(_ tile: BlockTile, on device: GPUDevice.Residency) {
    let warps = tile.threads.dividedUp(by: device.warp)
    let registersOfWarp = Self.rounded(tile.registers * device.warp)
    let warpsWithRegisters =
      device.registers / max(1, registersOfWarp) / Self.warpsTogether * Self.warpsTogether
    let shared = Self.rounded(tile.sharedMemory.count)
    let limits: [(Limit, Int)] = [
      (.threads, device.threads / device.warp / warps),
      (.blocks, device.blocks),
      (.registers, warpsWithRegisters / warps),
      (.sharedMemory, shared == 0 ? Int.max : device.sharedMemory.count / shared),
    ]
    let least = limits.min { $0.1 < $1.1 } ?? (.blocks, 0)
    (limit, blocks) = least
  }

  private static func rounded(_ count: Int) -> Int { count.dividedUp(by: unit) * unit }
}
