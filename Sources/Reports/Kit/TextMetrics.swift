/// The room that text takes, from the advance widths of DejaVu Sans.
///
/// Of the fonts that viewers substitute for `sans-serif`, DejaVu (and Verdana) are the widest, so a
/// label that fits by this measure fits everywhere.
public enum TextMetrics {
  /// The width in pixels of text set at a size in pixels.
  public static func width(of text: String, size: Double, bold: Bool = false) -> Double {
    let widths = bold ? boldWidths : plainWidths
    var thousandths = 0
    for scalar in text.unicodeScalars {
      let index = Int(scalar.value) - 32
      thousandths += widths.indices.contains(index) ? widths[index] : otherWidth(scalar)
    }
    return Double(thousandths) * size / 1000
  }

  /// The text, shortened in its middle with an ellipsis if it is wider than the room; nil if not
  /// even three characters would remain.
  ///
  /// Names of layers differ at both ends, which is why the middle goes.
  public static func fitting(
    _ text: String, width room: Double, size: Double, bold: Bool = false
  ) -> String? {
    if width(of: text, size: size, bold: bold) <= room { return text }
    let characters = Array(text)
    var kept = characters.count - 1
    while kept >= 3 {
      let head = (kept + 1) / 2
      let short = String(characters[..<head]) + "…" + String(characters.suffix(kept - head))
      if width(of: short, size: size, bold: bold) <= room { return short }
      kept -= 1
    }
    return nil
  }

  /// A layer's name, or what follows its first dot where only that fits, for the strip above a chart
  /// says which stage it is; else shortened.
  static func fittingLayer(_ name: String, width room: Double, size: Double) -> String? {
    let tail = name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
    return [name, tail].first { !$0.isEmpty && width(of: $0, size: size) <= room }
      ?? fitting(tail.isEmpty ? name : tail, width: room, size: size)
  }

  /// The text broken at spaces into lines no wider than the room, where its words allow.
  public static func lines(of text: String, width room: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || width(of: longer, size: size) <= room {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func otherWidth(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "·": 380
    case "–": 500
    case "µ", "γ": 740
    default: 1000
    }
  }

  /// Advance widths in thousandths of the font size, for the characters from space to tilde.
  private static let plainWidths = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]

  private static let boldWidths = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683,
    683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771,
    724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665,
    343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  ]
}
