import Testing
import Validation

@Suite("Scores")
struct ScoreTests {
  @Test("errors are relative to what was measured")
  func errors() {
    let score = Score([(predicted: 1.5, measured: 1), (2, 4), (3, 3)])
    #expect(score.count == 3)
    #expect(score.meanError == (0.5 + 0.5 + 0) / 3)
    #expect(score.medianError == 0.5)
    #expect(score.worstError == 0.5)
  }

  @Test("ranks that agree correlate fully, and reversed ones inversely")
  func ranks() {
    #expect(Score([(1, 10), (2, 20), (9, 30)]).rankCorrelation == 1)
    #expect(Score([(9, 10), (2, 20), (1, 30)]).rankCorrelation == -1)
    #expect(Score([(1, 10)]).rankCorrelation == nil)
  }
}
