import Hardware
import Simulation
import Testing

@testable import Verification

@Suite("A systolic array stepped cycle by cycle")
struct ProcessingElementsTests {
  /// SplitMix64: the same numbers on every machine.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private func matrix(_ rows: Int, _ columns: Int, _ random: inout Generator) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for index in matrix.values.indices {
      matrix.values[index] = Int.random(in: -128...127, using: &random)
    }
    return matrix
  }

  @Test(
    "gives the product, in the cycles of the closed form", arguments: 0..<20, Dataflow.allCases)
  func product(seed: Int, dataflow: Dataflow) {
    var random = Generator(state: UInt64(seed))
    let (rows, columns) = (
      Int.random(in: 1...6, using: &random), Int.random(in: 1...6, using: &random)
    )
    let (m, k, n) = (
      Int.random(in: 1...15, using: &random), Int.random(in: 1...15, using: &random),
      Int.random(in: 1...15, using: &random)
    )
    let (a, b) = (matrix(m, k, &random), matrix(k, n, &random))
    var array = ProcessingElements(rows: rows, columns: columns)
    #expect(array.multiply(a, b, dataflow: dataflow) == a * b)
    var device = SystolicDevice()
    device.array.rows = rows
    device.array.columns = columns
    device.array.dataflow = dataflow
    device.array.foldRule = .strict
    #expect(array.cycles == device.array.strictCycles(m: m, n: n, k: k))
  }
}
