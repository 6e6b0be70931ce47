extension Expression {
  /// Works the expression out at one point.
  ///
  /// `and` and `or` look at both sides, so that an error can't hide.
  func value(_ lookUp: (String) -> Operand?) throws(ExpressionError) -> Operand {
    switch self {
    case .word(let word): return .word(word)
    case .number(let text, let position):
      var clock = Double.nan
      if case .quantity(let rate) = lookUp("clock") { clock = rate.value }
      guard let quantity = Quantity(text, clock: clock), quantity.isPlain(text) else {
        throw ExpressionError(what: "\(text) is no number that cspsim knows", position: position)
      }
      return .quantity(quantity)
    case .name(let name, let position):
      guard let value = lookUp(name) else {
        throw ExpressionError(
          what: "\(name) has no value here: it is neither an axis nor a figure of the profile",
          position: position)
      }
      return value
    case .negated(let inner, let position):
      guard case .quantity(let quantity) = try inner.value(lookUp) else {
        throw ExpressionError(what: "- needs a number", position: position)
      }
      return .quantity(Quantity(value: -quantity.value, dimension: quantity.dimension))
    case .binary(let operation, let a, let b, let position):
      return try operation.apply(a.value(lookUp), b.value(lookUp), position: position)
    }
  }
}

extension Expression.Operator {
  fileprivate func apply(
    _ a: Operand, _ b: Operand, position: Int
  ) throws(ExpressionError) -> Operand {
    switch (a, b) {
    case (.truth(let a), .truth(let b)):
      switch self {
      case .and: return .truth(a && b)
      case .or: return .truth(a || b)
      default: break
      }
    case (.word(let a), .word(let b)):
      switch self {
      case .equal: return .truth(a == b)
      case .unequal: return .truth(a != b)
      default: break
      }
    case (.quantity(let a), .quantity(let b)):
      return try apply(a, b, position: position)
    default: break
    }
    throw ExpressionError(
      what: "\(rawValue) doesn't join these; compare numbers with numbers, words by == or !=, "
        + "and join comparisons with and, or", position: position)
  }

  private func apply(
    _ a: Quantity, _ b: Quantity, position: Int
  ) throws(ExpressionError) -> Operand {
    switch self {
    case .times: return .quantity(a * b)
    case .over: return .quantity(a / b)
    case .and, .or:
      throw ExpressionError(what: "\(rawValue) joins comparisons, not numbers", position: position)
    default: break
    }
    guard a.dimension == b.dimension else {
      throw ExpressionError(
        what: "the sides of \(rawValue) have different units; give the number one, as in 64KiB",
        position: position)
    }
    switch self {
    case .plus: return .quantity(Quantity(value: a.value + b.value, dimension: a.dimension))
    case .minus: return .quantity(Quantity(value: a.value - b.value, dimension: a.dimension))
    case .less: return .truth(a.value < b.value)
    case .atMost: return .truth(a.value <= b.value)
    case .more: return .truth(a.value > b.value)
    case .atLeast: return .truth(a.value >= b.value)
    case .equal: return .truth(a.value == b.value)
    default: return .truth(a.value != b.value)
    }
  }
}
