/// Aligned columns for a terminal, cut to its width.
///
///     var table = TerminalTable([.init("layer"), .init("cycles", .right)])
///     table.append(["stem.conv1", "18432"])
///     print(table.text(width: 80, showsColour: false))
///
/// A table that is too wide first shortens the columns that allow it, then leaves out columns, the
/// least important first.
public struct TerminalTable: Sendable {
  public enum Alignment: Hashable, Sendable {
    case left
    case right
  }

  /// What is left out of a cell that is too wide.
  public enum Cut: Hashable, Sendable {
    case end
    /// Names that begin alike are told apart by how they end.
    case inside
  }

  public struct Column: Hashable, Sendable {
    public let title: String
    public let alignment: Alignment
    /// The fewest terminal columns that still say something; `nil` if it can't be shortened.
    public let minimumWidth: Int?
    /// Columns with less are left out sooner; of equal ones the rightmost.
    public let importance: Int
    public let cut: Cut

    public init(
      _ title: String, _ alignment: Alignment = .left, minimumWidth: Int? = nil,
      importance: Int = 0, cut: Cut = .end
    ) {
      self.title = title
      self.alignment = alignment
      self.minimumWidth = minimumWidth
      self.importance = importance
      self.cut = cut
    }
  }

  public let columns: [Column]
  private var rows: [[String]] = []
  private var footers: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row with a cell for each column; missing cells are empty.
  public mutating func append(_ cells: [String]) { rows.append(completed(cells)) }

  /// Adds a row below a rule, such as a total.
  public mutating func appendFooter(_ cells: [String]) { footers.append(completed(cells)) }

  /// Whole lines, each ending in a line break.
  ///
  /// - Parameters:
  ///   - width: of the terminal, in columns.
  ///   - showsColour: whether headings are set off by escape codes.
  public func text(width: Int, showsColour: Bool) -> String {
    let layout = layout(width: width)
    let heading = line(columns.map(\.title), layout)
    var text = (showsColour ? "\u{1B}[1m\(heading)\u{1B}[0m" : heading) + "\n"
    for row in rows { text += line(row, layout) + "\n" }
    if !footers.isEmpty { text += rule(layout) + "\n" }
    for row in footers { text += line(row, layout) + "\n" }
    return text
  }

  private func completed(_ cells: [String]) -> [String] {
    columns.indices.map { $0 < cells.count ? TerminalTable.printable(cells[$0]) : "" }
  }

  /// Names come from files: a control character must not reach the terminal.
  private static func printable(_ cell: String) -> String {
    guard cell.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return cell
    }
    return String(
      String.UnicodeScalarView(
        cell.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}

extension TerminalTable {
  private static let gap = 2

  /// A column that is shown, and how wide.
  private struct Slot {
    let column: Int
    var width: Int
  }

  private func layout(width: Int) -> [Slot] {
    var slots = columns.indices.map { Slot(column: $0, width: naturalWidth(of: $0)) }
    while slots.count > 1, leastWidth(slots) > width {
      let least = slots.map { columns[$0.column].importance }.min()
      slots.remove(at: slots.lastIndex { columns[$0.column].importance == least } ?? 0)
    }
    shorten(&slots, to: width)
    return slots
  }

  private func naturalWidth(of column: Int) -> Int {
    (rows + footers).reduce(DisplayWidth.columns(of: columns[column].title)) {
      max($0, DisplayWidth.columns(of: $1[column]))
    }
  }

  private func leastWidth(_ slots: [Slot]) -> Int {
    slots.reduce(TerminalTable.gap * (slots.count - 1)) { $0 + leastWidth($1) }
  }

  private func leastWidth(_ slot: Slot) -> Int {
    min(slot.width, columns[slot.column].minimumWidth ?? slot.width)
  }

  /// Takes columns from the widest that can still give some.
  private func shorten(_ slots: inout [Slot], to width: Int) {
    var excess = slots.reduce(TerminalTable.gap * (slots.count - 1) - width) { $0 + $1.width }
    while excess > 0 {
      let givers = slots.indices.filter { slots[$0].width > leastWidth(slots[$0]) }
      guard let giver = givers.max(by: { slots[$0].width < slots[$1].width }) else { return }
      slots[giver].width -= 1
      excess -= 1
    }
  }

  private func line(_ cells: [String], _ layout: [Slot]) -> String {
    let gap = String(repeating: " ", count: TerminalTable.gap)
    let line = layout.map { padded(cells[$0.column], $0) }.joined(separator: gap)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func padded(_ cell: String, _ slot: Slot) -> String {
    let column = columns[slot.column]
    let shown =
      column.cut == .end
      ? DisplayWidth.shortened(cell, to: slot.width)
      : DisplayWidth.shortenedInside(cell, to: slot.width)
    let space = String(repeating: " ", count: slot.width - DisplayWidth.columns(of: shown))
    return column.alignment == .left ? shown + space : space + shown
  }

  private func rule(_ layout: [Slot]) -> String {
    let width = layout.reduce(TerminalTable.gap * (layout.count - 1)) { $0 + $1.width }
    return String(repeating: "─", count: width)
  }
}
