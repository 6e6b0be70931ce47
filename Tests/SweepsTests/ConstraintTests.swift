import Testing

@testable import Sweeps

@Suite("conditions") struct ConstraintTests {
  /// Whether a point with 8 rows, 16 columns, 256 KiB and fusion csp is allowed.
  private func allows(_ text: String) throws -> Bool {
    try Constraint(text).allows { name in
      switch name {
      case "rows": .quantity(Quantity(value: 8))
      case "columns": .quantity(Quantity(value: 16))
      case "scratchpad": Quantity("256KiB", clock: 1).map(Operand.quantity)
      case "clock": Quantity("2GHz", clock: 1).map(Operand.quantity)
      case "split-ratio", "split_ratio": .quantity(Quantity(value: 0.5))
      case "fusion": .word("csp")
      default: nil
      }
    }
  }

  @Test(
    "numbers, units, words and precedence",
    arguments: [
      ("rows*columns <= 128", true), ("rows*columns < 128", false), ("rows + 2 * 4 == 16", true),
      ("(rows + 2) * 4 == 40", true), ("-rows < 0", true), ("rows - 4 - 2 == 2", true),
      ("scratchpad == 0.25MiB", true), ("scratchpad / 2 > 128KiB", false),
      ("clock * scratchpad > 1TB/s", true), ("1B/cycle == 2GB/s", true),
      ("fusion == 'csp' and split-ratio <= 0.5", true), ("fusion != \"csp\"", false),
      ("split_ratio > 0.5 or rows == 8 and columns == 16", true),
      ("(split_ratio > 0.5 or rows == 8) and columns == 15", false),
    ])
  func values(text: String, expected: Bool) throws {
    #expect(try allows(text) == expected)
  }

  @Test(
    "what makes no sense is refused where it stops",
    arguments: [
      ("", 1), ("rows <=", 8), ("rows = 8", 6), ("(rows < 8", 10), ("rows < 8)", 9),
      ("rows < 8KiB", 6), ("rows < 'x'", 6), ("rows and columns", 6), ("rows", 1), ("what > 1", 1),
      ("rows < 'x", 8), ("rows < 1parsec", 8), ("rows ! 3", 6), ("fusion < 'csp'", 8),
    ])
  func errors(text: String, column: Int) {
    #expect {
      _ = try allows(text)
    } throws: { error in
      guard case SweepError.constraint(text, _, let found)? = error as? SweepError else {
        return false
      }
      return found == column
    }
  }

  @Test("nesting and length are bounded")
  func hostile() {
    #expect(throws: SweepError.self) {
      try Constraint(String(repeating: "(", count: 1000) + "1")
    }
    #expect(throws: SweepError.self) { try Constraint(String(repeating: "-", count: 4000)) }
    #expect(throws: SweepError.self) { try Constraint(String(repeating: "1+", count: 4000)) }
  }

  @Test("only allowed points have rows, and figures count as well as axes")
  func filtering() throws {
    let plan = try plan(
      specification(
        [Axis(.figure("array.rows"), "4,8,16"), Axis(.figure("array.columns"), "4,8")],
        constraints: [
          "array.rows * array.columns <= 64", "memory.dram.bandwidth == 16GB/s",
          "memory.scratchpad >= 256KiB",
        ]))
    let outcomes = try (0..<plan.space.count).map {
      try plan.outcome(of: plan.space.values(of: $0))
    }
    #expect(outcomes.map { $0 != nil } == [true, true, true, true, true, false])
  }

  @Test("a condition that excludes everything, or names nothing, is refused beforehand")
  func excluding() throws {
    let axes = [try Axis(.figure("array.rows"), "4,8")]
    #expect(throws: SweepError.nothingAllowed(constraints: ["array.rows > 8"], points: 2)) {
      try plan(specification(axes, constraints: ["array.rows > 8"]))
    }
    #expect {
      try plan(specification(axes, constraints: ["array.rowz > 8"]))
    } throws: { "\($0)".contains("did you mean array.rows?") }
  }
}
