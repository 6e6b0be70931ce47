/// What a layer computes, before its activation function.
///
/// Batch normalisation is not an operation of its own where it follows a convolution: it is counted
/// in the parameters and folded into the weights for inference, as every deployed network does.
public enum Operation: Hashable, Sendable {
  /// The network's input; the only operation without inputs.
  case input
  case convolution(Convolution)
  case linear(Linear)
  case pool(Pooling)
  case globalPool(PoolingKind)
  case add
  case multiply
  /// Stacks its inputs along the channels; a view wherever the planner can place inputs in the output.
  case concatenate
  /// A contiguous range of channels; always a view.
  case slice(ChannelSlice)
  case upsample(Upsample)
  /// Applies the layer's activation function, as a pass of its own.
  case activation
  /// A scale and a shift per channel, such as a batch normalisation that nothing precedes.
  case affine(Affine)
  case shuffle(groups: Int)
  case reorganise(Reorganise)
  case crossChannelPool(CrossChannelPooling)
  /// Over the channels of each pixel.
  case softmax
  /// A YOLO output head: the logistic function over every element but the box sizes.
  case detection(Detection)
  case pad(Padding)
  /// The same elements in another shape; a view.
  case reshape(Shape)
  /// Passes its input through (dropout at inference, cost layers); a view.
  case identity
  /// One pass over the elements by an operation that cspsim has no meaning for.
  case unsupported(name: String)
}

public struct Convolution: Hashable, Sendable {
  public let filters: Int
  public let window: Window
  public let groups: Int
  public let hasBias: Bool
  /// Whether a batch normalisation follows, to be folded into the weights.
  public let isNormalised: Bool

  public init(
    filters: Int, window: Window, groups: Int = 1, hasBias: Bool = false,
    isNormalised: Bool = true
  ) {
    self.filters = filters
    self.window = window
    self.groups = groups
    self.hasBias = hasBias
    self.isNormalised = isNormalised
  }
}

public struct Linear: Hashable, Sendable {
  public let outputs: Int
  public let hasBias: Bool
  public let isNormalised: Bool

  public init(outputs: Int, hasBias: Bool = true, isNormalised: Bool = false) {
    self.outputs = outputs
    self.hasBias = hasBias
    self.isNormalised = isNormalised
  }
}

public enum PoolingKind: String, Hashable, Sendable {
  case maximum
  case average
}

public struct Pooling: Hashable, Sendable {
  public let kind: PoolingKind
  public let window: Window
  /// Whether an average divides by the whole window or only by the part inside the map.
  public let countsPadding: Bool

  public init(kind: PoolingKind, window: Window, countsPadding: Bool = false) {
    self.kind = kind
    self.window = window
    self.countsPadding = countsPadding
  }
}

public struct ChannelSlice: Hashable, Sendable {
  public let range: Range<Int>

  public init(range: Range<Int>) { self.range = range }
}

public struct Upsample: Hashable, Sendable {
  public enum Mode: String, Hashable, Sendable {
    case nearest
    case bilinear
  }

  public let factor: Spatial
  public let mode: Mode

  public init(factor: Spatial, mode: Mode = .nearest) {
    self.factor = factor
    self.mode = mode
  }
}

public struct Affine: Hashable, Sendable {
  /// Whether scale and shift are trained parameters (two per channel) or constants.
  public let isTrained: Bool

  public init(isTrained: Bool) { self.isTrained = isTrained }
}

/// Moves pixels between space and channels.
public struct Reorganise: Hashable, Sendable {
  public enum Direction: String, Hashable, Sendable {
    case spaceToDepth
    case depthToSpace
  }

  /// How channels are numbered: darknet's `reorg` interleaves them unlike every other framework.
  public enum Order: String, Hashable, Sendable {
    /// ONNX `SpaceToDepth`: output channel = (dy·stride + dx)·C + c.
    case blockFirst
    /// PyTorch `PixelUnshuffle`: output channel = (c·stride + dy)·stride + dx.
    case channelFirst
    /// darknet `reorg`: the flat reinterpretation in its `reorg_cpu`.
    case darknet
  }

  public let stride: Int
  public let direction: Direction
  public let order: Order

  public init(stride: Int, direction: Direction = .spaceToDepth, order: Order = .blockFirst) {
    self.stride = stride
    self.direction = direction
    self.order = order
  }
}

/// Pools each run of `groupSize` neighbouring channels into one (Maxout; Goodfellow et al., 2013).
public struct CrossChannelPooling: Hashable, Sendable {
  public let kind: PoolingKind
  public let groupSize: Int

  public init(kind: PoolingKind = .maximum, groupSize: Int) {
    self.kind = kind
    self.groupSize = groupSize
  }
}

public struct Detection: Hashable, Sendable {
  public let anchors: Int
  public let classes: Int

  public init(anchors: Int, classes: Int) {
    self.anchors = anchors
    self.classes = classes
  }
}

extension Operation {
  /// The name that tables, charts and CSV print.
  public var name: String {
    switch self {
    case .input: "input"
    case .convolution: "convolution"
    case .linear: "linear"
    case .pool(let pooling): pooling.kind == .maximum ? "max-pool" : "average-pool"
    case .globalPool(let kind): kind == .maximum ? "global-max-pool" : "global-average-pool"
    case .add: "add"
    case .multiply: "multiply"
    case .concatenate: "concatenate"
    case .slice: "slice"
    case .upsample: "upsample"
    case .activation: "activation"
    case .affine: "affine"
    case .shuffle: "channel-shuffle"
    case .reorganise: "reorganise"
    case .crossChannelPool: "cross-channel-pool"
    case .softmax: "softmax"
    case .detection: "detection"
    case .pad: "pad"
    case .reshape: "reshape"
    case .identity: "identity"
    case .unsupported(let name): name
    }
  }

  /// Whether the operation only renames elements that already exist.
  public var isView: Bool {
    switch self {
    case .concatenate, .slice, .reshape, .identity: true
    default: false
    }
  }

  /// Whether the operation is a matrix product, for an array of multipliers.
  public var isMatrixProduct: Bool {
    switch self {
    case .convolution, .linear: true
    default: false
    }
  }
}
