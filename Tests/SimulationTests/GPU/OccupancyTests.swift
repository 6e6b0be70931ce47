import Hardware
import Quantities
import Testing

@testable import Simulation

/// Blocks that fit a multiprocessor of compute capability 7.0: 65536 registers, 2048 threads, 32
/// blocks, 96 KiB of shared memory.
@Suite("Occupancy")
struct OccupancyTests {
  private struct Expected: Equatable {
    let blocks: Int
    let limit: Occupancy.Limit

    init(_ blocks: Int, _ limit: Occupancy.Limit) { (self.blocks, self.limit) = (blocks, limit) }
    init(_ occupancy: Occupancy) { (blocks, limit) = (occupancy.blocks, occupancy.limit) }
  }

  private func occupancy(threads: Int, registers: Int, shared: Int = 0) -> Expected {
    var device = GPUDevice.Residency()
    device.sharedMemory = Bytes(96 * 1024)
    let occupancy = Occupancy(
      BlockTile(
        pixels: 1, filters: 1, threads: threads, registers: registers, sharedMemory: Bytes(shared)),
      on: device)
    return Expected(occupancy)
  }

  @Test("NVIDIA's example of 37 registers: 12 blocks of 128 threads, but 4 of 320")
  func bestPracticesGuide() {
    #expect(occupancy(threads: 128, registers: 37) == Expected(12, .registers))
    #expect(occupancy(threads: 320, registers: 37) == Expected(4, .registers))
  }

  @Test("blocks are limited by threads, by their number, by shared memory")
  func limits() {
    #expect(occupancy(threads: 256, registers: 32) == Expected(8, .threads))
    #expect(occupancy(threads: 1000, registers: 16) == Expected(2, .threads))
    #expect(occupancy(threads: 32, registers: 32) == Expected(32, .blocks))
    #expect(
      occupancy(threads: 64, registers: 32, shared: 33 * 1024)
        == Expected(2, .sharedMemory))
  }

  @Test("a block that needs more than there is fits not at all")
  func tooLarge() {
    #expect(occupancy(threads: 4096, registers: 16).blocks == 0)
    #expect(occupancy(threads: 1024, registers: 128).blocks == 0)
    #expect(occupancy(threads: 32, registers: 16, shared: 97 * 1024).blocks == 0)
  }

  @Test("two tiles of 128×128 are resident on a multiprocessor of the GTX 1080 Ti")
  func largestTile() throws {
    var device = GPUDevice.Residency()
    device.sharedMemory = Bytes(96 * 1024)
    let tile = try #require(BlockTile.nvidia.first)
    #expect(Expected(Occupancy(tile, on: device)) == Expected(2, .registers))
  }
}
