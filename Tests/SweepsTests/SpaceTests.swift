import Quantities
import Testing

@testable import Sweeps

@Suite("points") struct SpaceTests {
  private func axes() throws -> [Axis] {
    [try Axis(.batch, "1,2"), try Axis(.figure("a"), "x,y,z"), try Axis(.figure("b"), "p,q,r")]
  }

  @Test("a grid visits every combination once, the last axis fastest")
  func grid() throws {
    let space = try PointSpace(axes: axes())
    let points = (0..<space.count).map { space.values(of: $0).joined() }
    #expect(points.prefix(5) == ["1xp", "1xq", "1xr", "1yp", "1yq"])
    #expect(Set(points).count == 18 && points.count == 18)
  }

  @Test("zipped axes advance together")
  func zip() throws {
    let space = try PointSpace(axes: axes(), zips: [["b", "a"]])
    let points = (0..<space.count).map { space.values(of: $0).joined() }
    #expect(points == ["1xp", "1yq", "1zr", "2xp", "2yq", "2zr"])
  }

  @Test("zips of unknown, repeated or unequal axes are refused")
  func badZips() throws {
    #expect(throws: SweepError.unequalZip(first: "batch", count: 2, second: "a", otherCount: 3)) {
      try PointSpace(axes: axes(), zips: [["batch", "a"]])
    }
    #expect(throws: SweepError.unknownZip("bath", suggestion: "batch", known: ["batch", "a", "b"]))
    {
      try PointSpace(axes: axes(), zips: [["bath", "a"]])
    }
    #expect(throws: SweepError.repeatedZip("a")) {
      try PointSpace(axes: axes(), zips: [["a", "b"], ["a"]])
    }
  }

  @Test("an axis may be given once")
  func repeatedAxis() throws {
    #expect(throws: SweepError.repeatedAxis("batch")) {
      try PointSpace(axes: [Axis(.batch, "1"), Axis(.batch, "2")])
    }
  }

  @Test("sweeps of a thousand million points are planned, larger ones refused")
  func limit() throws {
    let thousand = try (0..<4).map { try Axis(.figure("\($0)"), "1...1000/1") }
    #expect(try PointSpace(axes: Array(thousand.prefix(3))).count == 1_000_000_000)
    #expect(throws: SweepError.tooManyPoints) { try PointSpace(axes: thousand) }
    let wide = try (0..<8).map { try Axis(.figure("\($0)"), "1...1000/1") }
    #expect(throws: SweepError.tooManyPoints) { try PointSpace(axes: wide) }
  }

  @Test(
    "a Latin hypercube takes each value equally often, whatever the seed", arguments: [1, 2, 77])
  func latinHypercube(seed: Int) throws {
    let space = try PointSpace(axes: axes(), sampling: .latinHypercube(count: 12, seed: seed))
    let points = (0..<12).map { space.values(of: $0) }
    for (axis, values) in [(0, ["1", "2"]), (1, ["x", "y", "z"]), (2, ["p", "q", "r"])] {
      for value in values {
        #expect(points.count { $0[axis] == value } == 12 / values.count)
      }
    }
  }

  @Test("a draw depends on its seed alone")
  func random() throws {
    let draws = try [1, 1, 2].map { seed in
      let space = try PointSpace(axes: axes(), sampling: .random(count: 40, seed: seed))
      return (0..<40).map { space.valueIndices(of: $0) }
    }
    #expect(draws[0] == draws[1] && draws[0] != draws[2])
  }

  @Test("a shuffle gives every place once", arguments: [1, 2, 3, 10, 64, 1000])
  func shuffle(count: Int) {
    let shuffle = Shuffle(count: count, seed: 5)
    #expect(Set((0..<count).map { shuffle[$0] }) == Set(0..<count))
  }

  @Test("shards share the points out, without gap or overlap", arguments: [1, 7, 60, 61])
  func shards(count: Int) throws {
    var points: [Int] = []
    for number in 1...count { points += try Shard("\(number)/\(count)").range(of: 60) }
    #expect(points == Array(0..<60))
  }

  @Test("a shard is K/N", arguments: ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3"])
  func badShard(text: String) {
    #expect(throws: SweepError.badShard(text)) { try Shard(text) }
  }

  @Test("a price of energy changes the energy in proportion and nothing else, cached or not")
  func prices() throws {
    let space = try specification([
      Axis(.figure("energy.dram"), "0pJ/B,50pJ/B,100pJ/B"), Axis(.figure("array.rows"), "8,16"),
    ])
    let shared = try plan(space)
    var energies: [Double] = []
    for point in 0..<6 {
      let values = shared.space.values(of: point)
      let outcome = try shared.outcome(of: values)
      #expect(try outcome == plan(space).outcome(of: values))
      guard case .measured(let measurement)? = outcome else { continue }
      energies.append(try #require(measurement.energyPerImage))
      #expect(measurement.cycles == (try cycles(shared, point % 2)))
    }
    #expect(energies.count == 6)
    for rows in 0..<2 {
      let (none, half, all) = (energies[rows], energies[rows + 2], energies[rows + 4])
      #expect(none < half)
      #expect(abs((all - none) / (half - none) - 2) < 1e-9)
    }
  }

  private func cycles(_ plan: SweepPlan, _ point: Int) throws -> Cycles? {
    guard case .measured(let measurement)? = try plan.outcome(of: plan.space.values(of: point))
    else { return nil }
    return measurement.cycles
  }
}
