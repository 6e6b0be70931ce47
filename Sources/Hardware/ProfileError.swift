import JSONText

/// Why a profile can't be used, and where to look.
public enum ProfileError: Error, Sendable, Hashable {
  /// The document is malformed, or a figure in it is.
  case document(JSONError)
  case unknownProfile(String, suggestion: String?)
  /// An override that is no `path=value`.
  case malformedOverride(String)
  case repeatedOverride(String, path: String)
  case unknownPath(String, path: String, suggestion: String?, known: [String])
  case badOverride(String, problem: FigureProblem)
}

/// What is wrong with a figure's value or unit.
public enum FigureProblem: Error, Sendable, Hashable {
  case notNumber(found: String, allowsUnlimited: Bool)
  case notWhole(String, unit: String)
  case outOfRange(String, expected: String)
  case missingUnit(allowed: [String])
  case unknownUnit(String, allowed: [String])
  case needlessUnit(String)
  case unknownChoice(String, suggestion: String?, allowed: [String])
}

extension ProfileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .document(let error): error.description
    case .unknownProfile(let name, let suggestion):
      "unknown profile \(Excerpt(name))\(hint(suggestion)); expected a profile's file, or a name "
        + "that 'cspsim profiles list' shows"
    case .malformedOverride(let text):
      "--set \(Excerpt(text)): not an override; expected path=value, "
        + "such as memory.dram.bandwidth=68GB/s"
    case .repeatedOverride(let text, let path):
      "--set \(Excerpt(text)): \(path) is set twice; expected each figure once"
    case .unknownPath(let text, let path, let suggestion, let known):
      "--set \(Excerpt(text)): unknown figure \(Excerpt(path))\(hint(suggestion)); expected one of "
        + known.joined(separator: ", ")
    case .badOverride(let text, let problem):
      "--set \(Excerpt(text)): \(problem.what); expected \(problem.expected)"
    }
  }

  private func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
  }
}

extension FigureProblem {
  var what: String {
    switch self {
    case .notNumber(let found, _): "\(Excerpt(found)) is not a number"
    case .notWhole(let found, let unit): "\(found) is not a whole number of \(unit)"
    case .outOfRange(let found, _): "\(found) is out of range"
    case .missingUnit: "the unit is missing"
    case .unknownUnit(let found, _): "\(Excerpt(found)) is not a unit of this figure"
    case .needlessUnit(let found): "unit \(Excerpt(found)) where none belongs"
    case .unknownChoice(let found, let suggestion, _):
      "unknown value \(Excerpt(found))" + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
    }
  }

  var expected: String {
    switch self {
    case .notNumber(_, let allowsUnlimited): allowsUnlimited ? "a number or unlimited" : "a number"
    case .notWhole: "a whole one"
    case .outOfRange(_, let expected): expected
    case .missingUnit(let allowed), .unknownUnit(_, let allowed), .unknownChoice(_, _, let allowed):
      allowed.count == 1 ? allowed[0] : "one of " + allowed.joined(separator: ", ")
    case .needlessUnit: "a value without a unit"
    }
  }
}
