/// A condition on the points of a sweep, such as `array.rows * array.columns <= 16384`.
///
/// Numbers may have units (`memory.scratchpad >= 64KiB`), words stand in quotes
/// (`fusion == 'csp'`), and comparisons join with `and`, `or` and parentheses.
public struct Constraint: Hashable, Sendable {
  /// As typed.
  public let text: String
  let root: Expression

  /// - Throws: `SweepError.constraint` where the text stops making sense.
  public init(_ text: String) throws(SweepError) {
    self.text = text
    do throws(ExpressionError) {
      var parser = try ExpressionParser(text)
      root = try parser.parse()
    } catch {
      throw .constraint(text, problem: error.what, column: error.position + 1)
    }
  }

  /// Whether a point satisfies the condition.
  ///
  /// - Parameter value: an axis's or figure's value by its name, or `nil` if there is none.
  /// - Throws: `SweepError.constraint` for an unknown name or units that don't go together.
  func allows(_ value: (String) -> Operand?) throws(SweepError) -> Bool {
    do throws(ExpressionError) {
      guard case .truth(let truth) = try root.value(value) else {
        throw ExpressionError(what: "expected a comparison such as array.rows <= 64", position: 0)
      }
      return truth
    } catch {
      throw .constraint(text, problem: error.what, column: error.position + 1)
    }
  }

  /// The names that the condition reads, in order.
  var names: [String] { root.names }
}

/// What is wrong with a condition, and where in its text.
struct ExpressionError: Error {
  let what: String
  /// In characters from the start.
  let position: Int
}

/// A value while a condition is worked out.
enum Operand: Hashable {
  case quantity(Quantity)
  case word(String)
  case truth(Bool)
}

/// A condition as a tree; positions are those of operators and names.
indirect enum Expression: Hashable, Sendable {
  /// A number as typed; its unit may need the device's clock.
  case number(String, position: Int)
  case word(String)
  case name(String, position: Int)
  case negated(Expression, position: Int)
  case binary(Operator, Expression, Expression, position: Int)

  enum Operator: String, Sendable {
    case or, and
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
    case equal = "=="
    case unequal = "!="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"

    /// Higher binds tighter.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .less, .atMost, .more, .atLeast, .equal, .unequal: 3
      case .plus, .minus: 4
      case .times, .over: 5
      }
    }
  }

  var names: [String] {
    switch self {
    case .number, .word: []
    case .name(let name, _): [name]
    case .negated(let inner, _): inner.names
    case .binary(_, let a, let b, _): a.names + b.names
    }
  }
}
