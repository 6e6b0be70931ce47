import LayerGraph
import ReferenceKernels
import Simulation

/// Where tensors and tiles lie.
extension Replay {
  func storage(_ layer: Int) -> Int { simulation.storages.placements[layer].storage }

  func isResident(_ layer: Int) -> Bool { simulation.addresses[storage(layer)] != nil }

  /// The memory that a layer's whole output lies in.
  func home(of layer: Int) -> ReplayMemory<Value> {
    isResident(layer) ? scratchpad : dram[storage(layer)]
  }

  /// A box of one image of a layer's output, where the planner put it.
  func layout(
    of layer: Int, region: Region, image: Int, shape: Shape? = nil
  ) -> ReplayLayout {
    let placement = simulation.storages.placements[layer]
    let elements = simulation.storages.storages[placement.storage].shape.elements
    let address = simulation.addresses[placement.storage] ?? 0
    return ReplayLayout(
      region, of: shape ?? network.layers[layer].output,
      at: address / simulation.elementBytes + image * elements + placement.offset)
  }

  func element(_ address: Int) -> Int { address / simulation.elementBytes }

  /// One image of a tile stored without gaps.
  func packed(
    _ region: TileRegion, at first: Int, image: Int
  ) -> ReplayLayout {
    let box = region.box
    return ReplayLayout(packed: box, at: first + image * box.elements)
  }

  /// Where a vector or store task writes one image of its region.
  func target(
    of work: TileWork, layer: Int, image: Int
  ) -> (ReplayMemory<Value>, ReplayLayout) {
    guard work.destination >= 0 else {
      return (home(of: layer), layout(of: layer, region: work.region.box, image: image))
    }
    let index = image - Int(work.region.images.lowerBound)
    return (scratchpad, packed(work.region, at: element(work.destination), image: index))
  }

  func fill(
    _ memory: ReplayMemory<Value>, _ layout: ReplayLayout, _ task: Int
  ) throws(ReplayFailure) {
    let last =
      layout.first + (layout.region.channels.count - 1) * layout.channelStride
      + (layout.region.rows.count - 1) * layout.rowStride + layout.region.columns.count
    try check(last, within: memory, task)
    memory.fill(layout, with: Arithmetic.poison)
  }

  func check<Element>(
    _ end: Int, within memory: ReplayMemory<Element>, _ task: Int
  ) throws(ReplayFailure) {
    guard end <= memory.count else {
      throw .outOfBounds(
        layer: network.layers[max(0, Int(simulation.trace.schedule.tasks[task].layer))].name,
        task: task, reason: "it writes up to element \(end) of a memory of \(memory.count)")
    }
  }
}

extension Network {
  /// The input of a matrix product as an array sees it: linear layers read a column of values.
  func productInput(_ layer: Int) -> Shape {
    let input = layers[layers[layer].inputs[0]].output
    guard case .linear = layers[layer].operation else { return input }
    return Shape(channels: input.elements, height: 1, width: 1)
  }

  /// A matrix product as a convolution.
  func convolution(_ layer: Int) -> Convolution? {
    switch layers[layer].operation {
    case .convolution(let convolution): convolution
    case .linear(let linear):
      Convolution(filters: linear.outputs, window: Window(kernel: Spatial(1)))
    default: nil
    }
  }
}

extension TileRegion {
  /// The region of one image.
  var box: Region {
    Region(
      channels: Int(channels.lowerBound)..<Int(channels.upperBound),
      rows: Int(rows.lowerBound)..<Int(rows.upperBound),
      columns: Int(columns.lowerBound)..<Int(columns.upperBound))
  }
}
