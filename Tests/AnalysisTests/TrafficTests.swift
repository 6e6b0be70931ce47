import Hardware
import LayerGraph
import Quantities
import RandomCases
import Simulation
import Testing

@testable import Analysis

@Suite("Bytes by level of the memory hierarchy")
struct TrafficTests {
  /// A random network on a random device, of each kind in turn; `nil` if it doesn't fit.
  private func randomRun(_ seed: Int) throws -> (RunAnalysis, Device)? {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomNetwork(&random)
    let device: Device =
      switch seed % 3 {
      case 0: .systolic(randomDevice(&random))
      case 1: .spatial(randomSpatialDevice(&random))
      default: randomProcessor(&random)
      }
    do {
      let simulation = try Simulator.simulate(network, on: device)
      return (
        RunAnalysis(simulation, profile: HardwareProfile(name: "random"), device: device), device
      )
    } catch SimulationError.doesNotFit {
      return nil
    }
  }

  @Test("DRAM's and the host link's bytes are the run's, layer by layer", arguments: 0..<120)
  func conservation(seed: Int) throws {
    guard let (run, device) = try randomRun(seed) else { return }
    let traffic = TrafficAnalysis(run.simulation, device: device)
    func bytes(_ level: MemoryLevel, _ layer: Int) -> Int {
      traffic.levels.first { $0.level == level }?.layers[layer].total ?? 0
    }
    for layer in run.layers {
      #expect(bytes(.dram, layer.index) == layer.dramRead.count + layer.dramWritten.count)
      #expect(bytes(.host, layer.index) == layer.hostTraffic.count)
    }
    #expect(traffic.levels.first { $0.level == .dram }?.total.total == run.dramTraffic.count)
  }

  @Test("bytes within the chip are those that energy counts", arguments: 0..<120)
  func onChip(seed: Int) throws {
    guard let (run, device) = try randomRun(seed) else { return }
    let levels = TrafficAnalysis(run.simulation, device: device).levels
    let inner = levels.filter { ![.dram, .host, .sharedCache].contains($0.level) }
    let works = run.energyWorks
    #expect(
      inner.reduce(0) { $0 + $1.total.total }
        == works.reduce(0) { $0 + $1.buffered + $1.elementInputs + $1.elements })
  }

  @Test("what a layer moves at a level is never less than each of its tensors once")
  func bound() throws {
    for seed in 0..<60 {
      guard let (run, device) = try randomRun(seed) else { continue }
      for level in TrafficAnalysis(run.simulation, device: device).levels {
        guard let once = level.once else { continue }
        #expect(zip(once, level.layers).allSatisfy { $0 <= $1.total })
      }
    }
  }

  @Test("the tensors that moved most come first, and no more than all moved")
  func mostMoved() throws {
    for seed in 0..<60 {
      guard let (run, device) = try randomRun(seed) else { continue }
      let moved = TrafficAnalysis(run.simulation, device: device).mostMoved.map(\.moved)
      #expect(zip(moved, moved.dropFirst()).allSatisfy { $0 >= $1 })
      #expect(moved.reduce(.zero, +) <= run.dramTraffic + run.hostTraffic)
    }
  }

  /// One 1×1 convolution of 16 channels to 24 filters over 10×10 pixels, on 8×8 elements.
  @Test("a product that fits: every tensor crosses DRAM once, and the buffers as the array asks")
  func closedForm() throws {
    var builder = NetworkBuilder(name: "one")
    let input = try builder.input(Shape(channels: 16, height: 10, width: 10))
    _ = try builder.add(.convolution(Convolution(filters: 24, window: Window(1))), to: input)
    var device = SystolicDevice()
    (device.array.rows, device.array.columns) = (8, 8)
    device.scratchpad = Bytes(1 << 20)
    device.dramBandwidth = BytesPerSecond(8e9)
    let simulation = try Simulator.simulate(try builder.build(), on: device)
    let traffic = TrafficAnalysis(simulation, device: .systolic(device))
    let (inputs, weights, outputs) = (1600, 16 * 24, 2400)
    #expect(traffic.levels.map(\.level) == [.dram, .scratchpad, .accumulators])
    let dram = traffic.levels[0]
    #expect(dram.total[.weights] == weights)
    #expect(dram.total[.inputs] == inputs)
    #expect(dram.total[.outputs] == outputs)
    #expect(dram.repetition == 1)
    #expect(traffic.floor == Bytes(inputs + weights + outputs))
    // Three columns of folds fetch the inputs again; they are written once before that. Outputs are
    // written by the vector unit, and read to be stored. A sum has four bytes, and is written and
    // read once for each of two rows of folds.
    #expect(traffic.levels[1].total[.inputs] == (3 + 1) * inputs)
    #expect(traffic.levels[1].total[.outputs] == 2 * outputs)
    #expect(traffic.levels[2].total[.sums] == 2 * 2 * 4 * outputs)
    #expect(traffic.mostMoved.map(\.moved.count) == [outputs, inputs, weights])
    #expect(traffic.mostMoved.map(\.isWeights) == [false, false, true])
  }

  @Test("a Winograd kernel's weights, being transformed, count as read once")
  func winograd() throws {
    var builder = NetworkBuilder(name: "winograd")
    let input = try builder.input(Shape(channels: 64, height: 32, width: 32))
    _ = try builder.add(.convolution(Convolution(filters: 64, window: Window(3))), to: input)
    var device = CPUDevice()
    device.library = .channelPacked
    let simulation = try Simulator.simulate(try builder.build(), on: device)
    let traffic = TrafficAnalysis(simulation, device: .cpu(device))
    let moved = traffic.mostMoved.filter(\.isWeights)
    let weights = try #require(moved.first)
    #expect(weights.size.count > 9 * 64 * 64 * simulation.elementBytes)
    #expect(weights.read == weights.size)
  }
}
