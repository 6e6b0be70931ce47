import Hardware
import Testing

@testable import Verification

@Suite("A systolic array stepped cycle by cycle")
struct ProcessingElementsTests {
  @Test("gives random products, in the cycles of the closed form", arguments: Dataflow.allCases)
  func products(dataflow: Dataflow) {
    var array = SystolicArray()
    array.dataflow = dataflow
    array.foldRule = .strict
    let check = ArrayCheck(array, products: 40)
    #expect(check.failure == nil)
  }

  @Test("a 2×2 weight-stationary array multiplies in 2 + 2 + 2 + 2 − 2 cycles a fold")
  func byHand() {
    var a = Matrix(rows: 2, columns: 2)
    a.values = [1, 2, 3, 4]
    var b = Matrix(rows: 2, columns: 2)
    b.values = [5, 6, 7, 8]
    var array = ProcessingElements(rows: 2, columns: 2)
    #expect(array.multiply(a, b, dataflow: .weightStationary).values == [19, 22, 43, 50])
    #expect(array.cycles == 6)
  }
}
