import Analysis

extension RunRecord {
  /// Utilisation over time, from the rows of `timeline.csv`: over the whole run, or from the first
  /// of the record's stages to the last.
  ///
  /// - Throws: `TimelineError` if the rows are not equal intervals, or the summary is too old.
  public func timelineChart(csv: [UInt8], file: String) throws(TimelineError) -> TimelineChart {
    guard !lanes.isEmpty else { throw .noLanes(file: file) }
    let lines = String(decoding: csv, as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let rows = try intervals(lines.dropFirst(), columns: names.count, file: file)
    let window = window
    guard let start = names.firstIndex(of: "start_s") else { throw .notIntervals(file: file) }
    let kept = rows.filter { window.contains($0[start]) }
    var drawn: [TimelineChart.Lane] = []
    for lane in lanes {
      guard let place = names.firstIndex(of: lane.column.rawValue[...]) else {
        throw .notIntervals(file: file)
      }
      drawn.append(lane.drawn(kept.map { $0[place] }))
    }
    return TimelineChart(
      subject: subject + part, duration: window.upperBound - window.lowerBound,
      stages: stages.filter { window.contains(($0.start + $0.end) / 2) }.map {
        TimelineChart.Stage(
          name: $0.name, start: $0.start - window.lowerBound, end: $0.end - window.lowerBound)
      }, lanes: drawn)
  }

  private func intervals(
    _ lines: some Sequence<Substring>, columns: Int, file: String
  ) throws(TimelineError) -> [[Double]] {
    var rows: [[Double]] = []
    for line in lines {
      let cells = line.split(separator: ",").compactMap { Double($0) }
      guard cells.count == columns, cells.allSatisfy(\.isFinite) else {
        throw .notIntervals(file: file)
      }
      rows.append(cells)
    }
    guard !rows.isEmpty else { throw .notIntervals(file: file) }
    return rows
  }

  /// The first and the last stage of the layers, if those are not all.
  private var ends: (first: TimelineChart.Stage, last: TimelineChart.Stage)? {
    let chosen = Set(layers.map(\.stage))
    let shown = stages.filter { chosen.contains($0.name) }
    guard !isWhole, let first = shown.first, let last = shown.last else { return nil }
    return (first, last)
  }

  private var window: Range<Double> { ends.map { $0.first.start..<$0.last.end } ?? 0..<seconds }

  private var part: String {
    ends.map {
      $0.first.name == $0.last.name ? $0.first.name : "\($0.first.name) to \($0.last.name)"
    }
    .map { ", \($0)" } ?? ""
  }
}

/// Why a timeline can't be drawn anew.
public enum TimelineError: Error, Hashable, Sendable, CustomStringConvertible {
  case noLanes(file: String)
  case notIntervals(file: String)

  public var description: String {
    switch self {
    case .noLanes(let file):
      "\(file): the summary beside it doesn't say how to draw it; run the network again"
    case .notIntervals(let file):
      "\(file): its rows are no intervals of the run; expected what 'cspsim run' writes with "
        + "--timeline buckets"
    }
  }
}
