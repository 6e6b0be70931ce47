import DidYouMean
import JSONText
import Quantities

/// All figures of a document by path, with overrides in place; each reading names a path and what the
/// figure measures, and `finish()` refuses the figures that nobody asked for.
struct FigureTable {
  private let root: JSONNode
  private var documented: [(node: JSONNode, path: String, figure: RawFigure)] = []
  private var places: [String: Int] = [:]
  private let overrides: [Override]
  private var asked: [String] = []
  /// The figures read so far, in the order of reading.
  private(set) var figures: [Figure] = []
  /// Figures that the document leaves out, with what the model takes instead.
  private(set) var implied: [Figure] = []

  /// - Parameter sections: the document's members that aren't plain text.
  init(
    root: JSONNode, sections: [JSONNode], overrides texts: [String]
  ) throws(ProfileError) {
    self.root = root
    var overrides: [Override] = []
    for text in texts {
      let override = try Override(text)
      guard !overrides.contains(where: { $0.path == override.path }) else {
        throw .repeatedOverride(text, path: override.path)
      }
      overrides.append(override)
    }
    self.overrides = overrides
    do {
      for section in sections { try collect(section) }
    } catch {
      throw .document(error)
    }
  }

  /// Takes in a figure, or every figure of a section.
  private mutating func collect(_ node: JSONNode) throws(JSONError) {
    guard case .object(let members) = node.value.content else {
      throw node.failure(
        .wrongKind(
          found: node.value.content.kind, expected: RawFigure.example))
    }
    if members.contains(where: { RawFigure.keys.contains($0.key) }) {
      places[node.path.description] = documented.count
      documented.append((node, node.path.description, try RawFigure(node)))
      return
    }
    guard !members.isEmpty else {
      throw node.failure(.invalid(what: "an empty object", expected: "figures"))
    }
    var object = try node.object()
    for key in object.keys { try collect(try object.required(key)) }
  }

  /// The figure at a path after overrides, or `nil` if there is none.
  private mutating func take(_ path: String) -> RawFigure? {
    asked.append(path)
    let old = places[path].map { documented[$0].figure }
    guard let override = overrides.first(where: { $0.path == path }) else { return old }
    return override.figure(replacing: old)
  }

  private mutating func record(
    _ path: String, _ raw: RawFigure, value: String, amount: Amount? = nil
  ) {
    figures.append(
      Figure(
        path: path, value: value, unit: raw.unit, provenance: raw.provenance, amount: amount))
  }

  /// The error for a figure that must be given; it points at the one whose name was misspelt, if any.
  func missing(_ path: String) -> ProfileError {
    let strangers = documented.map(\.path).filter { !asked.contains($0) }
    let misspelt = Suggestion.closest(to: path, among: strangers)
    let node = misspelt.flatMap { places[$0] }.map { documented[$0].node } ?? root
    let what = "figure \(path) is missing" + (misspelt == nil ? "" : "; is this one meant?")
    return .document(node.failure(.invalid(what: what, expected: RawFigure.example)))
  }

  /// Refuses the first figure or override whose path was never asked for.
  func finish() throws(ProfileError) {
    if let stranger = documented.first(where: { !asked.contains($0.path) }) {
      throw .document(
        stranger.node.failure(
          .unknownKey(
            stranger.path, suggestion: Suggestion.closest(to: stranger.path, among: asked),
            supported: asked)))
    }
    if let stranger = overrides.first(where: { !asked.contains($0.path) }) {
      throw .unknownPath(
        stranger.text, path: stranger.path,
        suggestion: Suggestion.closest(to: stranger.path, among: asked), known: asked)
    }
  }
}

// MARK: - Amounts

extension FigureTable {
  /// An amount in base units within bounds; `unlimited` is infinite, where it is allowed, and a figure
  /// that isn't there is `nil`.
  mutating func amount(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Double>,
    orUnlimited allowsUnlimited: Bool = false
  ) throws(ProfileError) -> Double? {
    guard let raw = take(path) else { return nil }
    do {
      let amount = try raw.amount(measure, in: bounds, orUnlimited: allowsUnlimited)
      record(
        path, raw, value: raw.valueText,
        amount: Amount(
          value: amount, bounds: bounds, unit: measure.baseSymbol, isWhole: measure.isWhole))
      return amount
    } catch {
      throw raw.problem(error)
    }
  }

  /// An amount that must be given.
  mutating func requiredAmount(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Double>,
    orUnlimited allowsUnlimited: Bool = false
  ) throws(ProfileError) -> Double {
    guard let amount = try amount(path, measure, in: bounds, orUnlimited: allowsUnlimited) else {
      throw missing(path)
    }
    return amount
  }

  /// A whole number of base units; fractions of a cycle count as a whole one, others are refused.
  mutating func integer(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Int>
  ) throws(ProfileError) -> Int? {
    try amount(path, measure, in: Double(bounds.lowerBound)...Double(bounds.upperBound))
      .map { Int($0) }
  }

  /// A whole number that a document may leave out.
  mutating func integer(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Int>, default value: Int
  ) throws(ProfileError) -> Int {
    if let integer = try integer(path, measure, in: bounds) { return integer }
    let amount = Amount(
      value: Double(value), bounds: Double(bounds.lowerBound)...Double(bounds.upperBound),
      unit: measure.baseSymbol, isWhole: true)
    implied.append(
      Figure(
        path: path, value: "\(value)", unit: measure.baseSymbol,
        provenance: .assumed("the profile leaves it out"), amount: amount))
    return value
  }

  mutating func requiredInteger(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Int>
  ) throws(ProfileError) -> Int {
    guard let integer = try integer(path, measure, in: bounds) else { throw missing(path) }
    return integer
  }

  /// A whole number of base units, or `nil` for `unlimited`; must be given.
  mutating func limit(
    _ path: String, _ measure: Measure, in bounds: ClosedRange<Int>
  ) throws(ProfileError) -> Int? {
    let amount = try requiredAmount(
      path, measure, in: Double(bounds.lowerBound)...Double(bounds.upperBound), orUnlimited: true)
    return amount.isFinite ? Int(amount) : nil
  }
}

// MARK: - Words

extension FigureTable {
  /// One of several words, given by their full names or by short ones; must be given.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ path: String, of type: Choice.Type, short: [String: Choice] = [:]
  ) throws(ProfileError) -> Choice where Choice.RawValue == String {
    guard let choice = try optionalChoice(path, of: type, short: short) else {
      throw missing(path)
    }
    return choice
  }

  mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ path: String, of type: Choice.Type, short: [String: Choice] = [:]
  ) throws(ProfileError) -> Choice? where Choice.RawValue == String {
    guard let raw = take(path) else { return nil }
    if let unit = raw.unit { throw raw.problem(.needlessUnit(unit)) }
    let word = raw.valueText
    guard let choice = Choice(rawValue: word) ?? short[word] else {
      let allowed = Choice.allCases.map(\.rawValue)
      let suggestion = Suggestion.closest(to: word, among: allowed)
      throw raw.problem(.unknownChoice(word, suggestion: suggestion, allowed: allowed))
    }
    record(path, raw, value: choice.rawValue)
    return choice
  }

  /// A yes or no; must be given.
  mutating func flag(_ path: String) throws(ProfileError) -> Bool {
    try choice(path, of: Flag.self) == .true
  }

  mutating func optionalFlag(_ path: String) throws(ProfileError) -> Bool? {
    try optionalChoice(path, of: Flag.self).map { $0 == .true }
  }

  private enum Flag: String, CaseIterable {
    case `true`, `false`
  }
}
