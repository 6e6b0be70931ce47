import LayerGraph

/// Bounds on what a file may hold, so that a hostile one can't make memory grow far beyond its size.
///
/// The largest exports of convolutional networks have a few thousand nodes.
enum ONNXLimits {
  static let nodes = 100_000
  static let initialisers = 100_000
  static let graphInputs = 1000
  static let inputsOfNode = 10_000
  static let attributesOfNode = 100
  static let valuesOfAttribute = 10_000
  static let rank = 8
  static let nameBytes = 10_000
  /// Constants of up to so many elements are read, for shape arithmetic; larger ones are weights.
  static let constantElements = 1024
  /// The elements of all constants that nodes compute.
  static let foldedElements = 200_000
  static let opsets = 100
  static let functions = 10_000
  /// Calls within calls.
  static let functionDepth = 32
  /// Nodes of the graph once the nodes of functions stand in the place of their calls.
  static let inlinedNodes = 100_000

  /// The product of extents, or `nil` if one is negative or it is past `Limits.product`.
  static func product(_ extents: some Sequence<Int>) -> Int? {
    var result: Int? = 1
    for extent in extents {
      result = result.flatMap { extent < 0 ? nil : Limits.product(of: $0, extent) }
    }
    return result
  }
}
