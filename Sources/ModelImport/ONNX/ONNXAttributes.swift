import LayerGraph

/// Attributes of nodes, with their types and ranges checked.
extension ONNXNode {
  func integer(_ name: String, default value: Int? = nil) throws(NodeProblem) -> Int {
    switch attributes[name] {
    case .integer(let integer): return integer
    case nil:
      guard let value else { throw .missingAttribute(name) }
      return value
    default: throw .attributeType(name, expected: "an integer")
    }
  }

  func float(_ name: String, default value: Float) throws(NodeProblem) -> Float {
    switch attributes[name] {
    case .float(let float): return float
    case nil: return value
    default: throw .attributeType(name, expected: "a number")
    }
  }

  func string(_ name: String, default value: String) throws(NodeProblem) -> String {
    switch attributes[name] {
    case .string(let string): return string
    case nil: return value
    default: throw .attributeType(name, expected: "a string")
    }
  }

  /// `nil` if there is no such attribute.
  func integers(_ name: String) throws(NodeProblem) -> [Int]? {
    switch attributes[name] {
    case .integers(let integers): return integers
    case nil: return nil
    default: throw .attributeType(name, expected: "a list of integers")
    }
  }

  /// A list with one entry for each of `count` axes, all in `range`.
  func perAxis(
    _ name: String, count: Int, default value: Int, in range: ClosedRange<Int>
  ) throws(NodeProblem) -> [Int] {
    guard let integers = try integers(name) else {
      return [Int](repeating: value, count: count)
    }
    guard integers.count == count else {
      throw .outOfRange(
        what: "count of '\(name)'", value: integers.count, range: count...count)
    }
    for integer in integers where !range.contains(integer) {
      throw .outOfRange(what: "'\(name)'", value: integer, range: range)
    }
    return integers
  }
}

extension NodeProblem {
  /// Whether the node is sound, but means something that a network of layers can't say.
  var isUnsupported: Bool {
    switch self {
    case .unsupportedOperator, .unsupported: true
    default: false
    }
  }
}
