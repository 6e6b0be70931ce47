import Hardware
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Analysis

@Suite("What lies in memory")
struct MemoryTests {
  /// A stage as in CSPNet: one branch of four convolutions, and one that goes past them.
  private func stage() throws -> Network {
    var builder = NetworkBuilder(name: "stage")
    let one = Operation.convolution(Convolution(filters: 8, window: Window(1)))
    let input = try builder.input(Shape(channels: 3, height: 8, width: 8))
    let stem = try builder.add(one, to: input, name: "stem")
    let bypass = try builder.add(one, to: stem, name: "bypass")
    var last = try builder.add(one, to: stem, name: "conv 0")
    for index in 1..<5 { last = try builder.add(one, to: last, name: "conv \(index)") }
    let joined = try builder.add(.concatenate, to: [bypass, last], name: "joined")
    _ = try builder.add(one, to: joined, name: "transition")
    return try builder.build()
  }

  private func analysis(scratchpad: Bytes?, copies: Bool = false) throws -> MemoryAnalysis {
    var device = SystolicDevice()
    device.scratchpad = scratchpad
    device.dramBandwidth = BytesPerSecond(4e9)
    var options = SimulationOptions()
    options.copiesConcatenations = copies
    return MemoryAnalysis(try Simulator.simulate(try stage(), on: device, options: options))
  }

  @Test("the bypass lies inside the concatenation, which waits while the other branch runs")
  func bypass() throws {
    let network = try stage()
    let tensors = try analysis(scratchpad: Bytes(1 << 20)).tensors
    let joined = try #require(tensors.first { network.layers[$0.layer].name == "joined" })
    #expect(joined.bytes == Bytes(16 * 64))
    #expect(joined.layersPassedBy == 4)
    #expect(joined.waits)
    #expect(tensors.count { $0.waits } == 1)
  }

  @Test("where concatenations copy, the bypass waits on its own")
  func copies() throws {
    let network = try stage()
    let tensors = try analysis(scratchpad: Bytes(1 << 20), copies: true).tensors
    let waiting = tensors.filter(\.waits)
    #expect(waiting.map { network.layers[$0.layer].name } == ["bypass"])
    #expect(waiting[0].bytes == Bytes(8 * 64))
  }

  @Test("with room all but the interface stays on chip, and moves nothing over DRAM")
  func resident() throws {
    let tensors = try analysis(scratchpad: Bytes(1 << 20)).tensors
    #expect(tensors.allSatisfy { $0.place == ($0.isInterface ? .interface : .scratchpad) })
    for tensor in tensors where tensor.place == .scratchpad {
      #expect(tensor.read == .zero && tensor.written == .zero)
    }
  }

  @Test("without room every tensor is spilled: written once, and read at least once")
  func spilled() throws {
    let tensors = try analysis(scratchpad: Bytes(600)).tensors
    for tensor in tensors where !tensor.isInterface {
      #expect(tensor.place == .dram)
      #expect(tensor.written == tensor.bytes)
      #expect(tensor.read.count >= tensor.bytes.count)
    }
  }

  @Test("packed things that live at the same time share no byte", arguments: 0..<20)
  func packing(seed: UInt64) {
    var state = seed
    func draw(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    let items = (0..<40).map { _ in
      let start = draw(100)
      return MemoryPacking.Item(life: start..<start + 1 + draw(30), bytes: 1 + draw(50))
    }
    let packing = MemoryPacking(items)
    let ranges = zip(packing.addresses, items).map { $0..<$0 + $1.bytes }
    for (index, item) in items.enumerated() {
      for other in 0..<index where items[other].life.overlaps(item.life) {
        #expect(!ranges[other].overlaps(ranges[index]))
      }
    }
    let peak = (0..<130).map { cycle in
      items.filter { $0.life.contains(cycle) }.reduce(0) { $0 + $1.bytes }
    }.max()
    #expect(packing.height >= peak ?? 0)
  }
}
