/// Reads a condition by precedence climbing.
struct ExpressionParser {
  private enum Token: Hashable {
    case number(String)
    case word(String)
    case name(String)
    case symbol(String)
  }

  private var tokens: [(token: Token, position: Int)] = []
  private var next = 0
  private let length: Int
  private var depth = 0

  /// The longest condition and the deepest nesting.
  private static let longest = 4096
  private static let deepest = 64

  init(_ text: String) throws(ExpressionError) {
    let characters = Array(text)
    length = characters.count
    guard length <= ExpressionParser.longest else {
      throw ExpressionError(
        what: "longer than \(ExpressionParser.longest) characters", position: 0)
    }
    var index = 0
    while index < characters.count {
      if characters[index].isWhitespace {
        index += 1
      } else {
        let (token, end) = try ExpressionParser.token(characters, at: index)
        tokens.append((token, index))
        index = end
      }
    }
  }

  mutating func parse() throws(ExpressionError) -> Expression {
    let expression = try expression(above: 0)
    guard next == tokens.count else {
      throw ExpressionError(
        what: "expected an operator such as <= or the end", position: position)
    }
    return expression
  }

  private var position: Int { next < tokens.count ? tokens[next].position : length }

  private mutating func expression(above precedence: Int) throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionParser.deepest else {
      throw ExpressionError(what: "nested too deeply", position: position)
    }
    var left = try operand()
    while let found = binaryOperator, found.precedence > precedence {
      let place = position
      next += 1
      left = .binary(found, left, try expression(above: found.precedence), position: place)
    }
    return left
  }

  private var binaryOperator: Expression.Operator? {
    guard next < tokens.count else { return nil }
    switch tokens[next].token {
    case .symbol(let text), .name(let text): return Expression.Operator(rawValue: text)
    default: return nil
    }
  }

  private mutating func operand() throws(ExpressionError) -> Expression {
    let place = position
    guard next < tokens.count else {
      throw ExpressionError(what: "expected a number, a name or ( here", position: place)
    }
    let token = tokens[next].token
    next += 1
    switch token {
    case .number(let text): return .number(text, position: place)
    case .word(let word): return .word(word)
    case .name(let name): return .name(name, position: place)
    case .symbol("-"): return .negated(try expression(above: 4), position: place)
    case .symbol("("):
      let inner = try expression(above: 0)
      guard next < tokens.count, tokens[next].token == .symbol(")") else {
        throw ExpressionError(what: "expected )", position: position)
      }
      next += 1
      return inner
    default: throw ExpressionError(what: "expected a number, a name or ( here", position: place)
    }
  }
}

// MARK: - Tokens

extension ExpressionParser {
  private static func token(
    _ text: [Character], at start: Int
  ) throws(ExpressionError) -> (Token, end: Int) {
    switch text[start] {
    case "0"..."9": return number(text, at: start)
    case "'", "\"": return try word(text, at: start)
    case let first where first.isLetter || first == "_": return name(text, at: start)
    default: return try symbol(text, at: start)
    }
  }

  private static func number(_ text: [Character], at start: Int) -> (Token, end: Int) {
    var end = start
    while end < text.count, text[end].isNumber || text[end] == "." { end += 1 }
    let digits = end
    while end < text.count, text[end].isLetter { end += 1 }
    if end > digits, end + 1 < text.count, text[end] == "/" {
      for rate in ["s", "cycle"] where text[(end + 1)...].starts(with: rate) {
        let after = end + 1 + rate.count
        if after == text.count || !isNamePart(text[after]) {
          return (.number(String(text[start..<after])), after)
        }
      }
    }
    return (.number(String(text[start..<end])), end)
  }

  private static func word(
    _ text: [Character], at start: Int
  ) throws(ExpressionError) -> (Token, end: Int) {
    guard let end = text[(start + 1)...].firstIndex(of: text[start]) else {
      throw ExpressionError(what: "the quote is never closed", position: start)
    }
    return (.word(String(text[(start + 1)..<end])), end + 1)
  }

  /// `split-ratio` and `growth-rate` are names; any other hyphen subtracts.
  private static func name(_ text: [Character], at start: Int) -> (Token, end: Int) {
    for key in AxisKey.named where key.name != key.column {
      let end = start + key.name.count
      if text[start...].starts(with: key.name), end == text.count || !isNamePart(text[end]) {
        return (.name(key.name), end)
      }
    }
    let end = text[start...].firstIndex { !isNamePart($0) } ?? text.count
    return (.name(String(text[start..<end])), end)
  }

  private static func symbol(
    _ text: [Character], at start: Int
  ) throws(ExpressionError) -> (Token, end: Int) {
    for symbol in ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")"]
    where text[start...].starts(with: symbol) {
      return (.symbol(symbol), start + symbol.count)
    }
    let hint = text[start] == "=" ? "; comparing takes two: ==" : ""
    throw ExpressionError(what: "unexpected '\(text[start])'\(hint)", position: start)
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }
}
