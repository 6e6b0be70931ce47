import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("Attribution")
struct AttributionTests {
  private func analysis(_ network: Network, _ device: SystolicDevice) throws -> RunAnalysis {
    RunAnalysis(
      try Simulator.simulate(network, on: device), profile: HardwareProfile(name: "test"),
      device: device)
  }

  private func network(filters: Int, side: Int = 16, depth: Int = 32) throws -> Network {
    var builder = NetworkBuilder(name: "layers")
    var last = try builder.input(Shape(channels: depth, height: side, width: side))
    for _ in 0..<3 {
      last = try builder.add(
        .convolution(Convolution(filters: filters, window: Window(1))), to: last)
    }
    last = try builder.add(.pool(Pooling(kind: .maximum, window: Window(3, stride: 2))), to: last)
    return try builder.build()
  }

  private func device(bandwidth: Double = 8e9, arrays: Int = 1) -> SystolicDevice {
    var device = SystolicDevice()
    device.array.rows = 8
    device.array.columns = 8
    device.array.count = arrays
    device.scratchpad = Bytes(1 << 16)
    device.dramBandwidth = BytesPerSecond(bandwidth)
    return device
  }

  @Test("the causes of all layers sum to the makespan", arguments: [1, 2, 3])
  func sum(arrays: Int) throws {
    let run = try analysis(network(filters: 32), device(arrays: arrays))
    #expect(run.attribution.total == run.makespan.count * arrays)
    #expect(run.layers.reduce(0) { $0 + $1.attribution.total } == run.attribution.total)
    #expect(Cause.allCases.allSatisfy { run.attribution[$0] >= 0 })
  }

  @Test("useful cycles are the MACs over the array's rate")
  func useful() throws {
    let run = try analysis(network(filters: 32), device())
    #expect(run.attribution[.useful] == run.macs / 64)
    #expect(run.macs == run.network.counts.macs)
  }

  @Test("a memory too slow to feed the array is the verdict")
  func starved() throws {
    let run = try analysis(network(filters: 32), device(bandwidth: 5e7))
    #expect(
      run.bottlenecks.first?.cause == .inputStall || run.bottlenecks.first?.cause == .weightStall)
    #expect(run.arrayUtilisation < 0.1)
  }

  @Test("filters that fill a quarter of the columns leave three quarters of the PEs unused")
  func edge() throws {
    var builder = NetworkBuilder(name: "narrow")
    let input = try builder.input(Shape(channels: 8, height: 64, width: 64))
    _ = try builder.add(.convolution(Convolution(filters: 2, window: Window(1))), to: input)
    let run = try analysis(try builder.build(), device(bandwidth: 1e12))
    #expect(run.attribution[.unusedPEs] == 3 * run.attribution[.useful])
    #expect(run.layers[1].verdict == .underused)
  }

  @Test("the timeline's means give back the run's utilisation")
  func timeline() throws {
    let run = try analysis(network(filters: 32), device())
    let timeline = Timeline(run.simulation, buckets: 7)
    var busy = 0.0
    for (index, value) in timeline.array.enumerated() {
      let end = min(run.makespan.count, (index + 1) * timeline.interval)
      busy += value * Double(end - timeline.starts[index])
    }
    #expect(abs(busy / Double(run.makespan.count) - run.arrayUtilisation) < 1e-9)
  }
}
