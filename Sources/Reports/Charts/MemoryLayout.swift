/// Where the parts of a memory chart go: a legend, the stages, and a plot for each memory.
struct MemoryLayout {
  private static let gap = 36.0
  private static let noteHeight = 16.0

  let chart: MemoryChart
  private let left = 74.0
  private let right = ChartFrame.width - ChartFrame.margin
  private let stripTop = ChartFrame.top + 20

  init(chart: MemoryChart) { self.chart = chart }

  private var plotHeight: Double { chart.memories.count > 1 ? 210 : 300 }
  private var firstPlot: Double { stripTop + StageStrip.height + 30 }
  private var bottom: Double {
    firstPlot + Double(chart.memories.count) * (plotHeight + Self.gap) - Self.gap
  }
  private var axisBottom: Double { bottom + 48 }
  var height: Double {
    axisBottom + Double(chart.notes.count) * Self.noteHeight + (chart.notes.isEmpty ? 0 : 4)
  }

  private var time: LinearScale { LinearScale(0, chart.duration, from: left, to: right) }

  var marks: [Mark] {
    let strip = StageStrip(
      sections: chart.stages.map {
        StageStrip.Section(name: $0.name, left: time($0.start), right: time($0.end))
      }, top: stripTop, bottom: bottom)
    let axis = TimeAxis(
      duration: chart.duration, left: left, right: right, top: bottom,
      height: axisBottom - bottom)
    return legend + strip.bands + strip.strip + chart.memories.indices.flatMap(memory)
      + axis.marks + notes
  }

  private var notes: [Mark] {
    chart.notes.enumerated().compactMap { index, note in
      let y = axisBottom + Double(index + 1) * Self.noteHeight - 6
      return TextMetrics.fitting(note, width: right - left, size: 11).map {
        .label(Label($0, at: Point(left, y), size: 11, ink: .muted))
      }
    }
  }

  private var legend: [Mark] {
    let used = Set(chart.memories.flatMap { $0.tenants.map(\.kind) })
    let entries = chart.kinds.indices.filter(used.contains).map { chart.kinds[$0] }
    return Legend(entries: entries, left: left, top: ChartFrame.top).row.marks
  }

  private func memory(_ index: Int) -> [Mark] {
    let memory = chart.memories[index]
    let plot = Box(
      x: left, y: firstPlot + Double(index) * (plotHeight + Self.gap), width: right - left,
      height: plotHeight)
    let bytes = ByteAxis(highest: max(shownCapacity(of: memory) ?? 0, memory.peak), plot: plot)
    let boxes = memory.tenants.map { box(of: $0, bytes) }
    return bytes.marks + zip(memory.tenants, boxes).map { mark(of: $0, in: $1) }
      + names(of: memory.tenants, in: boxes, plot: plot)
      + capacityLine(of: memory, bytes) + caption(of: memory, above: plot)
      + [.line(Point(plot.x, plot.bottom), Point(plot.right, plot.bottom), Stroke(.axis))]
  }

  /// Inset, so that neighbours stay apart.
  private func box(of tenant: MemoryChart.Tenant, _ bytes: ByteAxis) -> Box {
    let (start, end) = (time(tenant.life.lowerBound), time(tenant.life.upperBound))
    let (low, high) = (bytes(tenant.range.lowerBound), bytes(tenant.range.upperBound))
    let inset = min(0.4, (end - start) / 4, (low - high) / 4)
    return Box(
      x: start + inset, y: high + inset, width: max(end - start - 2 * inset, 0.2),
      height: max(low - high - 2 * inset, 0.2))
  }

  private func mark(of tenant: MemoryChart.Tenant, in box: Box) -> Mark {
    let size = NumberText.memory(bytes: tenant.range.count)
    let start = NumberText.si(tenant.life.lowerBound, unit: "s")
    let length = NumberText.si(tenant.life.upperBound - tenant.life.lowerBound, unit: "s")
    let note = tenant.note.isEmpty ? "" : "\n" + tenant.note
    let kind = chart.kinds[tenant.kind]
    return .group(
      [.box(box, fill: kind.ink, opacity: 0.9)],
      tooltip: "\(tenant.name): \(kind.name), \(size) for \(length) from \(start)" + note)
  }

  /// Names of the largest, inside their rectangles.
  private func names(of tenants: [MemoryChart.Tenant], in boxes: [Box], plot: Box) -> [Mark] {
    let order = boxes.indices.sorted {
      (boxes[$1].width * boxes[$1].height, $0) < (boxes[$0].width * boxes[$0].height, $1)
    }
    var placer = LabelPlacer(in: plot, margin: 1)
    for index in order.prefix(40) where boxes[index].height >= 13 && boxes[index].width >= 24 {
      let box = boxes[index]
      guard let name = shortName(of: tenants[index], width: box.width - 4) else { continue }
      let place = Point(box.middle.x, box.middle.y + 3.5)
      placer.place([Label(name, at: place, anchor: .middle, size: 10)])
    }
    return placer.placed.map { .label($0) }
  }

  /// The whole name, or what follows its first dot: the strip above says which stage it is.
  private func shortName(of tenant: MemoryChart.Tenant, width: Double) -> String? {
    let tail = tenant.name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
    return [tenant.name, tail].first {
      !$0.isEmpty && TextMetrics.width(of: $0, size: 10) <= width
    }
  }

  /// A capacity far above what is used would leave nothing to see.
  private func shownCapacity(of memory: MemoryChart.Memory) -> Int? {
    guard let capacity = memory.capacity, capacity / 2 <= memory.peak else { return nil }
    return capacity
  }

  private func capacityLine(of memory: MemoryChart.Memory, _ bytes: ByteAxis) -> [Mark] {
    guard let capacity = shownCapacity(of: memory) else { return [] }
    let y = bytes(capacity)
    return [.line(Point(left, y), Point(right, y), Stroke(.text, isDashed: true))]
  }

  private func caption(of memory: MemoryChart.Memory, above plot: Box) -> [Mark] {
    let name = Label(memory.name, at: Point(plot.x, plot.y - 9), size: 13, isBold: true)
    let noteLeft = name.bounds.right + 10
    let note = TextMetrics.fitting(memory.note, width: plot.right - noteLeft, size: 11) ?? ""
    return [
      .label(name), .label(Label(note, at: Point(noteLeft, plot.y - 9), size: 11, ink: .muted)),
    ]
  }
}
