import LayerGraph

/// A stage of dense blocks as a network really has it, beside the paper's formulas.
public struct DenseStage: Hashable, Sendable {
  /// The stage's name, such as "stage 1".
  public let name: String
  /// The paper's formulas for the channels that come into the stage, before any split.
  public let formula: DenseBlockTraffic
  /// The size of the maps.
  public let map: Spatial
  /// The elements a pixel that the stage's dense layers read and append in this network.
  public let elements: Int
  /// The elements that all layers of the stage read and write for one image if nothing stays on the
  /// chip: splits, the layers' own convolutions and transitions too.
  public let traffic: Int
}

extension Network {
  /// Every stage of dense blocks, in order. Networks from files name no blocks, so have none.
  public var denseStages: [DenseStage] {
    var stages: [(name: String, layers: [Int])] = []
    for (index, layer) in layers.enumerated() {
      if stages.last?.name != layer.stage { stages.append((layer.stage, [])) }
      stages[stages.count - 1].layers.append(index)
    }
    return stages.compactMap { denseStage($0.name, $0.layers) }
  }

  private func denseStage(_ name: String, _ members: [Int]) -> DenseStage? {
    var blocks: [[Int]] = []
    for index in members where !layers[index].block.isEmpty {
      if let last = blocks.last?.last, layers[last].block == layers[index].block {
        blocks[blocks.count - 1].append(index)
      } else {
        blocks.append([index])
      }
    }
    let dense = blocks.compactMap(denseLayer)
    guard let first = dense.first, dense.count == blocks.count else { return nil }
    return DenseStage(
      name: name,
      formula: DenseBlockTraffic(
        channels: incoming(members, at: first.map) ?? first.read, growth: first.appended,
        layers: dense.count),
      map: first.map, elements: dense.reduce(0) { $0 + $1.read + $1.appended },
      traffic: members.reduce(0) { $0 + activationTraffic(of: $1) })
  }

  /// The channels of what the stage first reads at the size of its blocks.
  private func incoming(_ members: [Int], at map: Spatial) -> Int? {
    for input in members.lazy.flatMap({ layers[$0].inputs }) where layers[input].map == map {
      return layers[input].output.channels
    }
    return nil
  }

  /// What a block reads and appends, if it is a dense layer: if it ends in a concatenation of what
  /// it made, at the size of what it read, and adds nothing.
  private func denseLayer(_ block: [Int]) -> (map: Spatial, read: Int, appended: Int)? {
    guard let last = block.last, layers[last].operation == .concatenate,
      !block.contains(where: { layers[$0].operation == .add })
    else { return nil }
    var read: [Int] = []
    for input in block.flatMap({ layers[$0].inputs })
    where !block.contains(input) && !read.contains(input) { read.append(input) }
    let map = layers[last].map
    guard read.allSatisfy({ layers[$0].map == map }) else { return nil }
    let appended = layers[last].inputs.filter(block.contains)
    return (map, channels(of: read), channels(of: appended))
  }

  private func channels(of layers: [Int]) -> Int {
    layers.reduce(0) { $0 + self.layers[$1].output.channels }
  }
}

extension Layer {
  fileprivate var map: Spatial { Spatial(height: output.height, width: output.width) }
}
