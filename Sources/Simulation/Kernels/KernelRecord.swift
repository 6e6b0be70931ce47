import LayerGraph

/// What the tasks of a processor's schedule do to data; replay executes it.
///
/// Caches are transparent: a tensor lies at one address of the memory, and a transfer is the passage
/// of some of its elements between memory and processor. So a task is described by which pieces it
/// computes or which elements it moves, and by no address.
public struct KernelRecord: Sendable {
  /// By layer; `nil` where nothing runs.
  public internal(set) var layers: [LayerKernel?]
  /// By task. Of a computation, its pieces. Of a load, the elements of the layer's weights, or of its
  /// inputs one after another, each image after image; of a store, those of its output; transformed
  /// values that pass through memory follow last. Of a launch, nothing.
  public var spans: [Range<Int>] = []

  init(layers: Int) { self.layers = Array(repeating: nil, count: layers) }
}

/// How a library computes one layer, for replay.
public struct LayerKernel: Hashable, Sendable {
  public let grid: PieceGrid
  /// The rows and columns of outputs that a Winograd tile gives; `nil` of a direct kernel.
  public let winogradSide: Int?
  /// Whether transformed inputs and products pass through memory, as between kernels of their own.
  public let spillsTransforms: Bool
  /// Elements of the weights, transformed ones of a Winograd kernel.
  public let weights: Int
  /// Elements of all inputs and images that are read; of a slice, its own only.
  public let inputs: Int
  /// Elements of all images of the output.
  public let outputs: Int
  /// Transformed inputs and products that pass through memory.
  public let transforms: Int
  /// Elements of inputs that the kernel before left where this one works, and no load brings.
  public var held = 0..<0
  /// Further elements that the layer's kernels leave to one another, or read again.
  public var passed = Passed()

  public struct Passed: Hashable, Sendable {
    public var loads = 0
    public var stores = 0
  }

  init(
    _ index: Int, of network: Network, winogradSide: Int?, cut: PieceGrid.Cut,
    spillsTransforms: Bool
  ) {
    let layer = network.layers[index]
    let shapes = network.inputShapes(of: index)
    let batch = network.batch
    self.winogradSide = winogradSide
    self.spillsTransforms = spillsTransforms
    grid = PieceGrid(
      output: layer.output, images: batch, cut: cut, side: winogradSide ?? 1)
    outputs = layer.output.elements * batch
    if case .slice = layer.operation {
      inputs = outputs
    } else {
      inputs = shapes.reduce(0) { $0 + $1.elements } * batch
    }
    guard let side = winogradSide else {
      weights = network.counts(of: index).weights
      transforms = 0
      return
    }
    let points = (side + 2) * (side + 2)
    let tiles = layer.output.height.dividedUp(by: side) * layer.output.width.dividedUp(by: side)
    let (channels, filters) = (shapes[0].channels, layer.output.channels)
    weights = points * channels * filters
    transforms = spillsTransforms ? tiles * batch * points * (channels + filters) : 0
  }

  /// What a transfer of all that a kernel moves of one kind moves.
  func span(of kind: TaskKind) -> Range<Int> {
    switch kind {
    case .loadWeights: 0..<weights
    case .loadInput: 0..<inputs + transforms
    case .store: 0..<outputs + transforms
    case .launch, .compute, .vector, .cacheLoad: 0..<0
    }
  }
}
