import Hardware
import LayerGraph
import Testing

@testable import Simulation

/// Cycles of whole GEMM calls on Gemmini's RTL (Chipyard GemminiRocketConfig under Verilator, 16×16
/// INT8 weight-stationary, `tiled_matmul_auto`; yonseicasl/NPUsim, commit 2a371fd,
/// validation/phase2/golden_rtl_cycles.csv).
@Suite("Gemmini's RTL")
struct GemminiTests {
  static let measured = [64: 3810, 128: 10530, 256: 69653, 512: 543_240]

  private func cycles(of size: Int) throws -> Int {
    var builder = NetworkBuilder(name: "GEMM \(size)")
    let input = try builder.input(Shape(channels: size, height: size, width: 1))
    _ = try builder.add(
      .convolution(Convolution(filters: size, window: Window(1), isNormalised: false)), to: input)
    guard
      case .systolic(let device) = try ProfileCatalogue.profile(named: "gemmini-16x16").device
    else {
      Issue.record("gemmini-16x16 is systolic")
      return 0
    }
    return try Simulator.simulate(try builder.build(), on: device).trace.makespan
  }

  @Test("square products take the measured cycles within 10 % each, 5 % on average")
  func errors() throws {
    var sum = 0.0
    for size in GemminiTests.measured.keys.sorted() {
      let measured = try #require(GemminiTests.measured[size])
      let ours = try cycles(of: size)
      let error = abs(Double(ours) / Double(measured) - 1)
      print("GEMM \(size)³: \(ours) cycles, RTL \(measured), \(ours - measured)")
      #expect(error < 0.1)
      sum += error
    }
    #expect(sum / 4 < 0.05)
  }
}
