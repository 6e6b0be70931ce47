import LayerGraph

/// Why a kernel can't run.
public enum KernelError: Error, Hashable, Sendable {
  /// cspsim has no meaning for the operation.
  case meaningless(layer: String, operation: String)
  /// A layer read or was given a map of another shape than the network says.
  case wrongShape(what: String, expected: Shape, given: Shape)
  case wrongCount(what: String, expected: Int, given: Int)
  /// A view's region doesn't fit into its buffer.
  case buffer(region: Region, needed: Int, available: Int)
  /// A tile reads or writes outside the view it was given.
  case outside(what: String, needed: Region, available: Region)
  /// A tile lies outside its layer.
  case tile(what: String, range: Range<Int>, extent: Int)
  case indivisible(what: String, extent: Int, by: Int)
  /// More INT8 products in one sum than an INT32 holds for certain.
  case sumTooLong(products: Int, limit: Int)
}

extension KernelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .meaningless(let layer, let operation):
      "layer '\(layer)': cspsim can't compute the operation '\(operation)'"
    case .wrongShape(let what, let expected, let given):
      "\(what) is \(given); expected \(expected)"
    case .wrongCount(let what, let expected, let given):
      "\(given) \(what); expected \(expected)"
    case .buffer(let region, let needed, let available):
      "\(region) take \(needed) elements; the buffer has \(available)"
    case .outside(let what, let needed, let available):
      "\(what) covers \(available); the tile needs \(needed)"
    case .tile(let what, let range, let extent):
      "the tile's \(what) \(range) aren't all within the layer's \(extent)"
    case .indivisible(let what, let extent, let by):
      "\(extent) \(what) can't be divided by \(by)"
    case .sumTooLong(let products, let limit):
      "a sum of \(products) INT8 products may overflow; at most \(limit) can't"
    }
  }
}
