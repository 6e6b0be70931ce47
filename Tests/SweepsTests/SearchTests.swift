import Testing

@testable import Sweeps

@Suite("searching") struct SearchTests {
  private func search(
    _ plan: SweepPlan? = nil, budget: Int, seed: Int = 1, workers: Int = 2
  ) throws -> SweepSearch {
    SweepSearch(
      try plan ?? sixtyPoints(), objective: .latency, budget: budget, seed: seed,
      workers: workers)
  }

  private func steps(
    _ search: SweepSearch, in folder: String, stop: StopRequest = StopRequest(),
    report: @escaping (SweepProgress) -> Void = { _ in }
  ) throws -> [SweepSearch.Step]? {
    try search.run(
      into: SearchJournal(search, folder: folder, restarts: false), stop: stop, report: report)
  }

  private func steps(_ search: SweepSearch) throws -> [SweepSearch.Step] {
    try inScratch { try #require(try steps(search, in: $0)) }
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
    let steps = try steps(search(budget: 60))
    #expect(steps.map { cycles($0.row) }.min() == all.min())
    #expect(steps.last { $0.isBest }.map { cycles($0.row) } == all.min())
  }

  @Test("a budget is kept, no point is measured twice, and the seed decides all")
  func budget() throws {
    let steps = try steps(search(budget: 20))
    #expect(steps.count == 20)
    #expect(Set(steps.map(\.row.values)).count == 20)
    #expect(try self.steps(search(budget: 20, workers: 1)) == steps)
    #expect(try self.steps(search(budget: 20, workers: 5)) == steps)
  }

  @Test("a larger budget begins with the steps of a smaller one")
  func budgets() throws {
    let few = try steps(search(budget: 11))
    #expect(try Array(steps(search(budget: 30)).prefix(11)) == few)
  }

  @Test("axes that advance together are searched as one")
  func zipped() throws {
    var specification = try specification([
      Axis(.figure("array.rows"), "4...16/4"), Axis(.figure("array.columns"), "4...16/4"),
      Axis(.growthRate, "8...40/8"),
    ])
    specification.zips = [["array.rows", "array.columns"]]
    let steps = try steps(search(plan(specification), budget: 100))
    #expect(steps.count == 20)
    #expect(steps.allSatisfy { $0.row.values[2] == $0.row.values[3] })
    #expect(steps.last { $0.isBest }?.row.values[2] == "16")
  }

  @Test("of a long axis few values are tried, and the best of one that only rises is its end")
  func longAxis() throws {
    let plan = try plan(
      specification([Axis(.figure("memory.dram.bandwidth"), "1GB/s...4000GB/s/1GB/s")]))
    let steps = try steps(search(plan, budget: 60))
    #expect(steps.count <= 60)
    let best = try #require(steps.last { $0.isBest })
    guard case .measured(let end) = try plan.outcome(of: plan.space.values(of: 3999)) else {
      Issue.record("the last point has no outcome")
      return
    }
    #expect(cycles(best.row) == end.cycles.count)
  }

  @Test("killed after any byte, a search goes on and ends with the same bytes")
  func resume() throws {
    let search = try search(budget: 25)
    try inScratch { folder in
      let steps = try steps(search, in: folder)
      let whole = try contents("\(folder)/trace.csv")
      for kept in stride(from: 0, through: whole.count, by: max(1, whole.count / 13)) {
        try remove("\(folder)/trace.csv")
        try write(whole.prefix(kept) + Array("9,9".utf8), to: "\(folder)/trace.csv.part")
        #expect(try self.steps(search, in: folder) == steps)
        #expect(try contents("\(folder)/trace.csv") == whole)
      }
      #expect(try self.steps(search, in: folder) == steps)
    }
  }

  @Test("a stopped search keeps its steps and goes on later")
  func stopping() throws {
    let search = try search(budget: 25)
    let whole = try inScratch { folder in
      _ = try steps(search, in: folder)
      return try contents("\(folder)/trace.csv")
    }
    try inScratch { folder in
      let stop = StopRequest()
      #expect(try steps(search, in: folder, stop: stop, report: { _ in stop.stop() }) == nil)
      #expect(try contents("\(folder)/trace.csv.part").count < whole.count)
      _ = try steps(search, in: folder)
      #expect(try contents("\(folder)/trace.csv") == whole)
    }
  }

  @Test("steps of another search are refused")
  func changes() throws {
    try inScratch { folder in
      _ = try steps(search(budget: 5), in: folder)
      let other = SweepSearch(
        try sixtyPoints(), objective: .dramTraffic, budget: 5, seed: 1, workers: 1)
      #expect(throws: SweepError.changed(path: "\(folder)/trace.json")) {
        try SearchJournal(other, folder: folder, restarts: false)
      }
    }
  }

  @Test("energy is refused on a profile that carries none, and is an objective elsewhere")
  func energy() throws {
    var space = try specification([try Axis(.growthRate, "8,16")])
    space.objectives = [.energy, .energyDelay]
    _ = try plan(space)
    var other = try specification([try Axis(.growthRate, "8,16")], profiles: ["edge-os-32x32"])
    other.objectives = [.energyDelay]
    let evaluator = PointEvaluator(
      profiles: [ProfileSupply(builtIn: "edge-os-32x32")], networks: [tinySupply()])
    #expect(throws: SweepError.noEnergy(profile: "edge-os-32x32")) {
      try SweepPlan(other, evaluator: evaluator, version: "1")
    }
  }
}
