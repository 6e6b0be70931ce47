import Analysis

extension ComparisonReport {
  /// What the runs are and how they did, one a row.
  public func runTable() -> TerminalTable {
    let hasEnergy = comparison.runs.contains { $0.energy != nil }
    var table = TerminalTable(
      [
        .init("", importance: 9), .init("run", minimumWidth: 20, importance: 9, cut: .inside),
        .init("MMACs", .right, importance: 4), .init("time/image", .right, importance: 8),
        .init("against A", .right, importance: 7), .init("images/s", .right, importance: 6),
        .init("used", .right, importance: 5), .init("DRAM/image", .right, importance: 3),
        .init("peak", .right, importance: 2),
      ] + (hasEnergy ? [.init("energy/image", .right, importance: 4)] : []))
    for (index, run) in comparison.runs.enumerated() {
      let batch = run.network.batch
      table.append(
        [
          letters[index], labels[index],
          NumberText.fixed(Double(run.macs / batch) / 1e6, decimals: 0),
          NumberText.si(comparison.totals[index].total, unit: "s"),
          index == 0 ? "" : ratio(comparison.totals[index].total, to: comparison.totals[0].total),
          NumberText.short(run.framesPerSecond), NumberText.percent(run.arrayUtilisation),
          NumberText.memory(bytes: (run.dramRead.count + run.dramWritten.count) / batch),
          NumberText.memory(bytes: run.peakActivations.count),
        ] + (hasEnergy ? [energy(of: run)] : []))
    }
    return table
  }

  private func energy(of run: RunAnalysis) -> String {
    run.energy.map {
      NumberText.si($0.total.total / Double(run.network.batch), unit: "J")
    } ?? "–"
  }

  /// Time an image by cause, each run beside the first.
  public func causeTable() -> TerminalTable {
    var table = TerminalTable([.init("cause", importance: 9)] + timeColumns)
    let causes = Cause.allCases.filter { cause in comparison.totals.contains { $0[cause] > 0 } }
    for cause in causes {
      table.append([cause.name] + timeCells(comparison.totals.map { $0[cause] }))
    }
    table.appendFooter(["total"] + timeCells(comparison.totals.map(\.total)))
    return table
  }

  /// Time an image by stage, each run beside the first, and the cause behind most of it.
  public func stageTable() -> TerminalTable {
    var table = TerminalTable(
      [.init("stage", importance: 9)] + timeColumns
        + letters.dropFirst().map { .init("\($0)−A mostly", importance: 5) })
    for stage in comparison.stages {
      table.append(
        [stage.name.isEmpty ? "(none)" : stage.name] + timeCells(stage.times.map(\.total))
          + stage.times.dropFirst().map { mainCause(of: $0, against: stage.times[0]) })
    }
    return table
  }

  private func mainCause(of times: CauseTimes, against first: CauseTimes) -> String {
    isSame(times.total, first.total) ? "" : (times - first).mainCause?.name ?? ""
  }

  /// Each difference in a sentence.
  public func sentences() -> [String] {
    letters.indices.dropFirst().map { run in
      let difference = comparison.difference(of: run)
      let causes = difference.causes.prefix(4).map { "\($0.name) \(signed(difference[$0]))" }
      let time = NumberText.si(difference.total.magnitude, unit: "s")
      let change =
        difference.total == 0
        ? "as long as A" : "\(time) \(difference.total < 0 ? "less" : "more") an image than A"
      return "\(letters[run]) takes \(change)"
        + (causes.isEmpty ? "." : ": " + causes.joined(separator: ", ") + ".")
    }
  }

  /// Every run's time, then how much the others differ from the first.
  private var timeColumns: [TerminalTable.Column] {
    letters.map { .init($0, .right, importance: 8) }
      + letters.dropFirst().map { .init("\($0)−A", .right, importance: 7) }
  }

  private func timeCells(_ seconds: [Double]) -> [String] {
    seconds.map { $0 == 0 ? "" : NumberText.si($0, unit: "s") }
      + seconds.dropFirst().map { isSame($0, seconds[0]) ? "=" : signed($0 - seconds[0]) }
  }

  /// Whether two times are equal but for the rounding of sums.
  private func isSame(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-9 * max(a, b)
  }

  private func signed(_ seconds: Double) -> String {
    guard seconds != 0 else { return "=" }
    return (seconds < 0 ? "−" : "+") + NumberText.si(seconds.magnitude, unit: "s")
  }

  private func ratio(_ value: Double, to base: Double) -> String {
    base > 0 ? "×" + NumberText.fixed(value / base, decimals: 2) : ""
  }
}
