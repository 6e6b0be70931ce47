/// "What bounds each layer?": each layer's rate against its arithmetic intensity, beneath the roofs
/// of the device (Williams, Waterman and Patterson, CACM 2009).
public struct RooflineChart: Chart {
  /// One layer.
  public struct Dot: Hashable, Sendable {
    public var name: String
    /// Operations for each byte of DRAM traffic; 1 MAC is two.
    public var intensity: Double
    /// Operations a second.
    public var rate: Double
    /// Of the run, from 0 to 1; the dot's area.
    public var share: Double
    /// Such as `weight-bandwidth-bound`.
    public var verdict: String
    public var ink: Ink
    /// Links the dot with the same layer elsewhere in a page.
    public var layer: Int?

    public init(
      name: String, intensity: Double, rate: Double, share: Double, verdict: String, ink: Ink,
      layer: Int? = nil
    ) {
      self.layer = layer
      self.name = name
      self.intensity = intensity
      self.rate = rate
      self.share = share
      self.verdict = verdict
      self.ink = ink
    }
  }

  public var subject: String
  /// The most operations a second.
  public var peak: Double
  /// Bytes a second of DRAM.
  public var bandwidth: Double
  /// Layers that compute and move bytes; others have no place on the chart.
  public var dots: [Dot]

  public init(subject: String, peak: Double, bandwidth: Double, dots: [Dot]) {
    self.subject = subject
    self.peak = peak
    self.bandwidth = bandwidth
    self.dots = dots.filter {
      $0.intensity > 0 && $0.rate > 0 && $0.intensity.isFinite && $0.rate.isFinite
    }
  }

  /// Operations a byte at which the two roofs meet.
  public var ridge: Double { peak / bandwidth }

  /// How dots can lie above a roof, in words, where some do.
  var notes: [String] {
    let exceeding = dots.filter { $0.rate > 1.02 * min(peak, $0.intensity * bandwidth) }
    let overPeak = exceeding.contains { $0.rate > 1.02 * peak }
    let overSlope = exceeding.contains { $0.rate <= 1.02 * peak }
    return [
      overSlope ? "above the slanted roof: transfers that ran beneath other layers' work" : nil,
      overPeak
        ? "above the peak: Winograd kernels, which multiply less than their layers say" : nil,
    ].compactMap { $0 }
  }

  public func drawing() -> Drawing {
    let title = "What bounds each layer?"
    let memoryBound = dots.filter { $0.intensity < ridge }.count
    let description =
      "\(subject): \(memoryBound) of \(dots.count) layers lie left of the ridge point at "
      + "\(NumberText.short(ridge)) operations a byte, where DRAM bandwidth is the roof."
    let layout = RooflineLayout(chart: self)
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: title, description: description,
      marks: ChartFrame.heading(title, subject: subject) + layout.marks)
  }
}
