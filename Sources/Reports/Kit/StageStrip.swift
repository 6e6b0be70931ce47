/// A strip above a plot that names the stage that each part of it belongs to.
struct StageStrip {
  /// A run of pixels that belongs to one stage; an empty name leaves a gap.
  struct Section {
    var name: String
    var left: Double
    var right: Double
  }

  static let height = 18.0

  let sections: [Section]
  /// The top of the strip, and the bottom of the plot that its bands run down through.
  let top: Double
  let bottom: Double

  /// Faint bands behind the plot, every other stage.
  var bands: [Mark] {
    named.enumerated().compactMap { index, section in
      guard index % 2 == 0 else { return nil }
      return .box(
        Box(
          x: section.left, y: top + Self.height, width: section.right - section.left,
          height: bottom - top - Self.height), fill: .panel)
    }
  }

  /// The strip itself, its names shortened to their room or left out.
  var strip: [Mark] {
    named.map { section in
      let box = Box(
        x: section.left + 0.5, y: top, width: max(section.right - section.left - 1, 0.5),
        height: Self.height - 3)
      var marks: [Mark] = [.box(box, fill: .band)]
      if let name = shown(section.name, width: box.width - 6) {
        let place = Point(box.middle.x, top + 11.5)
        marks.append(.label(Label(name, at: place, anchor: .middle, size: 11)))
      }
      return .group(marks, tooltip: section.name)
    }
  }

  /// The name, of a stage its number, or as much as there is room for.
  private func shown(_ name: String, width: Double) -> String? {
    let number = name.hasPrefix("stage ") ? String(name.dropFirst(6)) : nil
    return [name, number].compactMap { $0 }
      .first { TextMetrics.width(of: $0, size: 11) <= width }
      ?? TextMetrics.fitting(name, width: width, size: 11)
  }

  private var named: [Section] { sections.filter { !$0.name.isEmpty } }

  /// Joins neighbours of the same stage.
  static func sections(of stages: [String], edges: (Int) -> Double) -> [Section] {
    var sections: [Section] = []
    for (index, stage) in stages.enumerated() {
      if sections.last?.name == stage {
        sections[sections.count - 1].right = edges(index + 1)
      } else {
        sections.append(Section(name: stage, left: edges(index), right: edges(index + 1)))
      }
    }
    return sections
  }
}
