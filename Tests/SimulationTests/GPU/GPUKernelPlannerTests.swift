import Hardware
import LayerGraph
import Quantities
import Testing

@testable import Simulation

/// Which kernels libraries run for a layer.
@Suite("Kernels of GPU libraries")
struct GPUKernelPlannerTests {
  private func planner(
    _ library: GPULibrary, channels: Int = 64, filters: Int = 64, kernel: Int = 3,
    stride: Int = 1, groups: Int = 1, activation: ActivationFunction = .relu,
    change: (inout GPUDevice) -> Void = { _ in }
  ) throws -> GPUKernelPlanner {
    var builder = NetworkBuilder(name: "one")
    let image = try builder.input(Shape(channels: channels, height: 14, width: 14))
    let convolution = Convolution(
      filters: filters, window: Window(kernel, stride: stride), groups: groups)
    _ = try builder.add(.convolution(convolution), to: image, activation: activation)
    var device = GPUDevice()
    device.library = library
    change(&device)
    return GPUKernelPlanner(network: try builder.build(), device: device)
  }

  private func usesWinograd(_ planner: GPUKernelPlanner) -> Bool {
    planner.alternatives(for: 1).contains { $0.kernels.contains { $0.kind == .winograd } }
  }

  @Test("Winograd is for 3×3 filters at stride 1, of 16 channels or more, not in 8 bit")
  func winogradApplies() throws {
    #expect(usesWinograd(try planner(.cuDNN)))
    #expect(usesWinograd(try planner(.cuDNN, channels: 16, filters: 16)))
    #expect(!usesWinograd(try planner(.cuDNN, channels: 15)))
    #expect(!usesWinograd(try planner(.cuDNN, filters: 15)))
    #expect(!usesWinograd(try planner(.cuDNN, kernel: 1)))
    #expect(!usesWinograd(try planner(.cuDNN, kernel: 5)))
    #expect(!usesWinograd(try planner(.cuDNN, stride: 2)))
    #expect(!usesWinograd(try planner(.cuDNN, groups: 2)))
    #expect(!usesWinograd(try planner(.cuDNN) { $0.precision = .int8 }))
    #expect(!usesWinograd(try planner(.cuDNN) { $0.hasWinograd = false }))
    #expect(!usesWinograd(try planner(.openCL)))
  }

  @Test("F(2,3) takes 16 products for 4 outputs, and F(4,3) 36 for 16, of whole tiles")
  func winogradWork() throws {
    let products = try planner(.cuDNN).alternatives(for: 1).compactMap {
      $0.kernels[$0.main].kind == .winograd ? $0.kernels[$0.main].product : nil
    }
    #expect(
      products == [
        GPUKernel.Product(count: 16, pixels: 7 * 7, filters: 64, depth: 64),
        GPUKernel.Product(count: 36, pixels: 4 * 4, filters: 64, depth: 64),
      ])
  }

  @Test("transforms apart write 36 values a tile and channel, which the products read")
  func transforms() throws {
    let split = try #require(
      planner(.cuDNN).alternatives(for: 1).first { $0.kernels.count == 3 })
    let values = 36 * 4 * 4 * 64 * 4
    #expect(split.main == 1)
    #expect(split.kernels.map(\.inputBytes) == [64 * 14 * 14 * 4, values, values])
    #expect(split.kernels.map(\.outputBytes) == [values, values, 64 * 14 * 14 * 4])
  }

  @Test("what a library doesn't fuse is a kernel of its own")
  func fusion() throws {
    func kernels(
      _ library: GPULibrary, _ activation: ActivationFunction, _ fusion: KernelFusion = .library
    ) throws -> Int {
      let planner = try planner(library, kernel: 1, activation: activation) { $0.fusion = fusion }
      return planner.alternatives(for: 1)[0].kernels.count
    }
    #expect(try kernels(.tensorRT, .relu) == 1)
    #expect(try kernels(.tensorRT, .mish) == 2)
    #expect(try kernels(.ncnnVulkan, .mish) == 1)
    #expect(try kernels(.ncnnVulkan, .hardSwish) == 2)
    #expect(try kernels(.pyTorch, .relu) == 3, "normalisation, then activation")
    #expect(try kernels(.darknet, .leaky(slope: 0.1)) == 3, "bias, then activation")
    #expect(try kernels(.darknet, .linear) == 2)
    #expect(try kernels(.tensorRT, .relu, .none) == 2)
    #expect(try kernels(.pyTorch, .relu, .all) == 1)
  }

  @Test("TensorRT adds a residual branch where it computes the last convolution before")
  func fusedSum() throws {
    var builder = NetworkBuilder(name: "residual")
    let image = try builder.input(Shape(channels: 8, height: 4, width: 4))
    let convolution = try builder.add(
      .convolution(Convolution(filters: 8, window: Window(1))), to: image)
    let sum = try builder.add(.add, to: [image, convolution])
    var device = GPUDevice()
    device.library = .tensorRT
    let network = try builder.build()
    let fused = try #require(
      GPUKernelPlanner(network: network, device: device).alternatives(for: sum).first)
    #expect(fused.heldInput == 1)
    #expect(fused.kernels.map(\.launches) == [0])
    #expect(fused.kernels.map(\.inputBytes) == [8 * 16 * 4])
    #expect(fused.kernels.map(\.outputBytes) == [0])
    device.library = .cuDNN
    let apart = try #require(
      GPUKernelPlanner(network: network, device: device).alternatives(for: sum).first)
    #expect(apart.kernels.map(\.launches) == [1])
    #expect(apart.kernels.map(\.inputBytes) == [2 * 8 * 16 * 4])
  }

  @Test("a 1×1 convolution alone costs its call, its launch and what bounds it")
  func closedForm() throws {
    var builder = NetworkBuilder(name: "one")
    let image = try builder.input(Shape(channels: 16, height: 8, width: 16))
    _ = try builder.add(
      .convolution(Convolution(filters: 64, window: Window(1), isNormalised: false)), to: image)
    var device = GPUDevice()
    device.library = .ncnnVulkan
    device.multiprocessors = 2
    device.rates = PrecisionRates(fp32: 128)
    device.efficiency.matrix = 0.5
    device.stepLatency = 1
    device.call = Cycles(1000)
    device.launch = Cycles(100)
    device.dramBandwidth = .unlimited
    device.dramEfficiency = 1
    device.cacheBandwidth = .unlimited
    let run = try Simulator.simulate(try builder.build(), on: device)
    let blocks = 8 * 16 / 4
    let cycles = blocks / 2 * 4 * 64 * (16 + 16) / 64
    #expect(run.trace.makespan == 1000 + 100 + cycles)
  }
}
