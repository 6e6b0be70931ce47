/// A picture as data: what a chart makes and `svg()` writes.
///
/// Being data, its geometry can be tested without reading any SVG.
public struct Drawing: Sendable {
  public let width: Double
  public let height: Double
  /// The question that the picture answers; what a screen reader announces.
  public let title: String
  /// The answer in words, for those who don't see the picture.
  public let description: String
  public let marks: [Mark]

  /// Every label, at any depth.
  public var labels: [Label] { marks.flatMap(\.labels) }
}

extension Drawing {
  /// The drawing under another title.
  public func titled(_ title: String) -> Drawing {
    let marks = marks.map { mark -> Mark in
      guard case .label(var label) = mark, label.text == self.title else { return mark }
      let room = width - 2 * ChartFrame.margin
      label.text = TextMetrics.fitting(title, width: room, size: label.size, bold: true) ?? title
      return .label(label)
    }
    return Drawing(
      width: width, height: height, title: title, description: description, marks: marks)
  }
}

/// One thing drawn.
public indirect enum Mark: Sendable {
  case box(Box, fill: Ink, opacity: Double = 1)
  case line(Point, Point, Stroke)
  case polyline([Point], Stroke)
  case steps(Steps, fill: Ink, opacity: Double = 1)
  case disc(Point, radius: Double, fill: Ink, opacity: Double = 1)
  case label(Label)
  /// Marks that share a tooltip; `layer` links them with the same layer elsewhere in a page.
  case group([Mark], tooltip: String, layer: Int? = nil)

  var labels: [Label] {
    switch self {
    case .label(let label): [label]
    case .group(let marks, _, _): marks.flatMap(\.labels)
    case .box, .line, .polyline, .steps, .disc: []
    }
  }
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
  public var ink: Ink
  public var width: Double
  public var isDashed: Bool

  public init(_ ink: Ink, width: Double = 1, isDashed: Bool = false) {
    self.ink = ink
    self.width = width
    self.isDashed = isDashed
  }
}

/// The area under a staircase of equally wide steps.
public struct Steps: Hashable, Sendable {
  /// The left edge of the first step.
  public var left: Double
  public var stepWidth: Double
  /// The height of each step, as a distance from the top of the drawing.
  public var tops: [Double]
  /// The bottom of the area.
  public var base: Double
}

/// A line of text.
public struct Label: Hashable, Sendable {
  public enum Anchor: String, Sendable { case start, middle, end }

  public var text: String
  /// Where the baseline begins, has its middle or ends.
  public var position: Point
  public var anchor: Anchor
  public var size: Double
  public var isBold: Bool
  public var ink: Ink

  public init(
    _ text: String, at position: Point, anchor: Anchor = .start, size: Double = 12,
    isBold: Bool = false, ink: Ink = .text
  ) {
    self.text = text
    self.position = position
    self.anchor = anchor
    self.size = size
    self.isBold = isBold
    self.ink = ink
  }

  /// The room that the text takes, by the widest font that a viewer may substitute.
  public var bounds: Box {
    let width = TextMetrics.width(of: text, size: size, bold: isBold)
    let x =
      switch anchor {
      case .start: position.x
      case .middle: position.x - width / 2
      case .end: position.x - width
      }
    return Box(x: x, y: position.y - 0.8 * size, width: width, height: 1.05 * size)
  }
}
