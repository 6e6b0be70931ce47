import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("Energy")
struct EnergyTests {
  private func profile(_ figures: EnergyFigures?) -> HardwareProfile {
    var profile = HardwareProfile(name: "test")
    profile.energy = figures
    return profile
  }

  /// One 1×1 convolution of 16 channels to 24 filters over 10×10 pixels.
  private func network() throws -> Network {
    var builder = NetworkBuilder(name: "one")
    let input = try builder.input(Shape(channels: 16, height: 10, width: 10))
    _ = try builder.add(
      .convolution(Convolution(filters: 24, window: Window(1))), to: input)
    return try builder.build()
  }

  private func run(_ figures: EnergyFigures?) throws -> RunAnalysis {
    var device = SystolicDevice()
    device.array.rows = 8
    device.array.columns = 8
    device.scratchpad = Bytes(1 << 20)
    device.dramBandwidth = BytesPerSecond(8e9)
    let simulation = try Simulator.simulate(try network(), on: device)
    return RunAnalysis(simulation, profile: profile(figures), device: device)
  }

  @Test("a profile without figures has no energy, which is not the same as none spent")
  func absent() throws {
    #expect(try run(nil).energy == nil)
  }

  @Test("each cause is its figure times what was done")
  func causes() throws {
    var figures = EnergyFigures()
    figures.product = 2
    figures.dram = 3
    figures.buffer = 5
    figures.idle = 7
    let run = try run(figures)
    let energy = try #require(run.energy)
    let (inputs, weights, outputs) = (1600, 16 * 24, 2400)
    #expect(energy.total[.products] == Double(2 * 100 * 16 * 24))
    #expect(energy.total[.dram] == Double(3 * (inputs + weights + outputs)))
    #expect(abs(energy.total[.idle] - 7 * run.seconds) < 1e-15)
    // Weight-stationary on 8×8: inputs pass three columns of folds, weights once a tile of pixels,
    // and sums of four bytes are written and read once for each of two rows of folds. Beside these,
    // the buffers are filled and emptied, and the vector unit writes the outputs.
    let mapping = try #require(run.simulation.mappings[1])
    let tiles =
      ((10 + mapping.rows - 1) / mapping.rows) * ((10 + mapping.columns - 1) / mapping.columns)
    let array = 3 * inputs + tiles * weights + 2 * 2 * 4 * outputs
    #expect(energy.total[.buffer] == Double(5 * (array + inputs + weights + 2 * outputs)))
    #expect(energy.unknown.isEmpty)
  }

  @Test("layers and causes both add up to the total")
  func sums() throws {
    var figures = EnergyFigures()
    (figures.product, figures.dram, figures.idle) = (1e-12, 1e-10, 0.5)
    let energy = try #require(try run(figures).energy)
    let layers = energy.layers.reduce(0) { $0 + $1.total }
    #expect(abs(layers - energy.total.total) <= 1e-12 * layers)
    let causes = EnergyCause.allCases.reduce(0) { $0 + energy.total[$1] }
    #expect(abs(causes - energy.total.total) <= 1e-12 * causes)
  }

  @Test("what a profile gives no figure for is named")
  func unknown() throws {
    var figures = EnergyFigures()
    figures.product = 1
    #expect(try run(figures).energy?.unknown == [.buffer, .dram, .idle])
  }

  /// Chip power and zeros of AlexNet's layers on silicon (Chen et al., JSSC 2017, table V). The
  /// profile's static power is fitted to the average of these, all else is not.
  @Test(
    "Eyeriss draws on each layer what the silicon drew, within 10 %, given the layer's zeros",
    arguments: [
      (1, 332.0, 0.0001), (2, 288, 0.387), (3, 266, 0.725), (4, 235, 0.793), (5, 236, 0.776),
    ])
  func eyeriss(number: Int, milliwatts: Double, zeros: Double) throws {
    var profile = try ProfileCatalogue.profile(named: "eyeriss-v1")
    var figures = try #require(profile.energy)
    figures.zeros = zeros
    profile.energy = figures
    let simulation = try Simulator.simulate(try alexNet(), on: profile.device)
    let run = RunAnalysis(simulation, profile: profile, device: profile.device)
    let energy = try #require(run.energy)
    let layer = try #require(
      run.network.layers.indices.filter {
        run.network.layers[$0].operation.isMatrixProduct
      }.dropFirst(number - 1).first)
    let seconds = run.cycles(run.layers[layer].attribution.total) / run.clock.value
    let drawn = energy.layers[layer].chip / seconds * 1e3
    #expect(abs(drawn / milliwatts - 1) < 0.1, "\(drawn) mW")
  }

  /// The convolutions and pooling layers of AlexNet, batch 4.
  private func alexNet() throws -> Network {
    var builder = NetworkBuilder(name: "alexnet", batch: 4)
    var last = try builder.input(Shape(channels: 3, height: 227, width: 227))
    func convolution(_ filters: Int, _ kernel: Int, stride: Int = 1, groups: Int = 1) throws {
      let window = Window(
        kernel: Spatial(kernel), stride: Spatial(stride),
        padding: Padding(stride > 1 ? 0 : kernel / 2))
      last = try builder.add(
        .convolution(Convolution(filters: filters, window: window, groups: groups)), to: last,
        activation: .relu)
    }
    func pool() throws {
      let window = Window(kernel: Spatial(3), stride: Spatial(2))
      last = try builder.add(.pool(Pooling(kind: .maximum, window: window)), to: last)
    }
    try convolution(96, 11, stride: 4)
    try pool()
    try convolution(256, 5, groups: 2)
    try pool()
    try convolution(384, 3)
    try convolution(384, 3, groups: 2)
    try convolution(256, 3, groups: 2)
    return try builder.build()
  }
}
