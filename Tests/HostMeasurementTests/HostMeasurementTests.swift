import Hardware
import LayerGraph
import Quantities
import ReferenceKernels
import Simulation
import Testing

@testable import HostMeasurement

@Suite("Measuring this machine")
struct HostMeasurementTests {
  @Test(
    "cache sizes are read as Linux writes them",
    arguments: [
      ("48K", 48 << 10), ("32M", 32 << 20), ("512", 512),
    ])
  func cacheSize(text: String, bytes: Int) { #expect(HostMachine.bytes(text) == bytes) }

  @Test("what is no size is none", arguments: ["", "K", "3G"])
  func noCacheSize(text: String) { #expect(HostMachine.bytes(text) == nil) }

  @Test("working sets double from half the first cache to four times the last")
  func workingSets() {
    let sets = HostSpeed.workingSets([32 << 10, 1 << 20, 32 << 20])
    #expect(sets.first == 16 << 10)
    #expect(sets.last == 128 << 20)
    #expect(zip(sets, sets.dropFirst()).allSatisfy { $1 == 2 * $0 })
  }

  @Test("the timer gives every layer a time, and none a negative one")
  func timer() throws {
    let network = try CalibrationNetworks.network(side: 8, channels: 8, stages: 1)
    let seconds = try LayerTimer(GraphExecutor(network)).fastest(runs: 2)
    #expect(seconds.count == network.layers.count)
    #expect(seconds.allSatisfy { $0 >= 0 })
  }
}
