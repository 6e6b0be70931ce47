import LayerGraph

/// A published figure beside our own count.
public struct NetworkCheck: Hashable, Sendable {
  public let network: String
  public let figure: PublishedFigure
  /// In the figure's unit; `nil` for accuracies, which cspsim doesn't compute.
  public let ours: Double?

  /// Ours − published.
  public var difference: Double? { ours.map { $0 - figure.value } }

  /// Whether ours rounds to the published digits; `nil` where there is no count of ours.
  public var agrees: Bool? {
    var half = 0.5
    for _ in 0..<figure.decimals { half /= 10 }
    return difference.map { abs($0) <= half * (1 + 1e-9) }
  }
}

extension CatalogueEntry {
  /// Every published figure of this network beside ours.
  ///
  /// - Throws: `ZooError` if a published version of the network can't be made.
  public func checks() throws(ZooError) -> [NetworkCheck] {
    var made: [NetworkOptions: Network] = [:]
    var rows: [NetworkCheck] = []
    for figure in published {
      var ours: Double?
      if figure.quantity.isCounted {
        let network: Network
        if let known = made[figure.options] {
          network = known
        } else {
          network = try self.network(options: figure.options)
          made[figure.options] = network
        }
        ours = figure.quantity.value(of: network)
      }
      rows.append(NetworkCheck(network: name, figure: figure, ours: ours))
    }
    return rows
  }
}

extension PublishedQuantity {
  /// Whether cspsim computes it.
  public var isCounted: Bool {
    switch self {
    case .top1, .top5, .averagePrecision, .averagePrecision50: false
    default: true
    }
  }

  fileprivate func value(of network: Network) -> Double? {
    let counts = network.counts
    switch self {
    case .weights: return Double(counts.weights) / 1e6
    case .parameters: return Double(counts.parameters) / 1e6
    case .storedValues: return Double(network.storedValues) / 1e6
    case .bflops(.convolution): return BFLOPs(counts).convolution
    case .bflops(.convolutionAndMaximum): return BFLOPs(counts).convolutionAndMaximum
    case .bflops(.total): return BFLOPs(counts).total
    case .gigaMACs: return Double(counts.macs) / 1e9
    case .convolutionalInputOutput: return Double(network.convolutionalInputOutput) / 1e6
    case .top1, .top5, .averagePrecision, .averagePrecision50: return nil
    }
  }
}

extension Network {
  /// The values that darknet writes to a weights file: the trainable ones, and a running mean and
  /// variance for each normalised channel.
  public var storedValues: Int {
    layers.indices.reduce(counts.parameters) { sum, index in
      let normalised = parameterCount(of: index, role: .scale)
      return sum + 2 * normalised
    }
  }
}
