import LayerGraph

/// What a name in an ONNX graph stands for.
enum ONNXValue {
  case constant(ONNXConstant)
  case feature(Feature)
}

/// A value that is known before the network runs: a weight, or a number in shape arithmetic.
struct ONNXConstant: Hashable {
  /// Empty for a scalar.
  var extents: [Int]
  var isInteger: Bool
  /// Row-major; `nil` if there are too many, or they stand in another file.
  var values: [Double]?

  init(extents: [Int], isInteger: Bool, values: [Double]?) {
    self.extents = extents
    self.isInteger = isInteger
    self.values = values
  }

  init(_ tensor: ONNXTensor) {
    self.init(
      extents: tensor.extents, isInteger: ![1, 10, 11, 16].contains(tensor.type),
      values: tensor.values)
  }

  /// A vector of integers.
  init(_ integers: [Int]) {
    self.init(
      extents: [integers.count], isInteger: true, values: integers.map { Double($0) })
  }

  /// The values as integers, those that Int can't hold brought to its nearest.
  var integers: [Int]? {
    values?.map { value in
      Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? Int.min : Int.max)
    }
  }

  /// At most `Limits.product`, which readers and folding ensure.
  var elements: Int { ONNXLimits.product(extents) ?? Limits.product }
}

/// A layer's output as a node sees it: the same elements, in extents of the node's own.
struct Feature {
  /// Index into the drafts.
  let layer: Int
  /// Batch included, as in the file.
  var extents: [Int]
  /// Whether one node alone reads these elements, so that it may be fused into the layer.
  var isExclusive: Bool
  /// The rows and columns that a strided slice took.
  var phase: Phase?
}

/// Every `stride`-th row and column, from the given ones on.
struct Phase: Hashable {
  var start = Spatial(0)
  var stride = Spatial(1)
}
