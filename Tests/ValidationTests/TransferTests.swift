import Hardware
import Quantities
import Testing
import Validation

@Suite("Predictions of CPUs that nobody has measured")
struct TransferTests {
  private func device(_ change: (inout CPUDevice) -> Void) -> CPUDevice {
    var device = CPUDevice()
    change(&device)
    return device
  }

  @Test("fractions of peak are the siblings' geometric mean, and physics stays the device's own")
  func means() throws {
    let own = device {
      $0.clock = Hertz(3e9)
      $0.efficiency.matrix = 0.1
    }
    let slow = device { $0.efficiency.matrix = 0.4 }
    let fast = device { $0.efficiency.matrix = 0.9 }
    let result = try #require(Transfer.device(own, from: [slow, fast]))
    #expect(abs(result.efficiency.matrix - 0.6) < 1e-12)
    #expect(result.clock == Hertz(3e9))
  }

  @Test("calls take as many cycles as a sibling's")
  func cycles() throws {
    let sibling = device { $0.layerOverhead = Cycles(9000) }
    let result = try #require(Transfer.device(CPUDevice(), from: [sibling]))
    #expect(result.layerOverhead == Cycles(9000))
  }

  @Test("what further threads cost is inverse to what memory takes, where that is known")
  func contention() throws {
    let sibling = device {
      $0.contention = 0.1
      $0.fillBandwidth = BytesPerSecond(9e9)
    }
    let known = device { $0.fillBandwidth = BytesPerSecond(3e9) }
    #expect(abs(try #require(Transfer.device(known, from: [sibling])).contention - 0.3) < 1e-9)
    #expect(
      abs(try #require(Transfer.device(CPUDevice(), from: [sibling])).contention - 0.1) < 1e-9)
  }

  @Test("without siblings there is no transfer; every named sibling is a profile of a CPU")
  func names() throws {
    #expect(Transfer.device(CPUDevice(), from: []) == nil)
    for name in ProfileCatalogue.names {
      for sibling in Transfer.siblings(of: name) {
        #expect(try ProfileCatalogue.profile(named: sibling).device.kind == .cpu)
      }
    }
  }
}
