import LayerGraph

extension DarknetSection {
  /// An extent that has to be there.
  func size(_ key: String) throws(ImportError) -> Int {
    guard entry(key) != nil else {
      throw error("has no \(key)", "add \(key)=… with a whole number from 1 to \(Limits.extent)")
    }
    return try integer(key, default: 1, in: 1...Limits.extent)
  }

  /// The graph's refusal of a layer, at this section.
  func error(_ cause: GraphError) -> ImportError {
    let remedy =
      switch cause {
      case .extent: "give a size within these bounds"
      case .product, .tooManyLayers: "give a smaller network, input or batch"
      case .shape: "correct this section or the sections that it reads"
      case .duplicateName, .unknownInput, .empty: "correct this section"
      }
    return error("can't be a layer: \(cause)", remedy)
  }

  /// Warnings for keys that are unknown, repeated or only approximated.
  ///
  /// - Throws: `ImportError` at a key that would change shapes in a way the graph can't follow.
  func keyWarnings(for kind: DarknetSectionKind) throws(ImportError) -> [ImportWarning] {
    var warnings: [ImportWarning] = []
    var seen: [String] = []
    for entry in entries {
      if seen.contains(entry.key) {
        let key = SourceText.quoted(entry.key)
        warnings.append(warning("has \(key) again: the first one counts", at: entry.line))
        continue
      }
      if seen.count < DarknetSection.comparedKeys { seen.append(entry.key) }
      if let message = try message(for: entry, kind: kind) {
        warnings.append(warning(message, at: entry.line))
      }
    }
    return warnings
  }

  /// Sections have at most a few dozen keys; past that, repetitions aren't looked for.
  private static let comparedKeys = 200

  private func message(
    for entry: DarknetEntry, kind: DarknetSectionKind
  ) throws(ImportError) -> String? {
    let key = entry.key
    if kind.meaningfulKeys.contains(key) || kind.harmlessKeys.contains(key) { return nil }
    if kind.refusedKeys.contains(key) {
      if ["0", "1"].contains(entry.value), key == "time_steps" || entry.value == "0" { return nil }
      throw error(
        "\(key) changes the layers in a way that cspsim can't follow", "remove it",
        at: entry.line)
    }
    if kind.approximatedKeys.contains(key) {
      if ["0", "none", "1.0"].contains(entry.value) { return nil }
      if key == "scale", entry.value == "1" { return nil }
      return "\(key) is passed over: the layer is computed and counted without it"
    }
    return "unknown key \(SourceText.quoted(key)) is passed over"
  }
}
