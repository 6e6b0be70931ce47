import LayerGraph

/// The elements a pixel that the layers of one dense block read and append.
///
/// The CSPNet paper (section 3.1) prices a block of m layers of growth d on c channels at
/// c·m + (m² + m)·d/2, and its half at (c·m + (m² + m)·d)/2: only the first term shrinks. Neither
/// counts the maps between a layer's own convolutions.
public struct DenseBlockTraffic: Hashable, Sendable {
  /// c: the channels that come into the stage.
  public let channels: Int
  /// d: the channels that a layer appends.
  public let growth: Int
  /// m
  public let layers: Int

  public init(channels: Int, growth: Int, layers: Int) {
    self.channels = channels
    self.growth = growth
    self.layers = layers
  }

  /// Of a block that reads all channels.
  public var whole: Int { channels * layers + (layers * layers + layers) * growth / 2 }

  /// Of a block that half the channels bypass.
  public var half: Int { (channels * layers + (layers * layers + layers) * growth) / 2 }
}

extension Network {
  /// For each stage of dense blocks, in order, the elements a pixel that its layers really read and
  /// append.
  public var denseBlockTraffic: [(stage: String, elements: Int)] {
    var traffic: [(stage: String, elements: Int)] = []
    for (index, layer) in layers.enumerated() {
      guard case .concatenate = layer.operation, !layer.block.isEmpty, layer.inputs.count > 1,
        let read = layer.inputs.first, layers[read].output.area == layer.output.area,
        isDenseInput(read, of: index)
      else { continue }
      if traffic.last?.stage != layer.stage { traffic.append((layer.stage, 0)) }
      traffic[traffic.count - 1].elements += layer.output.channels
    }
    return traffic
  }

  /// Whether a block's concatenation passes on what the block read.
  private func isDenseInput(_ read: Int, of concatenation: Int) -> Bool {
    layers[read].block != layers[concatenation].block
  }
}
