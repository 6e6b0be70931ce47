/// "Which version suits which profile?": a cell for each pair, with its result against the profile's
/// best, and the version marked that weighs the first two objectives best.
public struct VersionChart: Chart {
  public struct Column: Hashable, Sendable {
    /// Of each axis.
    public var values: [String]
    /// Billions of floating-point operations, two a multiply-accumulate.
    public var gigaflops: Double?
    /// In percent.
    public var publishedTop1: Double?
  }

  public struct Row: Hashable, Sendable {
    public var profile: String
    /// By version; `nil` where it can't be scheduled.
    public var results: [Double?]
    /// The version marked.
    public var choice: Int?
  }

  public var axes: [String]
  public var objective: String
  public var isLargerBetter: Bool
  public var columns: [Column]
  public var rows: [Row]
  /// The objectives that the marks weigh.
  public var weighed: [String]

  private static let left = 150.0
  private static let top = ChartFrame.top + 14
  private static let cellHeight = 22.0
  private static let lineHeight = 15.0

  private var cellWidth: Double {
    (ChartFrame.width - VersionChart.left - ChartFrame.margin) / Double(max(1, columns.count))
  }

  private var bottom: Double { VersionChart.top + VersionChart.cellHeight * Double(rows.count) }

  public func drawing() -> Drawing {
    let title = "Which \(axes.joined(separator: " and ")) suits which profile?"
    let subject =
      "\(objective), and how far it is from the profile's best; "
      + "orange: nearest to the best of \(weighed.joined(separator: " and "))"
    let height = bottom + VersionChart.lineHeight * Double(footers.count) + 24
    return Drawing(
      width: ChartFrame.width, height: height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: subject) + names + cells + captions)
  }

  var summary: String {
    let chosen = rows.compactMap(\.choice)
    let counts = columns.indices.map { index in chosen.count { $0 == index } }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else {
      return "No version has all objectives."
    }
    let name = zip(axes, columns[index].values).map { "\($0) \($1)" }.joined(separator: ", ")
    return "Most often \(name): on \(most) of \(chosen.count) profiles."
  }

  private func best(_ row: Row) -> Double? {
    let known = row.results.compactMap(\.self)
    return isLargerBetter ? known.max() : known.min()
  }

  /// From 0 for the profile's worst to 1 for its best.
  private func merit(_ result: Double, _ row: Row) -> Double {
    let known = row.results.compactMap(\.self)
    guard let low = known.min(), let high = known.max(), high > low else { return 1 }
    let share = (result - low) / (high - low)
    return isLargerBetter ? share : 1 - share
  }

  private var cells: [Mark] {
    rows.enumerated().flatMap { index, row in
      columns.indices.map { column in
        let box = Box(
          x: VersionChart.left + cellWidth * Double(column),
          y: VersionChart.top + VersionChart.cellHeight * Double(index), width: cellWidth - 2,
          height: VersionChart.cellHeight - 2)
        return cell(row, column, box)
      }
    }
  }

  private func cell(_ row: Row, _ column: Int, _ box: Box) -> Mark {
    let name = "\(row.profile), \(columns[column].values.joined(separator: " "))"
    guard let result = row.results[column], let best = best(row) else {
      return .group([.box(box, fill: .band)], tooltip: "\(name): can't be scheduled")
    }
    let isChosen = row.choice == column
    let change = best == 0 ? 0 : (result / best - 1) * 100
    let sign = change > 0 ? "+" : ""
    let relative = change == 0 ? "best" : "\(sign)\(NumberText.fixed(change, decimals: 0)) %"
    var marks: [Mark] = [.box(box, fill: .green, opacity: 0.1 + 0.55 * merit(result, row))]
    let both = "\(NumberText.short(result))  \(relative)"
    let shown =
      TextMetrics.width(of: both, size: 10) < box.width - 4
      ? both : TextMetrics.fitting(NumberText.short(result), width: box.width - 4, size: 10)
    if let shown {
      marks.append(
        .label(
          Label(
            shown, at: Point(box.middle.x, box.middle.y + 4), anchor: .middle, size: 10,
            isBold: isChosen)))
    }
    if isChosen { marks.append(outline(box)) }
    return .group(marks, tooltip: "\(name): \(NumberText.short(result)), \(relative)")
  }

  private func outline(_ box: Box) -> Mark {
    let corners = [
      Point(box.x, box.y), Point(box.right, box.y), Point(box.right, box.bottom),
      Point(box.x, box.bottom), Point(box.x, box.y),
    ]
    return .polyline(corners, Stroke(.orange, width: 2.5))
  }

  private var names: [Mark] {
    rows.enumerated().compactMap { index, row in
      TextMetrics.fitting(row.profile, width: VersionChart.left - 24, size: 11).map {
        let y = VersionChart.top + VersionChart.cellHeight * (Double(index) + 0.5) + 3
        return .label(Label($0, at: Point(VersionChart.left - 8, y), anchor: .end, size: 11))
      }
    }
  }

  /// Lines beneath the columns: the values of each axis, then what the version is known for.
  private var footers: [(name: String, texts: [String?])] {
    var lines: [(name: String, texts: [String?])] = axes.enumerated().map { axis, name in
      (name, columns.map { $0.values[axis] })
    }
    if columns.contains(where: { $0.gigaflops != nil }) {
      lines.append(("BFLOPs", columns.map { $0.gigaflops.map { NumberText.short($0) } }))
    }
    if columns.contains(where: { $0.publishedTop1 != nil }) {
      lines.append(
        ("published top-1", columns.map { $0.publishedTop1.map { "\(NumberText.short($0)) %" } }))
    }
    return lines
  }

  private var captions: [Mark] {
    footers.enumerated().flatMap { line, footer -> [Mark] in
      let y = bottom + VersionChart.lineHeight * Double(line + 1)
      let name = Label(
        footer.name, at: Point(VersionChart.left - 8, y), anchor: .end, size: 11, ink: .muted)
      let texts = footer.texts.enumerated().compactMap { column, text -> Mark? in
        guard let text, let shown = TextMetrics.fitting(text, width: cellWidth - 4, size: 11) else {
          return nil
        }
        let x = VersionChart.left + cellWidth * (Double(column) + 0.5)
        return .label(Label(shown, at: Point(x, y), anchor: .middle, size: 11))
      }
      return [.label(name)] + texts
    }
  }
}
