import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

@Suite("Streams of a GPU")
struct StreamTests {
  /// One multiplication a cycle, full efficiency, blocks of 256 results, unlimited memory.
  private func device(multiprocessors: Int, latency: Double = 0, streams: Int = 2) -> GPUDevice {
    var device = GPUDevice()
    device.multiprocessors = multiprocessors
    device.library = .cuDNN
    device.rates = PrecisionRates(fp32: 1)
    device.efficiency.depthwise = 1
    device.residency.threads = 256
    device.stepLatency = latency
    device.dramBandwidth = .unlimited
    device.cacheBandwidth = .unlimited
    device.launch = Cycles(100)
    device.streams = streams
    return device
  }

  /// Two depthwise convolutions of one input, each a kernel of `blocks` blocks.
  private func branches(blocks: Int) throws -> Network {
    var builder = NetworkBuilder(name: "branches")
    let input = try builder.input(Shape(channels: blocks, height: 16, width: 16))
    for _ in 0..<2 {
      _ = try builder.add(
        .convolution(
          Convolution(filters: blocks, window: Window(3), groups: blocks, isNormalised: false)),
        to: input)
    }
    return try builder.build()
  }

  /// What a multiprocessor at its full rate takes for a block.
  private let block = 256 * 9

  @Test(
    "kernels that leave multiprocessors free run side by side: but for a launch, two take as one")
  func few() throws {
    let network = try branches(blocks: 4)
    let inTurn = try Simulator.simulate(network, on: device(multiprocessors: 9, streams: 1))
    #expect(inTurn.trace.makespan == 2 * (100 + block))
    let together = try Simulator.simulate(network, on: device(multiprocessors: 9))
    #expect(together.trace.makespan == 2 * 100 + block)
    #expect(together.streams == [nil, 0, 1])
    let tasks = together.trace.schedule.tasks
    let units = (1...2).map { layer in
      Set(tasks.filter { Int($0.layer) == layer && $0.kind == .compute }.map(\.queue))
    }
    #expect(units.allSatisfy { $0.count == 4 })
    #expect(units[0].isDisjoint(with: units[1]))
  }

  @Test("of kernels that fill the multiprocessors, only a launch hides")
  func full() throws {
    let network = try branches(blocks: 8)
    let inTurn = try Simulator.simulate(network, on: device(multiprocessors: 4, streams: 1))
    #expect(inTurn.trace.makespan == 2 * (100 + 2 * block))
    let together = try Simulator.simulate(network, on: device(multiprocessors: 4))
    #expect(together.trace.makespan == 100 + 2 * 2 * block)
  }

  @Test("a multiprocessor that waits for its results takes the other stream's block")
  func latency() throws {
    let network = try branches(blocks: 2)
    let inTurn = try Simulator.simulate(
      network, on: device(multiprocessors: 1, latency: 400, streams: 1))
    // 9 operations and the first 16 steps of each of a wave's blocks.
    #expect(inTurn.trace.makespan == 2 * (100 + 25 * 400))
    let together = try Simulator.simulate(network, on: device(multiprocessors: 1, latency: 400))
    #expect(together.trace.makespan == 100 + 2 * block + 25 * 400)
  }

  @Test("blocks go to the multiprocessors that a larger kernel leaves first")
  func lastWave() throws {
    var builder = NetworkBuilder(name: "tail")
    let input = try builder.input(Shape(channels: 5, height: 16, width: 16), name: "image")
    let part = try builder.input(Shape(channels: 3, height: 16, width: 16), name: "part")
    for (source, count) in [(input, 5), (part, 3)] {
      _ = try builder.add(
        .convolution(
          Convolution(filters: count, window: Window(3), groups: count, isNormalised: false)),
        to: source)
    }
    let run = try Simulator.simulate(try builder.build(), on: device(multiprocessors: 4))
    // Five blocks are two on the first multiprocessor; three find room on the others.
    #expect(run.trace.makespan == 100 + 2 * block)
  }

  @Test(
    "in turn, or on one stream, the schedule is that of a device without streams", arguments: 0..<20
  )
  func inTurn(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomBranches(&random)
    var device = randomStreams(3, &random)
    var options = SimulationOptions()
    options.runsBranchesSideBySide = false
    let inTurn = try Simulator.simulate(network, on: device, options: options)
    device.streams = 1
    let alone = try Simulator.simulate(network, on: device)
    #expect(inTurn.trace.starts == alone.trace.starts)
    #expect(inTurn.trace.schedule.tasks == alone.trace.schedule.tasks)
    #expect(inTurn.streams.isEmpty && alone.streams.isEmpty)
  }

  @Test("more streams never make a run slower", arguments: 0..<40)
  func neverSlower(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let network = try randomBranches(&random)
    var device = randomStreams(1, &random)
    var last = try Simulator.simulate(network, on: device).trace.makespan
    for streams in 2...5 {
      device.streams = streams
      let next = try Simulator.simulate(network, on: device).trace.makespan
      #expect(next <= last)
      last = next
    }
  }

  @Test("a layer starts when what it reads is made, and a stream runs one layer at a time")
  func waits() throws {
    var onStreams = 0
    for seed in 0..<60 {
      var random = SeededGenerator(seed: UInt64(seed))
      let network = try randomBranches(&random)
      let run = try Simulator.simulate(network, on: randomStreams(2 + seed % 2, &random))
      guard !run.streams.isEmpty else { continue }
      onStreams += 1
      let spans = run.layerSpans
      for (layer, span) in spans.enumerated() {
        guard let span else { continue }
        for source in made(network.layers[layer].inputs, network, spans) {
          #expect(source.upperBound <= span.lowerBound)
        }
        for other in spans.indices where other != layer && run.streams[other] == run.streams[layer]
        {
          #expect(spans[other].map { !$0.overlaps(span) } ?? true)
        }
      }
    }
    #expect(onStreams > 30)
  }

  /// When the kernels ran that made some layers' outputs; views lead back to their inputs.
  private func made(
    _ layers: [Int], _ network: Network, _ spans: [Range<Int>?]
  ) -> [Range<Int>] {
    layers.flatMap { layer in
      spans[layer].map { [$0] } ?? made(network.layers[layer].inputs, network, spans)
    }
  }

  @Test("a convolution whose kernel adds another branch waits for it")
  func fusedSums() throws {
    var builder = NetworkBuilder(name: "sum")
    let input = try builder.input(Shape(channels: 4, height: 8, width: 8))
    let one = Operation.convolution(Convolution(filters: 4, window: Window(1)))
    let first = try builder.add(one, to: input)
    let second = try builder.add(one, to: input)
    let sum = try builder.add(.add, to: [first, second])
    let network = try builder.build()
    var device = device(multiprocessors: 2)
    device.fusion = .all
    let plans = GPULayerPlan.all(GPUKernelPlanner(network: network, device: device))
    let chains = KernelChain.all(of: network, plans: plans)
    #expect(chains.map { $0.steps.map(\.layer) } == [[second], [first, sum]])
    #expect(chains.map(\.sources) == [[], [0]])
  }
}
