import Testing

@testable import Sweeps

@Suite("what a sweep's rows say") struct AnswersTests {
  private func answers(
    _ axes: [Axis], _ rows: [(values: [String], milliseconds: Double, top1: Double?)]
  ) throws -> SweepAnswers {
    var answers = SweepAnswers(axes: axes, objectives: [.latency, .top1])
    for (point, row) in rows.enumerated() {
      let accuracy = row.top1.map { "\($0)" } ?? ""
      let line =
        "\(point),\(row.values.joined(separator: ",")),1000,\(row.milliseconds),1,0.5,1,1,1,1,"
        + "compute-bound,\(accuracy),,,"
      answers.add(try #require(SweepRow(line: Array(line.utf8), axes: axes.count)))
    }
    return answers
  }

  private func axes(_ profiles: [String], ratios: [String]) throws -> [Axis] {
    [
      try Axis(.profile, values: profiles), try Axis(.network, values: ["net"]),
      try Axis(.splitRatio, values: ratios),
    ]
  }

  /// Three versions: the more accurate the slower, in other proportions on each chip.
  private func versions() throws -> SweepAnswers {
    try answers(
      axes(["a", "b"], ratios: ["0.25", "0.5", "0.75"]),
      [
        (["a", "net", "0.25"], 2.0, 72), (["a", "net", "0.5"], 1.1, 71),
        (["a", "net", "0.75"], 1.0, 68), (["b", "net", "0.25"], 10.5, 72),
        (["b", "net", "0.5"], 19, 71), (["b", "net", "0.75"], 10, 68),
      ])
  }

  @Test("the version chosen is the one nearest to the best of both objectives")
  func choices() throws {
    let choices = try #require(try versions().choices)
    // a: (1, 0), (0.1, 0.25) and (0, 1) from the best; b: (0.06, 0), (1, 0.25) and (0, 1).
    #expect(choices.choice(profile: 0) == 1)
    #expect(choices.choice(profile: 1) == 0)
    #expect(choices.values(of: 2) == ["0.75"])
  }

  @Test("the summary says which version it would be on each profile, and how often")
  func words() throws {
    let text = SweepSummary(try versions()).text
    #expect(text.contains("  a: split-ratio 0.5, latency (ms) 1.1, published top-1 (%) 71"))
    #expect(text.contains("(by latency alone: split-ratio 0.75, latency (ms) 1, "))
    #expect(text.contains("  Of 2 profiles, split-ratio 0.25 on 1, 0.5 on 1."))
  }

  @Test("versions without an objective are not chosen, and a sweep of one profile has no choice")
  func missing() throws {
    let some = try answers(
      axes(["a", "b"], ratios: ["0.25", "0.5"]),
      [(["a", "net", "0.25"], 2, nil), (["a", "net", "0.5"], 3, 70)])
    #expect(some.choices?.choice(profile: 0) == 1)
    #expect(some.choices?.choice(profile: 1) == nil)
    #expect(try answers(axes(["a"], ratios: ["0.25", "0.5"]), []).choices == nil)
  }

  @Test("the best point tells its objective, where time and rate don't")
  func bestByTop1() throws {
    var answers = SweepAnswers(
      axes: try axes(["a"], ratios: ["0.25", "0.5"]), objectives: [.top1])
    let line = "0,a,net,0.25,1000,2.0,500,0.5,1,1,1,1,compute-bound,71.5,,,"
    answers.add(try #require(SweepRow(line: Array(line.utf8), axes: 3)))
    let text = SweepSummary(answers).text
    #expect(
      text.contains("Best by top1: split-ratio 0.25.\n  published top-1 (%) 71.5:\n  2 ms, 500 "))
  }

  @Test("a value that failed and one that was never measured are told apart")
  func untried() throws {
    let text = SweepSummary(
      try answers(
        axes(["a"], ratios: ["0.25", "0.5", "0.75"]),
        [(["a", "net", "0.25"], 2, 70), (["a", "net", "0.5"], 1, 70)])
    ).text
    #expect(text.contains("  1 other value was not measured"))
    #expect(!text.contains("no point could be scheduled"))
  }

  @Test("the front holds what nothing beats in both objectives")
  func front() throws {
    #expect(try versions().front.map(\.point) == [0, 1, 2])
  }
}
