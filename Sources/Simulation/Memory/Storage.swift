import LayerGraph

/// A block of memory that holds one tensor, or the several that a concatenation joins.
public struct Storage: Hashable, Sendable {
  /// The layer whose whole output the storage is.
  public let owner: Int
  /// Elements of one image.
  public let shape: Shape
  /// The first layer that writes it.
  public fileprivate(set) var firstWriter: Int
  /// The last layer that reads it, or the network's last layer for a network output.
  public internal(set) var lastReader: Int
  /// How many layers read it.
  public fileprivate(set) var readers = 0
  public fileprivate(set) var isNetworkInput = false
  public fileprivate(set) var isNetworkOutput = false
}

/// Where a layer's output lies: a storage, and the first element in each of its images.
public struct Placement: Hashable, Sendable {
  public let storage: Int
  public let offset: Int
}

/// Which tensors share memory: concatenation inputs are placed inside their output, slices and
/// reshapes are offsets into their input, so that views move no bytes where the layout allows it.
///
/// Layout is planar, channel after channel within an image, so any channel range is contiguous.
public struct StorageMap: Sendable {
  public internal(set) var storages: [Storage] = []
  /// For each layer, where its output lies.
  public internal(set) var placements: [Placement] = []
  /// For each concatenation, the inputs that could not be placed inside it and must be copied.
  public private(set) var copies: [Int: [Int]] = [:]

  /// - Parameters:
  ///   - network: whose tensors to place.
  ///   - copiesConcatenations: whether every concatenation copies all its inputs, as a framework
  ///     without aliasing does.
  ///   - isCopied: whether a slice, reshape, identity or concatenation is copied instead of being
  ///     a view.
  public init(
    _ network: Network, copiesConcatenations: Bool = false,
    where isCopied: (_ layer: Int) -> Bool = { _ in false }
  ) {
    let parents = adopt(network) { copiesConcatenations || isCopied($0) }
    place(network, parents: parents, where: isCopied)
    live(network)
  }

  /// For each layer that can lie inside a later concatenation: which one, and at which element.
  private mutating func adopt(
    _ network: Network, copies: (_ concatenation: Int) -> Bool
  ) -> [Placement?] {
    var parents = [Placement?](repeating: nil, count: network.layers.count)
    for (index, layer) in network.layers.enumerated().reversed() {
      guard case .concatenate = layer.operation else { continue }
      let isCopied = copies(index)
      var offset = 0
      for (position, input) in layer.inputs.enumerated() {
        let root = StorageMap.root(of: input, in: network)
        let canAlias =
          !isCopied && parents[root] == nil
          && network.layers[root].operation.canBePlaced
        if canAlias {
          parents[root] = Placement(storage: index, offset: offset)
        } else {
          self.copies[index, default: []].append(position)
        }
        offset += network.layers[input].output.elements
      }
    }
    return parents
  }

  /// The layer that identities lead back to.
  private static func root(of layer: Int, in network: Network) -> Int {
    var root = layer
    while case .identity = network.layers[root].operation { root = network.layers[root].inputs[0] }
    return root
  }

  private mutating func place(
    _ network: Network, parents: [Placement?], where isCopied: (Int) -> Bool
  ) {
    placements = [Placement](
      repeating: Placement(storage: -1, offset: 0), count: network.layers.count)
    var owned = [Int: Int]()
    for index in network.layers.indices {
      placements[index] = place(
        index, network: network, parents: parents, where: isCopied, owned: &owned)
    }
  }

  private mutating func place(
    _ index: Int, network: Network, parents: [Placement?], where isCopied: (Int) -> Bool,
    owned: inout [Int: Int]
  ) -> Placement {
    let layer = network.layers[index]
    switch layer.operation {
    case .identity where !isCopied(index), .reshape where !isCopied(index):
      return placements[layer.inputs[0]]
    case .slice(let slice) where !isCopied(index):
      let source = placements[layer.inputs[0]]
      return Placement(
        storage: source.storage, offset: source.offset + slice.range.lowerBound * layer.output.area)
    default:
      var owner = index
      var offset = 0
      while let parent = parents[owner] {
        offset += parent.offset
        owner = parent.storage
      }
      if let storage = owned[owner] { return Placement(storage: storage, offset: offset) }
      storages.append(
        Storage(
          owner: owner, shape: network.layers[owner].output, firstWriter: index, lastReader: index))
      owned[owner] = storages.count - 1
      return Placement(storage: storages.count - 1, offset: offset)
    }
  }

  private mutating func live(_ network: Network) {
    for (index, layer) in network.layers.enumerated() {
      for input in layer.inputs {
        let storage = placements[input].storage
        storages[storage].lastReader = max(storages[storage].lastReader, index)
        if !layer.operation.isView { storages[storage].readers += 1 }
      }
      let storage = placements[index].storage
      storages[storage].lastReader = max(storages[storage].lastReader, index)
      if case .input = layer.operation { storages[storage].isNetworkInput = true }
    }
    for output in network.outputs {
      let storage = placements[output].storage
      storages[storage].isNetworkOutput = true
      storages[storage].lastReader = network.layers.count - 1
    }
  }

  /// The most bytes of activations alive at once, over the layers in order.
  public func peakBytes(batch: Int, elementBytes: Int) -> Int {
    var change = [Int: Int]()
    for storage in storages {
      let bytes = storage.shape.elements * batch * elementBytes
      change[storage.firstWriter, default: 0] += bytes
      change[storage.lastReader + 1, default: 0] -= bytes
    }
    var live = 0
    var peak = 0
    for layer in change.keys.sorted() {
      live += change[layer, default: 0]
      peak = max(peak, live)
    }
    return peak
  }
}

extension Operation {
  /// Whether the output may be written into a place chosen by its reader.
  fileprivate var canBePlaced: Bool {
    switch self {
    case .input, .slice, .reshape, .identity: false
    default: true
    }
  }
}
