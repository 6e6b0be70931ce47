/// "Which layers carry the load?": the work of each layer, as in figure 7 of the CSPNet paper (Wang
/// et al., 2019), with a line at the largest.
///
/// The lower that line for the same total, the better balanced the network.
public struct LoadChart: Chart {
  /// A network's layers in order.
  public struct Network: Hashable, Sendable {
    public var name: String
    public var bars: [Bar]

    public init(name: String, bars: [Bar]) {
      self.name = name
      self.bars = bars
    }
  }

  /// One layer that computes.
  public struct Bar: Hashable, Sendable {
    public var name: String
    /// Billions of floating-point operations for one image.
    public var bflops: Double

    public init(name: String, bflops: Double) {
      self.name = name
      self.bflops = bflops
    }
  }

  /// Drawn one beneath the other on the same axes.
  public var networks: [Network]

  public init(networks: [Network]) { self.networks = networks }

  public func drawing() -> Drawing {
    let title = "Which layers carry the load?"
    let subject = "\(subjectNames): BFLOPs of each convolution and linear layer, for one image"
    let layout = LoadLayout(networks: networks)
    return Drawing(
      width: ChartFrame.width, height: layout.height, title: title, description: summary,
      marks: ChartFrame.heading(title, subject: subject) + layout.marks)
  }

  /// "a", "a and b", "a, b and c", or how many there are.
  private var subjectNames: String {
    guard networks.count <= 3, let last = networks.last?.name else {
      return "\(networks.count) networks"
    }
    let others = networks.dropLast().map(\.name).joined(separator: ", ")
    return others.isEmpty ? last : "\(others) and \(last)"
  }

  var summary: String {
    networks.map { network in
      guard let peak = network.peak else { return "\(network.name) computes nothing." }
      return "\(network.name): \(NumberText.short(network.total)) BFLOPs, at most "
        + "\(NumberText.short(peak.bflops)) in layer \(peak.name)."
    }.joined(separator: " ")
  }
}

extension LoadChart.Network {
  var total: Double { bars.reduce(0) { $0 + $1.bflops } }

  /// The first of the largest bars.
  var peak: LoadChart.Bar? { LoadChart.Bar.largest(of: bars[...]) }
}

extension LoadChart.Bar {
  /// The first of the largest.
  static func largest(of bars: ArraySlice<LoadChart.Bar>) -> LoadChart.Bar? {
    bars.reduce(nil) { best, bar in
      guard let best else { return bar }
      return bar.bflops > best.bflops ? bar : best
    }
  }
}
