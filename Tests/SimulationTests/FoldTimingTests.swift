import Hardware
import Testing

@testable import Simulation

@Suite("Fold timing")
struct FoldTimingTests {
  private func timing(
    _ dataflow: Dataflow, strict: Bool = false, shadow: Bool = true, packs: Bool = false
  ) -> FoldTiming {
    FoldTiming(
      rows: 4, columns: 4, dataflow: dataflow, isStrict: strict, hasShadowRegisters: shadow,
      packsGroups: packs)
  }

  @Test("the 4×4 output-stationary example of the SCALE-Sim paper takes 10 cycles")
  func paperExample() {
    let time = timing(.outputStationary, strict: true)
      .time(of: Product(rows: 4, columns: 4, depth: 4), groups: 1)
    #expect(time.total == 10)
  }

  @Test("a pipelined fold costs its stream; the shift shows only where the stream is shorter")
  func pipelined() {
    let long = Product(rows: 100, columns: 4, depth: 4)
    let short = Product(rows: 3, columns: 4, depth: 4)
    let hidden = timing(.weightStationary)
    #expect(hidden.time(of: long, groups: 1) == FoldTime(streaming: 100, shifting: 0, filling: 0))
    #expect(hidden.time(of: short, groups: 1) == FoldTime(streaming: 3, shifting: 1, filling: 0))
    let plain = timing(.weightStationary, shadow: false)
    #expect(plain.time(of: long, groups: 1) == FoldTime(streaming: 100, shifting: 4, filling: 0))
  }

  @Test("packing puts as many groups on the diagonal as rows and columns allow")
  func packing() {
    let depthwise = Product(rows: 50, columns: 1, depth: 2)
    #expect(timing(.weightStationary).time(of: depthwise, groups: 6).total == 300)
    #expect(timing(.weightStationary, packs: true).time(of: depthwise, groups: 6).total == 150)
  }

  @Test("partial folds cost as much as full ones", arguments: Dataflow.allCases)
  func partialFolds(dataflow: Dataflow) {
    let full = Product(rows: 8, columns: 8, depth: 8)
    let partial = Product(rows: 8, columns: 7, depth: 8)
    let timing = timing(dataflow, strict: true)
    if dataflow != .inputStationary {
      #expect(timing.time(of: partial, groups: 1) == timing.time(of: full, groups: 1))
    }
    #expect(timing.time(of: partial, groups: 1).total <= timing.time(of: full, groups: 1).total)
  }
}
