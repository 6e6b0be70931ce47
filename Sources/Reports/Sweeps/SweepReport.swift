import Analysis
import Hardware
import Sweeps

/// A finished sweep as pictures.
public struct SweepReport: Sendable {
  let answers: SweepAnswers
  /// The run at the best point, for its sensitivities.
  let bestRun: RunAnalysis?

  public init(_ answers: SweepAnswers, bestRun: RunAnalysis?) {
    self.answers = answers
    self.bestRun = bestRun
  }

  /// The charts that the sweep has data for.
  public func charts(in folder: String) -> [OutputFile] {
    let axisCharts = answers.axes.indices.compactMap { axis in
      axisChart(axis).map { ("axis-\(answers.axes[axis].key.name)", $0.svg()) }
    }
    let others = [
      ("versions", versions?.svg()), ("heat-map", heatMap?.svg()), ("pareto", pareto?.svg()),
      ("sensitivity", tornado?.svg()),
    ]
    return (axisCharts + others.compactMap { name, bytes in bytes.map { (name, $0) } })
      .map { OutputFile(path: "\(folder)/\($0).svg", bytes: $1) }
  }

  private var objective: Objective { answers.objectives.first ?? .latency }

  private func result(_ row: SweepRow?) -> Double? {
    row?.measurement.flatMap { objective.value(of: $0) }
  }

  /// The best result for each value of an axis, or `nil` for one that doesn't vary.
  public func axisChart(_ axis: Int) -> AxisChart? {
    let best = answers.bestByValue[axis]
    guard best.count > 1, best.contains(where: { $0 != nil }) else { return nil }
    let values = answers.axes[axis].values
    return AxisChart(
      axis: answers.axes[axis].key.name, objective: objective.title,
      isLargerBetter: objective.isLargerBetter,
      entries: zip(values, best).map { value, row in
        let verdict = row?.measurement?.verdict.rawValue ?? "can't be scheduled"
        let place = row.map { answers.label($0, except: axis) } ?? ""
        return AxisChart.Entry(
          value: value, result: result(row),
          tooltip: [value, place, verdict].filter { !$0.isEmpty }.joined(separator: "; "))
      })
  }

  /// The best result for each pair of values of two axes, if so many vary.
  public var heatMap: HeatMapChart? {
    guard let (row, column) = answers.mapAxes, answers.map.contains(where: { $0 != nil }) else {
      return nil
    }
    return HeatMapChart(
      rowAxis: answers.axes[row].key.name, columnAxis: answers.axes[column].key.name,
      rows: answers.axes[row].values, columns: answers.axes[column].values,
      objective: objective.title, isLargerBetter: objective.isLargerBetter,
      results: answers.map.map(result))
  }

  /// Each version on each profile, if there are several of both.
  public var versions: VersionChart? {
    guard let choices = answers.choices else { return nil }
    let versions = 0..<choices.versionCount
    return VersionChart(
      axes: choices.axes.map(\.key.name), objective: objective.title,
      isLargerBetter: objective.isLargerBetter,
      columns: versions.map { version in
        let measured = choices.profiles.indices.compactMap {
          choices.row(profile: $0, version: version)?.measurement
        }
        return VersionChart.Column(
          values: choices.values(of: version),
          gigaflops: measured.first.map { 2 * Double($0.macs) / 1e9 },
          publishedTop1: measured.first?.publishedTop1)
      },
      rows: choices.profiles.indices.map { profile in
        VersionChart.Row(
          profile: choices.profiles[profile],
          results: versions.map { result(choices.row(profile: profile, version: $0)) },
          choice: choices.choice(profile: profile))
      }, weighed: answers.objectives.prefix(2).map(\.rawValue))
  }

  /// By the first two objectives.
  public var pareto: ParetoChart? {
    guard answers.objectives.count > 1, !answers.front.isEmpty else { return nil }
    let (first, second) = (answers.objectives[0], answers.objectives[1])
    return ParetoChart(
      xTitle: first.title, yTitle: second.title,
      others: answers.sample.map { Point($0.x, $0.y) },
      front: answers.front.compactMap { row in
        guard let measurement = row.measurement, let x = first.value(of: measurement),
          let y = second.value(of: measurement)
        else { return nil }
        return ParetoChart.Entry(x: x, y: y, label: answers.label(row))
      })
  }

  var tornado: TornadoChart? {
    guard let run = bestRun else { return nil }
    let changes = WhatIf.all(Experiment(run))
    var bars: [TornadoChart.Bar] = []
    for figure in DesignFigure.all(of: run.profile) {
      let mine = changes.filter { $0.figure.path == figure.path }
      guard !mine.isEmpty else { continue }
      func change(_ factor: Double) -> Double? {
        mine.first { $0.factor == factor }.map { ($0.seconds ?? .infinity) / run.seconds - 1 }
      }
      bars.append(
        TornadoChart.Bar(figure: figure.path, halved: change(0.5), doubled: change(2)))
    }
    return TornadoChart(
      subject:
        "\(run.network.name) on \(run.profile.name) at the best point: change of the time, one "
        + "figure at a time",
      bars: bars)
  }
}
