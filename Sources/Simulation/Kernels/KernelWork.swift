import LayerGraph

/// How a layer is computed by a library of kernels.
enum KernelKind: Hashable, Sendable {
  /// A matrix product on the feature map as it lies: 1×1 convolutions and linear layers.
  case matrix
  /// A convolution as a matrix product on gathered patches.
  case spatial
  /// A 3×3 convolution by Winograd's minimal filtering (Lavin and Gray, 2016).
  case winograd
  case depthwise
  /// A grouped convolution as one small matrix product a group.
  case grouped
  /// Windows that are compared or added up.
  case pooling
  /// Pooling, activation, element-wise work, copies.
  case elementwise
  /// An operation without a vector kernel.
  case scalar
}

/// What a layer asks of a processor, before any efficiency: one batch, all of it.
struct KernelWork: Hashable, Sendable {
  var kind: KernelKind
  /// Multiply-accumulates that the layer is defined by.
  var macs = 0
  /// Multiply-accumulates executed: with the edge waste of vectors, and fewer where Winograd saves.
  var products = 0
  /// Outputs that a micro-kernel begins and ends, edge waste included.
  var accumulations = 0
  /// Elements that are packed, transformed, copied or combined.
  var elements = 0
  /// Elements, or steps on them, that are done one after another by scalar code.
  var scalarSteps = 0
  var weightBytes = 0
  var inputBytes = 0
  var outputBytes = 0
  /// The rows and columns of outputs that a Winograd tile gives.
  var winogradSide: Int?
  /// How the output is cut into pieces, where it isn't by registers of channels.
  var cut: PieceGrid.Cut?
  /// Pieces that cores can share out.
  var pieces = 1
  /// Kernels that run one after another.
  var launches = 1
}
