import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

/// Registers of eight neighbouring positions; matrix products in strips of sixteen of them, and in
/// tiles of an even number of filters.
@Suite("Kernels of neighbouring positions")
struct PlanarKernelTests {
  private var device: CPUDevice {
    var device = CPUDevice()
    device.library = .planar
    device.vectorBits = 256
    device.rates.fp32 = 16
    device.dramBandwidth = .unlimited
    device.efficiency.matrix = 0.5
    device.efficiency.elementwise = 0.25
    return device
  }

  private func cycles(
    _ operation: Operation, on device: CPUDevice, activation: ActivationFunction = .linear,
    input: Shape = Shape(channels: 32, height: 10, width: 10)
  ) throws -> Int {
    var builder = NetworkBuilder(name: "one")
    let image = try builder.input(input)
    _ = try builder.add(operation, to: image, activation: activation)
    return try Simulator.simulate(try builder.build(), on: device).trace.makespan
  }

  @Test("a 1×1 convolution computes whole strips of positions and pairs of filters")
  func pointwise() throws {
    let convolution = Operation.convolution(
      Convolution(filters: 29, window: Window(1), isNormalised: false))
    let positions = 7 * 16
    let products = positions * 30 * (32 + 20) * 2
    let elements = (positions * 32 + 2 * 29 * 100) * 4
    #expect(try cycles(convolution, on: device) == (products + elements + 15) / 16)
  }

  @Test("an activation function is a pass of its own, a cheap one of a read and a write")
  func activation() throws {
    let identity = Operation.identity
    let plain = try cycles(identity, on: device)
    let active = try cycles(identity, on: device, activation: .relu)
    #expect(active - plain == 2 * 3200 * 4 / 16)
  }

  @Test("a single output a filter costs its products, and its weights from where they lie")
  func vectorProduct() throws {
    let linear = Operation.linear(Linear(outputs: 8))
    var device = device
    let products = 3200 * 8 * 2 / 16
    #expect(try cycles(linear, on: device) == products)
    device.caches = [CacheLevel(size: Bytes(1 << 20), bandwidth: BytesPerSecond(4e9))]
    #expect(try cycles(linear, on: device) == products + 3200 * 8)
    device.cache = Bytes(1 << 16)
    device.dramBandwidth = BytesPerSecond(2e9)
    #expect(try cycles(linear, on: device) == products + 2 * 3200 * 8)
  }

  @Test("one core gets no more of DRAM than its share")
  func coreShare() throws {
    let linear = Operation.linear(Linear(outputs: 8))
    var device = device
    device.dramBandwidth = BytesPerSecond(4e9)
    let fast = try cycles(linear, on: device)
    device.coreBandwidth = BytesPerSecond(1e9)
    #expect(try cycles(linear, on: device) - fast == 3 * 3200 * 8)
  }
}
