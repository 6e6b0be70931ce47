import LayerGraph
import Simulation

/// Layers that run depth-first.
extension Replay {
  /// The group that a layer belongs to, if it has one.
  func group(of layer: Int) -> FusedGroup? {
    simulation.fusion?.groups.first { $0.layers.contains(layer) }
  }

  /// A finished tile of a band is there for the next layer of the group, at the band's address; parts
  /// of the band that are not are still what was there before, so reading them gives wrong numbers.
  mutating func handOn(_ work: TileWork, layer: Int) {
    guard let group = group(of: layer) else { return }
    let box = work.region.box
    for row in box.rows {
      rowsMade[layer, default: [:]][row, default: 0] +=
        box.channels.count * box.columns.count * work.region.images.count
    }
    guard layer + 1 < group.layers.upperBound, work.destination >= 0 else { return }
    var region = work.region
    region.channels = 0..<Int32(clamping: network.layers[layer].output.channels)
    let offset = box.channels.lowerBound * box.rows.count * box.columns.count
    inputTiles[element(work.destination) - offset] = InputTile(
      layer: layer + 1, operand: 0, region: region)
  }

  /// How many elements of a layer's output are to be made, recomputed ones included.
  func elementsToMake(of layer: Int) -> Int {
    let output = network.layers[layer].output
    let again = group(of: layer)?.recomputedRows(of: layer) ?? 0
    return (output.height + again) * output.width * output.channels * network.batch
  }

  /// The MACs of the network and those that are declared to be done again.
  var macsToDo: Int {
    let again = simulation.fusion?.recomputedMACs(in: network) ?? []
    return network.counts.macs * network.batch + again.reduce(0, +)
  }

  /// Each row of a group's layers is made as often as the group says.
  func checkRows() throws(ReplayFailure) {
    for group in simulation.fusion?.groups ?? [] {
      for layer in group.layers {
        let output = network.layers[layer].output
        for (row, count) in group.rowCounts(of: layer).enumerated() {
          let expected = count * output.channels * output.width * network.batch
          let made = rowsMade[layer]?[row] ?? 0
          guard made == expected else {
            throw .coverage(
              layer: "\(network.layers[layer].name), row \(row)", made: made, expected: expected)
          }
        }
      }
    }
  }
}
