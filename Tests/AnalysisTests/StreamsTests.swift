import Hardware
import LayerGraph
import Quantities
import RandomCases
import Simulation
import Testing

@testable import Analysis

@Suite("Analysis of layers on several streams")
struct StreamsTests {
  private func run(seed: Int) throws -> RunAnalysis {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomBranches(&random)
    let device = randomStreams(2 + seed % 2, &random)
    return RunAnalysis(
      try Simulator.simulate(network, on: device), profile: HardwareProfile(name: "test"),
      device: .gpu(device))
  }

  @Test("the causes of all layers sum to the makespan", arguments: 0..<40)
  func sum(seed: Int) throws {
    let run = try run(seed: seed)
    #expect(run.attribution.total == run.makespan.count * run.arrays)
    #expect(run.layers.reduce(0) { $0 + $1.attribution.total } == run.attribution.total)
    #expect(Cause.allCases.allSatisfy { run.attribution[$0] >= 0 })
    #expect(run.attribution[.idle] == 0)
  }

  @Test("the timeline's streams add up to the layers' time, and what overlaps is more than one's")
  func timeline() throws {
    let runs = try (0..<40).map(run).filter { !$0.simulation.streams.isEmpty }
    #expect(runs.count > 10)
    for run in runs {
      let timeline = Timeline(run.simulation, buckets: 7)
      var busy = 0.0
      for (index, value) in timeline.streams.enumerated() {
        let end = min(run.makespan.count, (index + 1) * timeline.interval)
        busy += value * Double(end - timeline.starts[index])
      }
      let layers = run.simulation.layerSpans.reduce(0) { $0 + ($1?.count ?? 0) }
      #expect(abs(busy - Double(layers)) < 1e-3)
      let overlap = try #require(StreamOverlap(run.simulation))
      #expect(overlap.cycles > 0 && overlap.cycles < run.makespan.count)
      #expect(layers - run.makespan.count <= overlap.cycles * (overlap.streams - 1))
    }
  }

  @Test("tensors are alive while what touches them runs, and the peak is what is alive at once")
  func peak() throws {
    for run in try (0..<40).map(run) where !run.simulation.streams.isEmpty {
      let tensors = MemoryAnalysis(run.simulation).tensors
      let peak = tensors.map { tensor in
        tensors.filter { $0.life.contains(tensor.life.lowerBound) }.reduce(0) {
          $0 + $1.bytes.count
        }
      }.max()
      #expect(run.peakActivations.count == peak)
    }
  }
}
