import Hardware
import LayerGraph
import Quantities
import Testing

@testable import Simulation

/// How long the thread blocks of a kernel take, from the numbers that decide it.
@Suite("Waves of thread blocks")
struct WaveTests {
  /// One multiplication a cycle, full efficiency, four blocks of 256 results resident.
  private func device(latency: Double, multiprocessors: Int = 1) -> GPUDevice {
    var device = GPUDevice()
    device.multiprocessors = multiprocessors
    device.rates = PrecisionRates(fp32: 1)
    device.efficiency.depthwise = 1
    device.residency.threads = 256
    device.stepLatency = latency
    device.dramBandwidth = .unlimited
    device.dramEfficiency = 1
    return device
  }

  /// Depthwise results, `depth` operations each.
  private func timing(blocks: Int, latency: Double) -> KernelTiming {
    var kernel = GPUKernel(kind: .depthwise)
    kernel.results = 256 * blocks
    kernel.depth = 9
    return KernelTiming(oneByOne: kernel, on: device(latency: latency))
  }

  private static let block = 256.0 * 9

  @Test("where nothing waits for operands, blocks take what their work takes", arguments: 1...9)
  func fullRate(blocks: Int) {
    let cycles = timing(blocks: blocks, latency: 0).cycles(blocks: blocks)
    #expect(cycles.total == Double(blocks) * Self.block)
    #expect(cycles.latency == 0)
  }

  @Test(
    "a wave takes no less than the latency of a block's steps, however few its blocks",
    arguments: [(1, 1), (3, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
  func latency(blocks: Int, waves: Int) {
    // 9 operations and the first 16 steps; four blocks' work would take 9216 cycles.
    let timing = timing(blocks: blocks, latency: 400)
    #expect(timing.resident == 4)
    let cycles = timing.cycles(blocks: blocks)
    #expect(cycles.total == Double(waves) * 25 * 400)
    #expect(cycles.latency == Double(waves) * 25 * 400 - Double(blocks) * Self.block)
  }

  @Test("a full wave hides a latency that its work outlasts; a wave of one block doesn't")
  func hidden() {
    let timing = timing(blocks: 5, latency: 200)
    #expect(timing.cycles(blocks: 4).total == 4 * Self.block)
    #expect(timing.cycles(blocks: 5).total == 4 * Self.block + 25 * 200)
  }

  @Test("a kernel ends with the multiprocessor that got one block more")
  func dealtOut() throws {
    let times = try (0..<3).map { extra in
      var builder = NetworkBuilder(name: "depthwise")
      let image = try builder.input(Shape(channels: 1, height: 32, width: 8 * (4 + extra)))
      _ = try builder.add(
        .convolution(Convolution(filters: 1, window: Window(3), groups: 1)), to: image)
      var device = device(latency: 0, multiprocessors: 4)
      device.library = .cuDNN
      let network = try builder.build()
      var kernel = GPUKernel(kind: .depthwise)
      kernel.results = network.layers[1].output.elements
      kernel.depth = 9
      return KernelTiming(oneByOne: kernel, on: device).cycles(of: kernel, on: device)
    }
    #expect(times == [Self.block, 2 * Self.block, 2 * Self.block])
  }
}
