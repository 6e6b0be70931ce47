extension Drawing {
  /// The drawing as an SVG file that stands alone.
  ///
  /// It brings its own background, so that it reads on a light and on a dark page, and follows
  /// the reader's preference where the viewer tells it.
  ///
  /// - Parameters:
  ///   - theme: which colours it has.
  ///   - shownWidth: how wide it is shown, in pixels; its own width if not given.
  public func svg(theme: Theme = .automatic, shownWidth: Double? = nil) -> [UInt8] {
    var text = SVGText()
    text.open(self, theme, scale: (shownWidth ?? width) / width)
    text.write(.box(Box(x: 0, y: 0, width: width, height: height), fill: .background))
    for mark in marks { text.write(mark) }
    text.out.append("</svg>\n")
    return text.out.bytes
  }
}

/// SVG under construction.
private struct SVGText {
  var out = ByteText(reserving: 1 << 16)

  mutating func open(_ drawing: Drawing, _ theme: Theme, scale: Double) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
    number("width", drawing.width * scale)
    number("height", drawing.height * scale)
    out.append(" viewBox=\"0 0 ")
    out.append(drawing.width, decimals: 2)
    out.append(" ")
    out.append(drawing.height, decimals: 2)
    out.append("\" aria-label=\"")
    escape(drawing.title)
    out.append("\">\n<title>")
    escape(drawing.title)
    out.append("</title>\n<desc>")
    escape(drawing.description)
    out.append("</desc>\n<style>")
    out.append(StyleSheet.css(for: drawing, theme))
    out.append("</style>\n")
  }

  mutating func write(_ mark: Mark) {
    switch mark {
    case .box(let box, let fill, let opacity): write(box, fill, opacity)
    case .line(let from, let to, let stroke): write(from, to, stroke)
    case .polyline(let points, let stroke): write(points, stroke)
    case .steps(let steps, let fill, let opacity): write(steps, fill, opacity)
    case .disc(let middle, let radius, let fill, let opacity):
      out.append("<circle")
      number("cx", middle.x)
      number("cy", middle.y)
      number("r", radius)
      finish(fill: fill, opacity)
    case .label(let label): write(label)
    case .group(let marks, let tooltip, let layer): write(marks, tooltip, layer)
    }
  }

  private mutating func write(_ box: Box, _ fill: Ink, _ opacity: Double) {
    out.append("<rect")
    number("x", box.x)
    number("y", box.y)
    number("width", max(box.width, 0))
    number("height", max(box.height, 0))
    finish(fill: fill, opacity)
  }

  private mutating func write(_ from: Point, _ to: Point, _ stroke: Stroke) {
    out.append("<line")
    number("x1", from.x)
    number("y1", from.y)
    number("x2", to.x)
    number("y2", to.y)
    finish(stroke)
  }

  private mutating func write(_ points: [Point], _ stroke: Stroke) {
    out.append("<polyline fill=\"none\" points=\"")
    for (index, point) in points.enumerated() {
      if index > 0 { out.append(" ") }
      out.append(point.x, decimals: 2)
      out.append(",")
      out.append(point.y, decimals: 2)
    }
    out.append("\"")
    finish(stroke)
  }

  private mutating func write(_ steps: Steps, _ fill: Ink, _ opacity: Double) {
    out.append("<path d=\"M")
    out.append(steps.left, decimals: 2)
    out.append(" ")
    out.append(steps.base, decimals: 2)
    for (index, top) in steps.tops.enumerated() {
      if index == 0 || steps.tops[index - 1] != top {
        out.append("V")
        out.append(top, decimals: 2)
      }
      if index + 1 == steps.tops.count || steps.tops[index + 1] != top {
        out.append("H")
        out.append(steps.left + steps.stepWidth * Double(index + 1), decimals: 2)
      }
    }
    out.append("V")
    out.append(steps.base, decimals: 2)
    out.append("Z\"")
    finish(fill: fill, opacity)
  }

  private mutating func write(_ label: Label) {
    out.append("<text")
    number("x", label.position.x)
    number("y", label.position.y)
    number("font-size", label.size)
    if label.anchor != .start { out.append(" text-anchor=\"\(label.anchor.rawValue)\"") }
    if label.isBold { out.append(" font-weight=\"700\"") }
    out.append(" class=\"\(label.ink.fillClass)\">")
    escape(label.text)
    out.append("</text>\n")
  }

  private mutating func write(_ marks: [Mark], _ tooltip: String, _ layer: Int?) {
    out.append("<g")
    if let layer { out.append(" data-layer=\"\(layer)\"") }
    out.append("><title>")
    escape(tooltip)
    out.append("</title>\n")
    for mark in marks { write(mark) }
    out.append("</g>\n")
  }

  private mutating func number(_ name: String, _ value: Double) {
    out.append(" ")
    out.append(name)
    out.append("=\"")
    out.append(value, decimals: 2)
    out.append("\"")
  }

  private mutating func finish(fill: Ink, _ opacity: Double) {
    if opacity < 1 { number("fill-opacity", opacity) }
    out.append(" class=\"\(fill.fillClass)\"/>\n")
  }

  private mutating func finish(_ stroke: Stroke) {
    number("stroke-width", stroke.width)
    if stroke.isDashed { out.append(" stroke-dasharray=\"5 4\"") }
    out.append(" class=\"\(stroke.ink.strokeClass)\"/>\n")
  }

  private mutating func escape(_ text: String) { MarkupText.append(text, to: &out) }
}
