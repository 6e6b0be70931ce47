import Testing

@testable import Sweeps

@Suite("searching") struct SearchTests {
  private func search(budget: Int, seed: Int = 1) throws -> SweepSearch {
    SweepSearch(try sixtyPoints(), objective: .latency, budget: budget, seed: seed)
  }

  private func cycles(_ row: SweepRow) -> Int { row.measurement?.cycles.count ?? .max }

  @Test("with room for all points, the search ends at the best of the whole sweep")
  func exhaustive() throws {
    let plan = try sixtyPoints()
    let all = try (0..<plan.space.count).compactMap { point -> Int? in
      guard case .measured(let result)? = try plan.outcome(of: plan.space.values(of: point)) else {
        return nil
      }
      return result.cycles.count
    }
    let steps = try search(budget: 60).run()
    #expect(steps.map { cycles($0.row) }.min() == all.min())
    #expect(steps.last { $0.isBest }.map { cycles($0.row) } == all.min())
  }

  @Test("a budget is kept, no point is measured twice, and the seed decides all")
  func budget() throws {
    let steps = try search(budget: 20).run()
    #expect(steps.count == 20)
    #expect(Set(steps.map(\.row.values)).count == 20)
    #expect(try search(budget: 20).run() == steps)
  }

  @Test("energy is refused while profiles carry none")
  func energy() {
    #expect(throws: SweepError.noEnergy) { try Objective(name: "energy") }
    #expect(throws: SweepError.noEnergy) { try Objective(name: "edp") }
  }
}
