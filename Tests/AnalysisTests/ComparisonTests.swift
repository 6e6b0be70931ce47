import Testing

@testable import Analysis

@Suite("comparison")
struct ComparisonTests {
  @Test("stages that a later run adds follow the stage that they follow there")
  func stagesAligned() {
    #expect(
      Comparison.alignedStages([
        ["stem", "stage 1", "head"], ["stem", "stage 1", "stage 2", "head"], ["neck", "head"],
      ]) == ["neck", "stem", "stage 1", "stage 2", "head"])
  }

  @Test("stages of one run keep its order, and strangers come first")
  func disjoint() {
    #expect(Comparison.alignedStages([["b", "a"], []]) == ["b", "a"])
    #expect(Comparison.alignedStages([["a", "b"], ["x", "y"]]) == ["x", "y", "a", "b"])
  }
}
