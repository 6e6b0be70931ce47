import Hardware
import LayerGraph
import Quantities
import RandomCases
import Testing

@testable import Simulation

@Suite("Layers lowered together")
struct JoinedLayersTests {
  private func convolution(_ filters: Int, _ kernel: Int, stride: Int = 1) -> Operation {
    .convolution(Convolution(filters: filters, window: Window(kernel, stride: stride)))
  }

  private func device(scratchpad: Int = 8192, bandwidth: Double = 5e8) -> SystolicDevice {
    var device = SystolicDevice()
    device.array.rows = 8
    device.array.columns = 8
    device.scratchpad = Bytes(scratchpad)
    device.dramBandwidth = BytesPerSecond(bandwidth)
    return device
  }

  private func run(
    _ network: Network, _ device: SystolicDevice, _ rule: DepthFirst = .off,
    sideBySide: Bool = true
  ) throws -> Simulation {
    var options = SimulationOptions()
    options.depthFirst = rule
    options.runsBranchesSideBySide = sideBySide
    return try Simulator.simulate(network, on: device, options: options)
  }

  /// Two 3×3 convolutions on maps that don't fit on chip.
  private func twoConvolutions() throws -> Network {
    var builder = NetworkBuilder(name: "two")
    let input = try builder.input(Shape(channels: 4, height: 64, width: 16))
    let middle = try builder.add(convolution(16, 3), to: input)
    _ = try builder.add(convolution(8, 3), to: middle)
    return try builder.build()
  }

  // MARK: Depth-first

  @Test("bands of a 3×3 convolution overlap by two rows, but at the edges of the map")
  func halo() throws {
    let group = FusedGroup(try twoConvolutions(), layers: 1..<3, bandRows: 24)
    #expect(group.bands == [[0..<25, 23..<49, 47..<64], [0..<24, 24..<48, 48..<64]])
    #expect(group.recomputedRows(of: 1) == 4)
    #expect(group.recomputedRows(of: 2) == 0)
    let fusion = Fusion(
      groups: [group], layerByLayer: Engine.run(Schedule(resources: [], queues: [])))
    #expect(fusion.recomputedMACs(in: try twoConvolutions()) == [0, 4 * 16 * 16 * 4 * 9, 0])
  }

  @Test("rows that nothing reads are made all the same, once")
  func unreadRows() throws {
    var builder = NetworkBuilder(name: "strided")
    let input = try builder.input(Shape(channels: 1, height: 8, width: 8))
    let first = try builder.add(convolution(1, 1), to: input)
    _ = try builder.add(convolution(1, 1, stride: 2), to: first)
    let group = FusedGroup(try builder.build(), layers: 1..<3, bandRows: 2)
    #expect(group.bands[0] == [0..<3, 3..<8])
    #expect(group.rowCounts(of: 1) == [Int](repeating: 1, count: 8))
  }

