/// What a layer computes, before its activation function.
///
/// Batch normalisation is not an operation of its own where it follows a convolution: it is counted
/// in the parameters and folded into the weights for inference, as every deployed network does.
public enum Operation: Hashable, Sendable {
  /// The network's input; the only operation without inputs.
  case input
  /// A sliding dot product, grouped or not; depthwise if each channel is its own group.
  case convolution(Convolution)
  /// A dot product of the whole input with each output's weights, pixel order included.
  case linear(Linear)
  /// The largest or the mean value of each window, channel by channel.
  case pool(Pooling)
  /// The largest or the mean value of each channel.
  case globalPool(PoolingKind)
  /// The sum of two or more tensors of one shape.
  case add
  /// The product of two tensors; one may be a single pixel, which scales whole channels.
  case multiply
  /// Stacks its inputs along the channels; a view wherever the planner can place inputs in the output.
  case concatenate
  /// A contiguous range of channels; always a view.
  case slice(ChannelSlice)
  /// A larger map by a whole factor.
  case upsample(Upsample)
  /// Applies the layer's activation function, as a pass of its own.
  case activation
  /// A scale and a shift per channel, such as a batch normalisation that nothing precedes.
  case affine(Affine)
  /// Interleaves the channels of the groups (ShuffleNet; Zhang et al., 2018).
  case shuffle(groups: Int)
  /// Moves pixels between space and channels, without arithmetic.
  case reorganise(Reorganise)
  /// The largest or the mean value of neighbouring channels, pixel by pixel.
  case crossChannelPool(CrossChannelPooling)
  /// Over the channels of each pixel.
  case softmax
  /// A YOLO output head: the logistic function over every element but the box sizes.
  case detection(Detection)
  /// Zeros around the map.
  case pad(Padding)
  /// The same elements in another shape; a view.
  case reshape(Shape)
  /// Passes its input through (dropout at inference, cost layers); a view.
  case identity
  /// One pass over the elements by an operation that cspsim has no meaning for.
  case unsupported(name: String)
}

/// A convolution's filters and window; weights are `filters × channels / groups × height × width`.
public struct Convolution: Hashable, Sendable {
  /// Output channels.
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

/// A fully connected layer; weights are `outputs × inputs`.
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

/// How pooling reduces many values to one.
public enum PoolingKind: String, Hashable, Sendable {
  case maximum
  case average
}

/// Pooling over a sliding window.
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

/// Some neighbouring channels of the input.
public struct ChannelSlice: Hashable, Sendable {
  public let range: Range<Int>

  public init(range: Range<Int>) { self.range = range }
}

/// An enlargement by a whole factor.
public struct Upsample: Hashable, Sendable {
  /// Where new pixels come from.
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

/// `y = scale · x + shift`, with a scale and a shift for each channel.
public struct Affine: Hashable, Sendable {
  /// Whether scale and shift are trained parameters (two per channel) or constants.
  public let isTrained: Bool

  public init(isTrained: Bool) { self.isTrained = isTrained }
}

/// Moves pixels between space and channels.
public struct Reorganise: Hashable, Sendable {
  /// Which way pixels move.
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
  /// Input channels that make one output channel.
  public let groupSize: Int

  public init(kind: PoolingKind = .maximum, groupSize: Int) {
    self.kind = kind
    self.groupSize = groupSize
  }
}

/// The channels of a YOLO head: `anchors × (classes + 5)`.
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

extension Operation {
  /// AlexNet's and GoogLeNet's normalisation across channels: one pass over the elements here.
  public static let localResponseNormalisation =
    Operation.unsupported(name: "local-response-normalisation")
}
