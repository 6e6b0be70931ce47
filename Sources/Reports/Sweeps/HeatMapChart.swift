/// "Which pair of values is best?": a cell for each pair, darker where the result is better.
public struct HeatMapChart: Chart {
  public var rowAxis: String
  public var columnAxis: String
  public var rows: [String]
  public var columns: [String]
  public var objective: String
  public var isLargerBetter: Bool
  /// Row by row; `nil` where no point could be scheduled.
  public var results: [Double?]

  private static let left = 130.0
  private static let top = ChartFrame.top + 22
  private static let cellHeight = 30.0

  private var cellWidth: Double {
    (ChartFrame.width - HeatMapChart.left - ChartFrame.margin) / Double(max(1, columns.count))
  }

  public func drawing() -> Drawing {
    let title = "Which \(rowAxis) and \(columnAxis) go together?"
    let subject = "\(objective), the best of all other axes; darker is better"
    let height = HeatMapChart.top + HeatMapChart.cellHeight * Double(rows.count) + 56
    return Drawing(
      width: ChartFrame.width, height: height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: subject) + names + cells)
  }

  /// The best cell; the first of several.
  var best: Int? {
    results.indices.filter { results[$0] != nil }.min { a, b in
      let (x, y) = (results[a] ?? 0, results[b] ?? 0)
      return isLargerBetter ? x > y : x < y
    }
  }

  var summary: String {
    guard let best, let result = results[best] else { return "No pair could be scheduled." }
    return "Best: \(rowAxis) \(rows[best / columns.count]) with \(columnAxis) "
      + "\(columns[best % columns.count]), \(NumberText.short(result))."
  }

  private func box(_ index: Int) -> Box {
    Box(
      x: HeatMapChart.left + cellWidth * Double(index % columns.count),
      y: HeatMapChart.top + HeatMapChart.cellHeight * Double(index / columns.count),
      width: cellWidth - 2, height: HeatMapChart.cellHeight - 2)
  }

  /// From 0 for the worst to 1 for the best.
  private func merit(_ result: Double) -> Double {
    let known = results.compactMap(\.self)
    guard let low = known.min(), let high = known.max(), high > low else { return 1 }
    let share = (result - low) / (high - low)
    return isLargerBetter ? share : 1 - share
  }

  private var cells: [Mark] {
    results.indices.flatMap { index -> [Mark] in
      let box = box(index)
      let pair = "\(rows[index / columns.count]), \(columns[index % columns.count])"
      guard let result = results[index] else {
        return [.group([.box(box, fill: .band)], tooltip: "\(pair): can't be scheduled")]
      }
      let text = NumberText.short(result)
      var marks: [Mark] = [.box(box, fill: .green, opacity: 0.1 + 0.55 * merit(result))]
      if let shown = TextMetrics.fitting(text, width: cellWidth - 6, size: 11) {
        marks.append(
          .label(
            Label(
              shown, at: Point(box.middle.x, box.middle.y + 4), anchor: .middle, size: 11,
              isBold: index == best)))
      }
      if index == best { marks += outline(box) }
      return [.group(marks, tooltip: "\(pair): \(text)")]
    }
  }

  private func outline(_ box: Box) -> [Mark] {
    let corners = [
      Point(box.x, box.y), Point(box.right, box.y), Point(box.right, box.bottom),
      Point(box.x, box.bottom), Point(box.x, box.y),
    ]
    return [.polyline(corners, Stroke(.orange, width: 2.5))]
  }

  private var names: [Mark] {
    let bottom = HeatMapChart.top + HeatMapChart.cellHeight * Double(rows.count)
    var marks: [Mark] = rows.enumerated().compactMap { index, name in
      TextMetrics.fitting(name, width: HeatMapChart.left - 24, size: 11).map {
        let y = HeatMapChart.top + HeatMapChart.cellHeight * (Double(index) + 0.5) + 3
        return .label(Label($0, at: Point(HeatMapChart.left - 8, y), anchor: .end, size: 11))
      }
    }
    marks += columns.enumerated().compactMap { index, name in
      TextMetrics.fitting(name, width: cellWidth - 4, size: 11).map {
        let x = HeatMapChart.left + cellWidth * (Double(index) + 0.5)
        return .label(Label($0, at: Point(x, bottom + 16), anchor: .middle, size: 11))
      }
    }
    let middle = HeatMapChart.left + (ChartFrame.width - HeatMapChart.left) / 2
    marks.append(
      .label(Label(columnAxis, at: Point(middle, bottom + 40), anchor: .middle, ink: .muted)))
    marks.append(
      .label(Label(rowAxis, at: Point(ChartFrame.margin, HeatMapChart.top - 8), ink: .muted)))
    return marks
  }
}
