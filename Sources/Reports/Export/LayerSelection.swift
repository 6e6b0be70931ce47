import DidYouMean

/// Which of a run's layers an export is about: those that took time or did work, or some of them.
public struct LayerSelection: Hashable, Sendable {
  /// Names of stages; all if empty.
  public var stages: [String]
  /// Names of layers; all if empty.
  public var layers: [String]
  /// Only so many, those that took longest, kept in their order.
  public var longest: Int?

  public init(stages: [String] = [], layers: [String] = [], longest: Int? = nil) {
    self.stages = stages
    self.layers = layers
    self.longest = longest
  }

  /// The run with the layers chosen.
  ///
  /// - Throws: `SelectionError` for a name that the run doesn't have.
  public func callAsFunction(_ run: RunRecord) throws(SelectionError) -> RunRecord {
    try check(stages, among: run.layers.map(\.stage), kind: "stage", of: run)
    try check(layers, among: run.layers.map(\.name), kind: "layer", of: run)
    let chosen = run.layers.filter { layer in
      (layer.seconds > 0 || layer.macs > 0) && (stages.isEmpty || stages.contains(layer.stage))
        && (layers.isEmpty || layers.contains(layer.name))
    }
    guard !chosen.isEmpty else { throw .nothing(network: run.network) }
    guard let longest, longest < chosen.count else { return run.with(layers: chosen) }
    let kept = chosen.indices.sorted {
      (chosen[$1].seconds, $0) < (chosen[$0].seconds, $1)
    }.prefix(longest).sorted()
    return run.with(layers: kept.map { chosen[$0] })
  }

  private func check(
    _ names: [String], among known: [String], kind: String, of run: RunRecord
  ) throws(SelectionError) {
    for name in names where !known.contains(name) {
      throw .unknown(
        kind: kind, name: name, network: run.network,
        suggestion: Suggestion.closest(to: name, among: known))
    }
  }
}

/// Why layers can't be chosen.
public enum SelectionError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknown(kind: String, name: String, network: String, suggestion: String?)
  case nothing(network: String)

  public var description: String {
    switch self {
    case .unknown(let kind, let name, let network, let suggestion):
      "\(network) has no \(kind) '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "; layers.csv of the run lists them")
    case .nothing(let network):
      "no layer of \(network) that takes time is chosen; expected at least one"
    }
  }
}
