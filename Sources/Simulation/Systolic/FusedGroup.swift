import LayerGraph

/// Neighbouring convolutions that run depth-first: a band of output rows goes through all of them
/// before the next, so that what one hands to the other never leaves the chip.
///
/// Rows that two bands need are computed for each: the fully recomputing mode of Mei et al.,
/// "DeFiNES", HPCA 2023, after Alwani et al., "Fused-layer CNN accelerators", MICRO 2016.
public struct FusedGroup: Hashable, Sendable {
  /// Indices into the network's layers.
  public let layers: Range<Int>
  /// For each layer, the rows of its output in each band, from the top down: no row is left out, and
  /// those of the last layer don't overlap.
  public let bands: [[Range<Int>]]

  /// - Parameter bandRows: rows of the last layer's output in a band.
  init(_ network: Network, layers: Range<Int>, bandRows: Int) {
    self.layers = layers
    let cut = Cut(extent: network.layers[layers.upperBound - 1].output.height, piece: bandRows)
    var bands = [(0..<cut.count).map(cut.range)]
    for layer in layers.dropFirst().reversed() {
      bands.insert(FusedGroup.inputBands(of: layer, bands[0], network), at: 0)
    }
    self.bands = bands
  }

  /// The input rows that a layer's bands read, and those between that nothing reads.
  private static func inputBands(
    of layer: Int, _ bands: [Range<Int>], _ network: Network
  ) -> [Range<Int>] {
    let input = network.layers[network.layers[layer].inputs[0]].output
    guard let matrix = MatrixLayer(network.layers[layer], input: input, batch: 1) else {
      return bands
    }
    var covered = 0
    return bands.indices.map { band in
      let reach = matrix.inputRows(for: bands[band])
      let lower = min(reach.lowerBound, covered)
      covered = band == bands.count - 1 ? input.height : max(covered, reach.upperBound)
      return lower..<covered
    }
  }

  /// How often each row of a layer's output is computed, for each image.
  public func rowCounts(of layer: Int) -> [Int] {
    let bands = bands[layer - layers.lowerBound]
    var counts = [Int](repeating: 0, count: bands.last?.upperBound ?? 0)
    for band in bands { for row in band { counts[row] += 1 } }
    return counts
  }

  /// Rows of a layer's output that are computed again, for each image.
  public func recomputedRows(of layer: Int) -> Int {
    rowCounts(of: layer).reduce(0) { $0 + $1 - 1 }
  }
}

/// What a schedule runs depth-first.
public struct Fusion: Sendable {
  /// In the order of the layers; empty where no group made the run faster.
  public let groups: [FusedGroup]
  /// The run layer by layer.
  public let layerByLayer: Trace

  /// Multiply-accumulates beyond the network's own, by layer, batch included.
  public func recomputedMACs(in network: Network) -> [Int] {
    var macs = [Int](repeating: 0, count: network.layers.count)
    for group in groups {
      for layer in group.layers {
        let perRow = network.counts(of: layer).macs / max(1, network.layers[layer].output.height)
        macs[layer] = group.recomputedRows(of: layer) * perRow * network.batch
      }
    }
    return macs
  }
}
