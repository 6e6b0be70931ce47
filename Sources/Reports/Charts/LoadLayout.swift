/// Where the parts of a load chart go: a panel for each network, all on the same axes.
struct LoadLayout {
  private static let inks: [Ink] = [.blue, .vermillion, .green, .violet]
  private static let panelGap = 40.0

  let networks: [LoadChart.Network]
  private let left = 58.0
  private let right = ChartFrame.width - ChartFrame.margin
  private let longest: Int
  private let highest: Double

  init(networks: [LoadChart.Network]) {
    self.networks = networks
    longest = networks.map(\.bars.count).max() ?? 0
    highest = networks.compactMap(\.peak?.bflops).max() ?? 0
  }

  private var panelHeight: Double { networks.count > 1 ? 150 : 230 }
  private var bottom: Double { panel(networks.count - 1).bottom }
  var height: Double { bottom + 46 }

  private func panel(_ index: Int) -> Box {
    let top = ChartFrame.top + 22 + Double(index) * (panelHeight + Self.panelGap)
    return Box(x: left, y: top, width: right - left, height: panelHeight)
  }

  private func value(in panel: Box) -> LinearScale {
    LinearScale(0, highest * 1.08, from: panel.bottom, to: panel.y)
  }

  var marks: [Mark] { networks.indices.flatMap(marks) + layerAxis }

  private func marks(of index: Int) -> [Mark] {
    let network = networks[index]
    let panel = panel(index)
    let value = value(in: panel)
    let axis = ChartFrame.valueAxis(value, ticks: value.ticks(about: 4), unit: "", across: panel)
    return axis + bars(of: network, ink: Self.inks[index % Self.inks.count], in: panel)
      + [
        .line(Point(panel.x, panel.bottom), Point(panel.right, panel.bottom), Stroke(.axis))
      ] + captions(of: network, above: panel)
      + peakLine(of: network, across: panel, reference: index > 0 ? networks[0].peak : nil)
  }

  /// A network with fewer layers takes less of the width, so that bars are equally wide; where
  /// there is less than a pixel for each, the largest of neighbours stands for them.
  private func bars(of network: LoadChart.Network, ink: Ink, in panel: Box) -> [Mark] {
    let joined = max(1, (longest + Int(panel.width) - 1) / Int(panel.width))
    let slot = panel.width * Double(joined) / Double(max(longest, 1))
    let value = value(in: panel)
    let gap = min(slot * 0.25, 8)
    return stride(from: 0, to: network.bars.count, by: joined).compactMap { start in
      let end = min(start + joined, network.bars.count)
      guard let bar = LoadChart.Bar.largest(of: network.bars[start..<end]) else { return nil }
      let top = value(bar.bflops)
      let left = panel.x + slot * Double(start / joined) + gap / 2
      let box = Box(x: left, y: top, width: slot - gap, height: panel.bottom - top)
      return .group(
        [.box(box, fill: ink)], tooltip: "\(bar.name): \(NumberText.short(bar.bflops)) BFLOPs")
    }
  }

  private func captions(of network: LoadChart.Network, above panel: Box) -> [Mark] {
    let name = Label(
      TextMetrics.fitting(network.name, width: 300, size: 13, bold: true) ?? "",
      at: Point(panel.x, panel.y - 9), size: 13, isBold: true)
    let note =
      "\(network.bars.count) \(network.bars.count == 1 ? "layer" : "layers"), \(NumberText.short(network.total)) BFLOPs in all"
    return [
      .label(name),
      .label(
        Label(note, at: Point(name.bounds.right + 10, panel.y - 9), size: 11, ink: .muted)),
    ]
  }

  /// - Parameter reference: the largest bar of the first network, in the panels of the others.
  private func peakLine(
    of network: LoadChart.Network, across panel: Box, reference: LoadChart.Bar?
  ) -> [Mark] {
    guard let peak = network.peak, network.total > 0 else { return [] }
    let y = value(in: panel)(peak.bflops)
    let ratio = peak.bflops * Double(network.bars.count) / network.total
    let label = Label(
      "at most \(NumberText.short(peak.bflops)) BFLOPs\(change(of: peak, from: reference)), "
        + "\(NumberText.short(ratio))× the mean",
      at: Point(panel.right, panel.y - 9), anchor: .end, size: 12, isBold: true)
    return [
      .line(Point(panel.x, y), Point(panel.right, y), Stroke(.text, isDashed: true)),
      .label(label),
    ]
  }

  /// " (−80 %)" of the first network's, or nothing where there is no first or no difference.
  private func change(of peak: LoadChart.Bar, from reference: LoadChart.Bar?) -> String {
    guard let reference, reference.bflops > 0 else { return "" }
    let percent = (100 * (peak.bflops / reference.bflops - 1)).rounded()
    guard percent != 0, abs(percent) < 1000 else { return "" }
    return " (\(percent < 0 ? "−" : "+")\(NumberText.fixed(abs(percent), decimals: 0)) %)"
  }

  private var layerAxis: [Mark] {
    let slot = (right - left) / Double(max(longest, 1))
    let ticks = LinearScale(0, Double(longest), from: left, to: right)
      .ticks(about: min(10, max(longest, 1)))
    let numbers = ticks.values.filter { $0 >= 1 && ticks.decimals == 0 }.map { value -> Mark in
      let place = Point(left + slot * (value - 0.5), bottom + 16)
      return .label(
        Label(ticks.text(value), at: place, anchor: .middle, size: 11, ink: .muted))
    }
    return numbers + [
      .label(
        Label(
          "layer, in order", at: Point((left + right) / 2, bottom + 35), anchor: .middle,
          ink: .muted))
    ]
  }
}
