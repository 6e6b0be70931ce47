/// What a colour stands for.
public struct LegendEntry: Hashable, Sendable {
  public var name: String
  public var ink: Ink

  public init(name: String, ink: Ink) {
    self.name = name
    self.ink = ink
  }
}

/// What colours stand for, in one row; entries that find no room are left out.
struct Legend {
  let entries: [LegendEntry]
  let left: Double
  let top: Double

  /// The marks, and where the next entry would begin.
  var row: (marks: [Mark], end: Double) {
    var x = left
    var marks: [Mark] = []
    for entry in entries {
      let label = Label(entry.name, at: Point(x + 14, top + 9), size: 11)
      guard label.bounds.right <= ChartFrame.width - ChartFrame.margin else { break }
      marks.append(.box(Box(x: x, y: top, width: 10, height: 10), fill: entry.ink))
      marks.append(.label(label))
      x = label.bounds.right + 14
    }
    return (marks, x)
  }
}
