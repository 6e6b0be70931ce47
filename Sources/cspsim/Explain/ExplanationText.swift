import Analysis
import Quantities
import Reports

/// An explanation for people.
struct ExplanationText {
  private let explanation: Explanation
  private var run: RunAnalysis { explanation.run }

  init(_ explanation: Explanation) { self.explanation = explanation }

  func text(on terminal: Terminal) -> String {
    var parts = [
      heading, "The critical path", terminal.text(pathTable), "What if a figure changes",
      terminal.text(changeTable), unmoved,
    ]
    if !explanation.schedules.isEmpty {
      parts += ["What if the schedule changes", terminal.text(scheduleTable), sideBySide]
    }
    parts += ["The layers furthest above their least time", terminal.text(boundsTable)]
    if let target = explanation.target { parts += [targetText(target.rate, target.changes)] }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var heading: String {
    """
    \(run.network.name) on \(run.profile.name): \(Decimal.duration(seconds: run.seconds)) \
    (\(NumberText.short(run.framesPerSecond)) images/s), \
    \(NumberText.percent(run.arrayUtilisation)) of the multipliers' peak used

    """
  }

  private var pathTable: TerminalTable {
    var table = TerminalTable([
      .init("resource", importance: 3), .init("task", importance: 3),
      .init("time", .right, importance: 2), .init("share", .right, importance: 2),
      .init("most of it in", minimumWidth: 10, importance: 1),
    ])
    for share in explanation.pathShares {
      let cycles = Double(share.cycles)
      table.append([
        share.resource, share.kind.name, Decimal.duration(seconds: cycles / run.clock.value),
        NumberText.percent(cycles / Double(max(1, run.makespan.count))), mostIn(share),
      ])
    }
    return table
  }

  private func mostIn(_ share: CriticalPath.Share) -> String {
    let part = NumberText.percent(Double(share.layerCycles) / Double(max(1, share.cycles)))
    let layer = share.layer < 0 ? "the run's launch" : run.network.layers[share.layer].name
    return "\(layer) (\(part))"
  }

  private var scheduleTable: TerminalTable {
    var table = TerminalTable([
      .init("schedule", minimumWidth: 12, importance: 5), .init("time", .right, importance: 4),
      .init("change", .right, importance: 5), .init("DRAM traffic", .right, importance: 3),
      .init("peak of activations", .right, importance: 2),
    ])
    table.append(["as run", Decimal.duration(seconds: run.seconds), "", traffic(run), peak(run)])
    for schedule in explanation.schedules {
      guard let other = schedule.run else {
        table.append([schedule.words, "doesn't fit", "", "", ""])
        continue
      }
      table.append([
        schedule.words, Decimal.duration(seconds: other.seconds),
        signed(other.seconds / run.seconds - 1), traffic(other), peak(other),
      ])
    }
    return table
  }

  /// Whether several arrays or streams were used for layers side by side, and what that brought.
  private var sideBySide: String {
    let trace = run.simulation.trace
    let arrays = trace.schedule.resources.count { $0.name.hasPrefix("array ") }
    guard arrays > 1 else { return onStreams }
    let pairs = run.simulation.sideBySide
    guard let first = pairs.first else {
      return "On \(arrays) arrays no two layers run side by side.\n"
    }
    let names = run.network.layers[first...first + 1].map(\.name).joined(separator: " beside ")
    return
      "On \(arrays) arrays \(pairs.count == 1 ? "one pair" : "\(pairs.count) pairs") of layers "
      + "run side by side (\(names)\(pairs.count > 1 ? ", …" : "")): \(againstInTurn).\n"
  }

  private var onStreams: String {
    guard case .gpu(let device) = run.profile.device, device.streams > 1 else { return "" }
    guard let overlap = StreamOverlap(run.simulation) else {
      return "On \(device.streams) streams layers run no faster than one after another.\n"
    }
    let names = [overlap.longest.0, overlap.longest.1].map { run.network.layers[$0].name }
    let share = Double(overlap.cycles) / Double(max(1, run.makespan.count))
    return
      "On \(overlap.streams) streams layers run side by side in \(NumberText.percent(share)) of the "
      + "time (longest: \(names.joined(separator: " beside "))): \(againstInTurn).\n"
  }

  private var againstInTurn: String {
    let inTurn = explanation.schedules.first { $0.words == "--branches in-turn" }?.run
    let change = inTurn.map { signed(run.seconds / $0.seconds - 1) } ?? ""
    return "\(change == "none" ? "no change" : change) in time against one after another"
  }

  private func traffic(_ run: RunAnalysis) -> String { "\(run.dramTraffic)" }

  private func peak(_ run: RunAnalysis) -> String { "\(run.peakActivations)" }

  /// The changes that matter: at least a tenth of a percent.
  private var changeTable: TerminalTable {
    var table = TerminalTable([
      .init("figure", minimumWidth: 12, importance: 5), .init("from", .right, importance: 3),
      .init("to", .right, importance: 4), .init("time", .right, importance: 4),
      .init("change", .right, importance: 5),
      .init("most of it in", minimumWidth: 10, importance: 1),
    ])
    for change in explanation.changes where matters(change) {
      table.append([
        change.figure.path, text(change.figure.value, change.figure.unit),
        text(change.after, change.figure.unit),
        change.seconds.map { Decimal.duration(seconds: $0) } ?? "doesn't fit",
        change.seconds.map { signed($0 / run.seconds - 1) } ?? "", mostIn(change),
      ])
    }
    return table
  }

  private func matters(_ change: WhatIf) -> Bool {
    guard let seconds = change.seconds else { return true }
    return abs(seconds / run.seconds - 1) >= 0.001
  }

  private var unmoved: String {
    let figures = explanation.changes.filter { !matters($0) }.map {
      "\($0.figure.path) ×\($0.factor == 2 ? "2" : "½")"
    }
    let count = explanation.changes.count
    let each = Decimal.duration(seconds: explanation.duration.inSeconds / Double(max(1, count)))
    return (figures.isEmpty ? "" : "No change: \(figures.joined(separator: ", ")).\n")
      + "\(count) what-ifs, \(each) each.\n"
  }

  /// The layer that the change helps or hurts most.
  private func mostIn(_ change: WhatIf) -> String {
    let layers = change.layerChanges.enumerated()
    guard
      let most = layers.max(by: { (abs($0.element), $1.offset) < (abs($1.element), $0.offset) }),
      let seconds = change.seconds, most.element != 0
    else { return "" }
    let share = most.element / (seconds - run.seconds)
    return "\(run.network.layers[most.offset].name) (\(NumberText.percent(max(0, min(1, share)))))"
  }

  private var boundsTable: TerminalTable {
    var table = TerminalTable([
      .init("layer", minimumWidth: 12, importance: 5), .init("time", .right, importance: 4),
      .init("compute roof", .right, importance: 2), .init("traffic roof", .right, importance: 2),
      .init("above", .right, importance: 4), .init("bound by", importance: 3),
    ])
    let above = run.layers.map {
      run.cycles($0.attribution.total) - Double(explanation.bounds[$0.index].least.count)
    }
    let worst = above.indices.sorted { (above[$1], $0) < (above[$0], $1) }.prefix(5)
    for index in worst where above[index] > 0 {
      let layer = run.layers[index]
      let bounds = explanation.bounds[index]
      table.append([
        run.network.layers[index].name, duration(run.cycles(layer.attribution.total)),
        duration(Double(bounds.compute.count)), duration(Double(bounds.compulsoryTraffic.count)),
        duration(above[index]), layer.verdict.rawValue,
      ])
    }
    return table
  }

  private func targetText(_ rate: Double, _ changes: [TargetChange]) -> String {
    let goal = "\(NumberText.short(rate)) images/s"
    guard run.framesPerSecond < rate else { return "\(goal) is reached already.\n" }
    let enough = changes.compactMap { change in
      change.needed.map {
        "\(change.figure.path) \(change.figure.isCost ? "≤" : "≥") "
          + text($0, change.figure.unit)
      }
    }
    guard !enough.isEmpty else {
      return "No single figure reaches \(goal), even 64 times better; change several.\n"
    }
    return "For \(goal), one of these is enough: \(enough.joined(separator: "; or ")).\n"
  }

  // MARK: Figures

  private func duration(_ cycles: Double) -> String {
    Decimal.duration(seconds: cycles / run.clock.value)
  }

  private func signed(_ share: Double) -> String {
    guard abs(share) >= 0.0005 else { return "none" }
    return (share < 0 ? "−" : "+") + NumberText.percent(abs(share))
  }

  private func text(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "Hz": "\(Hertz(value))"
    case "B": "\(Bytes(Int(value)))"
    case "B/s": "\(BytesPerSecond(value))"
    case "cycles": "\(Cycles(Int(value)))"
    case _ where value == value.rounded(): Decimal.grouped(Int(value))
    default: NumberText.short(value)
    }
  }
}
