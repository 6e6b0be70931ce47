import JSONText

/// A figure before anybody knows what it measures.
struct RawFigure {
  enum Value {
    case number(Double, literal: String)
    case word(String)
  }

  let value: Value
  let unit: String?
  let provenance: Provenance
  let place: Place

  enum Place {
    case document(JSONNode)
    /// The override as typed.
    case override(String)
  }

  var valueText: String {
    switch value {
    case .number(_, let literal): literal
    case .word(let word): word
    }
  }

  func problem(_ problem: FigureProblem) -> ProfileError {
    switch place {
    case .document(let node):
      .document(node.failure(.invalid(what: problem.what, expected: problem.expected)))
    case .override(let text): .badOverride(text, problem: problem)
    }
  }
}

// MARK: - From a document

extension RawFigure {
  private static let provenanceKeys = ["source", "assumed", "calibrated", "measured"]
  static let example = #"a figure such as { "value": 34, "unit": "GB/s", "source": "…" }"#
  static let keys = ["value", "unit"] + provenanceKeys

  /// Reads `{ "value": …, "unit": …, "source" | "assumed" | "calibrated" | "measured": … }`.
  init(_ node: JSONNode) throws(JSONError) {
    var object = try node.object()
    let value = try object.required("value")
    let unit = object.optional("unit")
    var provenances: [Provenance] = []
    if let text = object.optional("source") { provenances.append(.source(try text.sentence())) }
    if let text = object.optional("assumed") { provenances.append(.assumed(try text.sentence())) }
    if let text = object.optional("calibrated") {
      provenances.append(.calibrated(try text.sentence()))
    }
    if let text = object.optional("measured") {
      provenances.append(.measured(try text.sentence()))
    }
    try object.finish()
    guard provenances.count == 1 else {
      let what = provenances.isEmpty ? "nothing says" : "more than one key says"
      throw node.failure(
        .invalid(
          what: "\(what) where the figure comes from",
          expected: "exactly one of \(Self.provenanceKeys.joined(separator: ", "))"))
    }
    self.value = try Value(value)
    self.unit = try unit?.sentence()
    self.provenance = provenances[0]
    self.place = .document(node)
  }
}

extension RawFigure.Value {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    switch node.value.content {
    case .number(let number): self = .number(number.value, literal: number.literal)
    case .boolean(let flag): self = .word(flag ? "true" : "false")
    default: self = .word(try node.sentence())
    }
  }
}

extension JSONNode {
  /// A string that says something.
  func sentence() throws(JSONError) -> String {
    let text = try string()
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw failure(.invalid(what: "empty text", expected: "at least one word"))
    }
    return text
  }
}