  @Test("what is handed on stays on chip: the traffic is the input with its halo, weights, output")
  func traffic() throws {
    let network = try twoConvolutions()
    let before = try run(network, device())
    let after = try run(network, device(), .auto)
    let group = try #require(after.fusion?.groups.first)
    #expect(group.layers == 1..<3)
    let matrix = try #require(
      MatrixLayer(network.layers[1], input: network.input, batch: 1))
    let rows = group.bands[0].reduce(0) { $0 + matrix.inputRows(for: $1).count }
    let bytes = after.trace.schedule.tasks.reduce(0) { $0 + $1.bytes }
    #expect(bytes == rows * 16 * 4 + 16 * 4 * 9 + 8 * 16 * 9 + 64 * 16 * 8)
    #expect(after.trace.makespan < before.trace.makespan)
    #expect(after.fusion?.layerByLayer.makespan == before.trace.makespan)
  }

  @Test("auto is never slower than layer by layer", arguments: 0..<40)
  func neverSlower(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let network = try randomNetwork(&random)
    let device = randomDevice(&random)
    guard let before = try? run(network, device) else { return }
    let after = try run(network, device, .auto)
    #expect(after.trace.makespan <= before.trace.makespan)
    #expect(after.fusion?.groups.isEmpty == false || after.trace.starts == before.trace.starts)
  }

  @Test(
    "MACs over the schedule are the network's and those done again; bytes have one owner",
    arguments: 0..<60)
  func laws(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let network = try randomNetwork(&random)
    let device = randomDevice(&random)
    guard let simulation = try? run(network, device, .always) else { return }
    let again = simulation.fusion?.recomputedMACs(in: network).reduce(0, +) ?? 0
    let macs = simulation.trace.schedule.tasks.reduce(0) { $0 + $1.macs }
    #expect(macs == network.counts.macs * network.batch + again)
    for group in simulation.fusion?.groups ?? [] {
      for layer in group.layers {
        let counts = group.rowCounts(of: layer)
        #expect(counts.count == network.layers[layer].output.height)
        #expect(counts.allSatisfy { $0 > 0 })
      }
      #expect(group.rowCounts(of: group.layers.upperBound - 1).allSatisfy { $0 == 1 })
    }
    checkOwners(simulation, capacity: device.scratchpad?.count ?? .max, .scratchpad)
    checkOwners(simulation, capacity: device.weightBuffer?.count ?? .max, .weightBuffer)
    checkOwners(simulation, capacity: device.accumulator?.count ?? .max, .accumulator)
  }

  private func checkOwners(
    _ simulation: Simulation, capacity: Int, _ memory: BufferUse.Memory
  ) {
    let uses = simulation.buffers.filter { $0.memory == memory }
      .map { (life: $0.life(in: simulation.trace), range: $0.range) }
    for (index, use) in uses.enumerated() {
      #expect(use.range.upperBound <= capacity)
      for other in uses[(index + 1)...] {
        #expect(!(use.life.overlaps(other.life) && use.range.overlaps(other.range)))
      }
    }
  }

  // MARK: Side by side

  /// Two branches of one small layer each: one array is enough for either.
  private func branches() throws -> Network {
    var builder = NetworkBuilder(name: "branches")
    let input = try builder.input(Shape(channels: 8, height: 8, width: 8))
    let left = try builder.add(convolution(8, 3), to: input)
    let right = try builder.add(convolution(8, 3), to: input)
    _ = try builder.add(.concatenate, to: [left, right])
    return try builder.build()
  }

  @Test("two small layers run at the same time, each on an array of its own")
  func pair() throws {
    var two = device(scratchpad: 1 << 16, bandwidth: 1e12)
    two.array.count = 2
    two.vectorLanes = nil
    let together = try run(try branches(), two)
    let inTurn = try run(try branches(), two, sideBySide: false)
    #expect(together.sideBySide == [1])
    #expect(inTurn.sideBySide == [])
    #expect(together.trace.makespan < inTurn.trace.makespan)
    let schedule = together.trace.schedule
    func life(of layer: Int) -> (arrays: Set<String>, life: Range<Int>) {
      let tasks = schedule.tasks.indices.filter {
        schedule.tasks[$0].kind == .compute && Int(schedule.tasks[$0].layer) == layer
      }
      return (
        Set(tasks.map { schedule.queues[Int(schedule.tasks[$0].queue)].name }),
        (tasks.map { together.trace.starts[$0] }.min() ?? 0)..<(tasks.map {
          together.trace.end(of: $0)
        }.max() ?? 0)
      )
    }
    #expect(life(of: 1).arrays == ["array 0"])
    #expect(life(of: 2).arrays == ["array 1"])
    #expect(life(of: 1).life.overlaps(life(of: 2).life))
  }

  @Test("layers side by side never make a run slower", arguments: 0..<40)
  func neverSlowerSideBySide(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let network = try randomNetwork(&random)
    var device = randomDevice(&random)
    device.array.count = Int.random(in: 2...4, using: &random)
    guard let inTurn = try? run(network, device, sideBySide: false) else { return }
    #expect(try run(network, device).trace.makespan <= inTurn.trace.makespan)
  }
}
