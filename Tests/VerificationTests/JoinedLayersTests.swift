import Hardware
import LayerGraph
import Quantities
import RandomCases
import Simulation
import Testing

@testable import Verification

@Suite("Replay of layers that are lowered together")
struct JoinedLayersTests {
  /// A chain of convolutions of every kind: pointwise, depthwise, strided, with padding or without.
  private func chain(_ random: inout SeededGenerator) throws -> Network {
    var builder = NetworkBuilder(name: "chain", batch: Int.random(in: 1...2, using: &random))
    let side = Int.random(in: 6...20, using: &random)
    var last = try builder.input(
      Shape(channels: Int.random(in: 1...8, using: &random), height: side, width: side + 1))
    for _ in 0..<Int.random(in: 2...6, using: &random) {
      let shape = builder.shape(of: last)
      let kernel = [1, 3, 5].filter { $0 <= shape.height }.randomElement(using: &random) ?? 1
      let isDepthwise = Int.random(in: 0...3, using: &random) == 0
      let window = Window(
        kernel: Spatial(kernel), stride: Spatial(Int.random(in: 1...2, using: &random)),
        padding: Bool.random(using: &random) ? Padding(kernel / 2) : .none)
      last = try builder.add(
        .convolution(
          Convolution(
            filters: isDepthwise ? shape.channels * 2 : Int.random(in: 1...24, using: &random),
            window: window, groups: isDepthwise ? shape.channels : 1)),
        to: last, activation: .relu)
      if Int.random(in: 0...4, using: &random) == 0 {
        last = try builder.add(.add, to: [last, last])
      }
    }
    return try builder.build()
  }

  private func simulation(
    _ network: Network, _ device: SystolicDevice, _ rule: DepthFirst
  ) throws -> Simulation {
    var options = SimulationOptions()
    options.depthFirst = rule
    return try Simulator.simulate(network, on: device, options: options)
  }

  @Test("depth-first chains give what plain execution gives", arguments: 0..<60)
  func chains(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let network = try chain(&random)
    let device = randomDevice(&random)
    guard let simulation = try? simulation(network, device, .always) else { return }
    let report = try Verifier(simulation).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
    let again = simulation.fusion?.recomputedMACs(in: network).reduce(0, +) ?? 0
    #expect(report.macs == network.counts.macs * network.batch + again)
  }

  @Test("so do depth-first parts of any network", arguments: 0..<40)
  func networks(seed: UInt64) throws {
    var random = SeededGenerator(seed: 1000 + seed)
    let network = try randomNetwork(&random)
    let device = randomDevice(&random)
    guard let simulation = try? simulation(network, device, .always) else { return }
    let report = try Verifier(simulation).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
  }

  @Test("most chains really are fused, and some of their rows computed twice")
  func share() throws {
    var (fused, recomputing) = (0, 0)
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let network = try chain(&random)
      let device = randomDevice(&random)
      guard let fusion = try? simulation(network, device, .always).fusion else { continue }
      if !fusion.groups.isEmpty { fused += 1 }
      if fusion.recomputedMACs(in: network).contains(where: { $0 > 0 }) { recomputing += 1 }
    }
    #expect(fused > 30)
    #expect(recomputing > 10)
  }

  @Test("a layer that computes a row less than it hands on is found")
  func missingRow() throws {
    var builder = NetworkBuilder(name: "two")
    let input = try builder.input(Shape(channels: 4, height: 16, width: 16))
    let a = try builder.add(.convolution(Convolution(filters: 8, window: Window(3))), to: input)
    _ = try builder.add(.convolution(Convolution(filters: 8, window: Window(3))), to: a)
    var device = SystolicDevice()
    device.scratchpad = Bytes(3000)
    device.dramBandwidth = BytesPerSecond(4e9)
    let sound = try simulation(try builder.build(), device, .always)
    #expect(sound.fusion?.groups.count == 1)
    #expect(try Verifier(sound).verify().holds)
    var works = sound.works
    let tasks = sound.trace.schedule.tasks
    let tile = try #require(
      tasks.indices.last { tasks[$0].kind == .vector && tasks[$0].layer == 1 })
    let rows = works[tile].region.rows
    works[tile].region.rows = rows.lowerBound..<rows.upperBound - 1
    let faulty = sound.replacing(works: works, starts: sound.trace.starts)
    #expect(try !Verifier(sound).verify(faulty).holds)
  }

  @Test("branches side by side give what plain execution gives", arguments: 0..<24)
  func branches(seed: UInt64) throws {
    var random = SeededGenerator(seed: 2000 + seed)
    var builder = NetworkBuilder(name: "branches", batch: Int.random(in: 1...2, using: &random))
    let side = Int.random(in: 4...16, using: &random)
    let input = try builder.input(Shape(channels: 6, height: side, width: side))
    func layer(_ kernel: Int) -> Operation {
      .convolution(
        Convolution(filters: Int.random(in: 1...20, using: &random), window: Window(kernel)))
    }
    let stem = try builder.add(layer(3), to: input)
    let a = try builder.add(layer(1), to: stem)
    let b = try builder.add(layer(3), to: stem)
    let c = try builder.add(layer(1), to: b)
    let joined = try builder.add(.concatenate, to: [a, c])
    _ = try builder.add(layer(1), to: joined)
    var device = randomDevice(&random)
    device.array.count = Int.random(in: 2...3, using: &random)
    guard let simulation = try? simulation(try builder.build(), device, .off) else { return }
    let report = try Verifier(simulation).verify()
    #expect(report.holds, "\(report.failure.map(String.init(describing:)) ?? "")")
  }
}
