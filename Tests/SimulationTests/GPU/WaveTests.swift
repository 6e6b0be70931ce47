import Hardware
import LayerGraph
import Quantities
import Testing

@testable import Simulation

/// How long the thread blocks of a kernel take, from the numbers that decide it.
@Suite("Waves of thread blocks")
struct WaveTests {
  /// One multiplication a cycle, full efficiency, four blocks of 256 results resident.
  private func device(inFlight: Double, multiprocessors: Int = 1) -> GPUDevice {
    var device = GPUDevice()
    device.multiprocessors = multiprocessors
    device.rates = PrecisionRates(fp32: 1)
    device.efficiency.depthwise = 1
    device.residency.threads = 256
    device.resultsInFlight = inFlight
    device.dramBandwidth = .unlimited
    device.dramEfficiency = 1
    return device
  }

  /// Depthwise results, `depth` operations each.
  private func timing(blocks: Int, inFlight: Double) -> KernelTiming {
    var kernel = GPUKernel(kind: .depthwise)
    kernel.results = 256 * blocks
    kernel.depth = 9
    return KernelTiming(oneByOne: kernel, on: device(inFlight: inFlight))
  }

  private static let block = 256.0 * 9

  @Test("with enough results in flight, blocks take what their work takes", arguments: 1...9)
  func fullRate(blocks: Int) {
    let cycles = timing(blocks: blocks, inFlight: 256).cycles(blocks: blocks)
    #expect(cycles.total == Double(blocks) * Self.block)
    #expect(cycles.latency == 0)
  }

  @Test(
    "where four blocks are needed, a wave of fewer takes as long as one of four",
    arguments: [(1, 4), (3, 4), (4, 4), (5, 8), (8, 8), (9, 12)])
  func quantised(blocks: Int, times: Int) {
    let timing = timing(blocks: blocks, inFlight: 1024)
    #expect(timing.resident == 4)
    let cycles = timing.cycles(blocks: blocks)
    #expect(cycles.total == Double(times) * Self.block)
    #expect(cycles.latency == Double(times - blocks) * Self.block)
  }

  @Test("a kernel ends with the multiprocessor that got one block more")
  func dealtOut() throws {
    let times = try (0..<3).map { extra in
      var builder = NetworkBuilder(name: "depthwise")
      let image = try builder.input(Shape(channels: 1, height: 32, width: 8 * (4 + extra)))
      _ = try builder.add(
        .convolution(Convolution(filters: 1, window: Window(3), groups: 1)), to: image)
      var device = device(inFlight: 1, multiprocessors: 4)
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
