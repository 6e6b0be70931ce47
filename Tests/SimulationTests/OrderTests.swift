import LayerGraph
import RandomCases
import Testing

@testable import Simulation

@Suite("The order of branches")
struct OrderTests {
  /// Two branches that each begin wide and end narrow, listed side by side: the worst order.
  private func interleaved() throws -> Network {
    func layer(_ filters: Int) -> Operation {
      .convolution(Convolution(filters: filters, window: Window(1)))
    }
    var builder = NetworkBuilder(name: "interleaved")
    let input = try builder.input(Shape(channels: 1, height: 1, width: 1))
    let wideA = try builder.add(layer(100), to: input)
    let wideB = try builder.add(layer(100), to: input)
    let narrowA = try builder.add(layer(1), to: wideA)
    let narrowB = try builder.add(layer(1), to: wideB)
    _ = try builder.add(.add, to: [narrowA, narrowB])
    return try builder.build()
  }

  @Test("one branch after the other keeps one wide tensor alive instead of two")
  func branches() throws {
    let order = try LeastMemoryOrder(interleaved())
    #expect(order.peakBefore == 201)
    #expect(order.peak == 102)
    #expect(order.isExact)
    #expect(order.network.layers.map(\.output.channels) == [1, 100, 1, 100, 1, 1])
  }

  @Test("no order is below the bound, none is above the network's own", arguments: 0..<40)
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let network = try randomNetwork(&random)
    let order = LeastMemoryOrder(network)
    let map = StorageMap(order.network)
    let found = map.peakBytes(batch: network.batch, elementBytes: 1)
    #expect(found == order.peak * network.batch)
    #expect(order.peak <= order.peakBefore)
    #expect(found >= map.leastPeakBytes(of: order.network, elementBytes: 1))
    #expect(order.network.counts == network.counts)
    #expect(Set(order.network.layers.map(\.name)) == Set(network.layers.map(\.name)))
  }
}
