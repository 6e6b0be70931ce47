/// An axis of bytes at the left of a plot, in binary units.
struct ByteAxis {
  private let scale: LinearScale
  private let unit: String
  private let factor: Double
  private let plot: Box

  init(highest: Int, plot: Box) {
    var factor = 1.0
    var units = ["B", "KiB", "MiB", "GiB", "TiB"][...]
    while Double(highest) >= 1024 * factor, units.count > 1 {
      factor *= 1024
      units = units.dropFirst()
    }
    self.factor = factor
    unit = units.first ?? ""
    scale = LinearScale(0, Double(highest) / factor, from: plot.bottom, to: plot.y)
    self.plot = plot
  }

  /// The pixel of an address.
  func callAsFunction(_ bytes: Int) -> Double { scale(Double(bytes) / factor) }

  var marks: [Mark] {
    ChartFrame.valueAxis(scale, ticks: scale.ticks(about: 4), unit: " " + unit, across: plot)
  }
}
