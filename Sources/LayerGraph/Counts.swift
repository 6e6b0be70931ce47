extension Operation {
  /// Input elements that one output element is computed from: the MACs of one element of a
  /// convolution or linear layer, the comparisons of a pooling window.
  func windowElements(input: Shape) -> Int {
    switch self {
    case .convolution(let convolution):
      convolution.window.kernel.area * (input.channels / convolution.groups)
    case .linear: input.elements
    case .pool(let pooling): pooling.window.kernel.area
    case .globalPool: input.area
    case .crossChannelPool(let pooling): pooling.groupSize
    default: 1
    }
  }

  /// Weights of a convolution or linear layer, without bias and normalisation.
  public func weights(input: Shape) -> Int {
    switch self {
    case .convolution(let convolution): convolution.filters * windowElements(input: input)
    case .linear(let linear): linear.outputs * windowElements(input: input)
    default: 0
    }
  }

  /// Trainable values beside the weights: biases, and normalisation's scale and shift. The shift of
  /// a normalised layer takes the place of its bias, as in darknet, unless it has one besides.
  public func biases(input: Shape) -> Int {
    switch self {
    case .convolution(let convolution):
      convolution.filters * ((convolution.isNormalised ? 2 : 0) + (convolution.hasBias ? 1 : 0))
    case .linear(let linear):
      linear.outputs * ((linear.isNormalised ? 2 : 0) + (linear.hasBias ? 1 : 0))
    case .affine(let affine): affine.isTrained ? 2 * input.channels : 0
    default: 0
    }
  }

  /// Weights and biases, or `nil` past `Limits.product`.
  func checkedParameters(input: Shape) -> Int? {
    let outputs: Int
    switch self {
    case .convolution(let convolution): outputs = convolution.filters
    case .linear(let linear): outputs = linear.outputs
    case .affine: return 2 * input.channels
    default: return 0
    }
    return Limits.product(of: outputs, windowElements(input: input) + 3)
  }
}

/// What a layer costs for one image, in the units of the literature.
public struct LayerCounts: Hashable, Sendable {
  /// Convolution and linear weights.
  public var weights = 0
  /// All trainable values: weights, biases, normalisation scales and shifts.
  public var parameters = 0
  /// Multiply-accumulates of convolution and linear layers.
  public var macs = 0
  /// Of which in convolutions.
  public var convolutionMACs = 0
  /// Comparisons of max-pooling layers, as darknet counts them (`maxpool_layer.c`).
  public var maximumOperations = 0
  /// Additions of element-wise layers, as darknet counts them (`shortcut_layer.c`).
  public var additions = 0
  /// Elements of the output.
  public var outputElements = 0

  public init() {}

  public static func + (a: LayerCounts, b: LayerCounts) -> LayerCounts {
    var sum = a
    sum.weights += b.weights
    sum.parameters += b.parameters
    sum.macs += b.macs
    sum.convolutionMACs += b.convolutionMACs
    sum.maximumOperations += b.maximumOperations
    sum.additions += b.additions
    sum.outputElements += b.outputElements
    return sum
  }
}

/// Billions of floating-point operations in the three conventions that published figures use.
///
/// darknet counts 2 FLOPs a MAC. Its late-2019 version adds the comparisons of max-pooling, and
/// versions since 2020 also the additions of shortcut layers.
public struct BFLOPs: Hashable, Sendable {
  /// Convolutions only.
  public let convolution: Double
  /// Convolutions and max-pooling.
  public let convolutionAndMaximum: Double
  /// Convolutions, max-pooling and shortcuts.
  public let total: Double

  public init(_ counts: LayerCounts) {
    let convolution = 2 * counts.convolutionMACs
    self.convolution = Double(convolution) / 1e9
    self.convolutionAndMaximum = Double(convolution + counts.maximumOperations) / 1e9
    self.total = Double(convolution + counts.maximumOperations + counts.additions) / 1e9
  }
}

extension Network {
  /// The counts of one layer for one image.
  public func counts(of index: Int) -> LayerCounts {
    let layer = layers[index]
    var counts = LayerCounts()
    counts.outputElements = layer.output.elements
    guard let input = layer.inputs.first.map({ layers[$0].output }) else { return counts }
    let operation = layer.operation
    counts.weights = operation.weights(input: input)
    counts.parameters = counts.weights + operation.biases(input: input)
    let work = layer.output.elements * operation.windowElements(input: input)
    switch operation {
    case .convolution:
      counts.macs = work
      counts.convolutionMACs = work
    case .linear: counts.macs = work
    case .pool(let pooling) where pooling.kind == .maximum: counts.maximumOperations = work
    case .add: counts.additions = layer.output.elements * (layer.inputs.count - 1)
    default: break
    }
    return counts
  }

  /// The counts of all layers for one image.
  public var counts: LayerCounts {
    layers.indices.reduce(LayerCounts()) { $0 + counts(of: $1) }
  }

  /// Convolutional input/output: input plus output elements over convolution and pooling layers
  /// (CSPNet paper, section 4.5; after HarDNet, Chao et al., 2019).
  public var convolutionalInputOutput: Int {
    layers.reduce(0) { sum, layer in
      switch layer.operation {
      case .convolution, .pool, .globalPool:
        sum + layer.output.elements + layer.inputs.reduce(0) { $0 + layers[$1].output.elements }
      default: sum
      }
    }
  }

  /// Elements that a layer reads and writes for one image if nothing stays on the chip; views move
  /// nothing.
  public func activationTraffic(of index: Int) -> Int {
    let operation = layers[index].operation
    if operation.isView || operation == .input { return 0 }
    return inputShapes(of: index).reduce(layers[index].output.elements) { $0 + $1.elements }
  }

  /// Elements that all layers read and write for one image if nothing stays on the chip.
  public var activationTraffic: Int {
    layers.indices.reduce(0) { $0 + activationTraffic(of: $1) }
  }
}
