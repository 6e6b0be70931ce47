/// A sweep's answers in plain words.
public struct SweepSummary: Sendable {
  private let answers: SweepAnswers

  public init(_ answers: SweepAnswers) { self.answers = answers }

  /// Paragraphs of whole lines.
  public var text: String {
    var paragraphs = [counts]
    if let best = answers.best { paragraphs.append(bestPoint(best)) }
    paragraphs += answers.axes.indices.compactMap(optimumByValue)
    if let versions { paragraphs.append(versions) }
    paragraphs.append(front)
    return paragraphs.joined(separator: "\n")
  }

  private var objective: Objective { answers.objectives.first ?? .latency }

  private var versions: String? {
    answers.choices.flatMap {
      VersionSummary(choices: $0, objectives: answers.objectives).text
    }
  }

  private var counts: String {
    "\(answers.rows) \(answers.rows == 1 ? "point" : "points")"
      + (answers.failures > 0
        ? ", of which \(answers.failures) can't be scheduled (column error says why)" : "") + ".\n"
  }

  private func bestPoint(_ row: SweepRow) -> String {
    guard let measurement = row.measurement else { return "" }
    let label = answers.label(row)
    return """
      Best by \(objective.rawValue): \(label.isEmpty ? "point \(row.point)" : label).\(result(measurement))
        \(SweepSummary.number(measurement.seconds * 1e3)) ms, \
      \(SweepSummary.number(measurement.framesPerSecond)) frames a second, the arrays used to \
      \(SweepSummary.number(measurement.utilisation * 100)) %; it is \(measurement.verdict.rawValue).

      """
  }

  /// The objective's figure, unless the next line has it anyway.
  private func result(_ measurement: Measurement) -> String {
    guard ![.latency, .framesPerSecond, .utilisation].contains(objective),
      let value = objective.value(of: measurement)
    else { return "" }
    return "\n  \(objective.title) \(SweepSummary.number(value)):"
  }

  /// Where the optimum lies for each value of an axis, if its place moves or the axis matters.
  private func optimumByValue(_ axis: Int) -> String? {
    let best = answers.bestByValue[axis]
    guard best.count > 1 else { return nil }
    let places = best.compactMap { $0.map { answers.label($0, except: axis) } }
    let moves = Set(places).count > 1
    let heading =
      "By \(answers.axes[axis].key.name)"
      + (moves
        ? " (the best of the other axes moves with it):"
        : places.first.map { $0.isEmpty ? ":" : " (always best with \($0)):" } ?? ":")
    let tried = best.indices.filter { answers.isTried[axis][$0] }
    let lines = tried.map { index in
      line(answers.axes[axis].values[index], best[index], axis: axis, showsPlace: moves)
    }
    let untried = best.count - tried.count
    let rest =
      untried > 0
      ? ["  \(untried) other \(untried == 1 ? "value was" : "values were") not measured"] : []
    return ([heading] + lines + rest).joined(separator: "\n") + "\n"
  }

  private func line(_ value: String, _ row: SweepRow?, axis: Int, showsPlace: Bool) -> String {
    guard let row, let measurement = row.measurement, let result = objective.value(of: measurement)
    else { return "  \(value): no point could be scheduled" }
    let accuracy =
      measurement.publishedTop1.map { ", published top-1 \(SweepSummary.number($0)) %" } ?? ""
    return "  \(value): \(objective.title) \(SweepSummary.number(result)), "
      + measurement.verdict.rawValue + accuracy
      + (showsPlace ? "; \(answers.label(row, except: axis))" : "")
  }

  private var front: String {
    let names = answers.objectives.map(\.rawValue).joined(separator: ", ")
    guard !answers.front.isEmpty else { return "No point has all of \(names).\n" }
    let count = answers.front.count
    return
      "\(count) \(count == 1 ? "point is" : "points are") on the Pareto front of \(names): pareto.csv.\n"
  }

  /// Four significant digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000, scale < 1e6 { scale *= 10 }
    let rounded = Double(Int(value * scale + (value < 0 ? -0.5 : 0.5))) / scale
    let text = rounded.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
