/// Which version to build on which profile, in plain words.
struct VersionSummary {
  let choices: VersionChoices
  let objectives: [Objective]

  /// `nil` where no version has all objectives.
  var text: String? {
    let chosen = choices.profiles.indices.map { choices.choice(profile: $0) }
    guard chosen.contains(where: { $0 != nil }) else { return nil }
    let names = objectives.prefix(2).map(\.rawValue).joined(separator: " and ")
    let heading =
      "Which version on which profile? Nearest to the best of \(names), each scaled from its worst "
      + "version to its best:"
    let lines = choices.profiles.indices.compactMap { profile in
      chosen[profile].map { line(profile, version: $0) }
    }
    return ([heading] + lines + tallies(chosen.compactMap(\.self))).joined(separator: "\n") + "\n"
  }

  private func line(_ profile: Int, version: Int) -> String {
    "  \(choices.profiles[profile]): \(label(version)), \(results(profile, version))"
      + extremes(profile, version)
  }

  private func label(_ version: Int) -> String {
    zip(choices.axes, choices.values(of: version)).map { "\($0.key.name) \($1)" }
      .joined(separator: ", ")
  }

  private func results(_ profile: Int, _ version: Int) -> String {
    objectives.prefix(2).compactMap { objective in
      value(objective, profile, version).map { "\(objective.title) \(SweepSummary.number($0))" }
    }.joined(separator: ", ")
  }

  /// What the best by the first objective alone would give.
  private func extremes(_ profile: Int, _ version: Int) -> String {
    guard let objective = objectives.first else { return "" }
    let best = (0..<choices.versionCount).min { a, b in
      let (x, y) = (cost(objective, profile, a), cost(objective, profile, b))
      return x < y
    }
    guard let best, best != version, cost(objective, profile, best) < .infinity else { return "" }
    return " (by \(objective.rawValue) alone: \(label(best)), \(results(profile, best)))"
  }

  private func value(_ objective: Objective, _ profile: Int, _ version: Int) -> Double? {
    choices.row(profile: profile, version: version)?.measurement
      .flatMap { objective.value(of: $0) }
  }

  private func cost(_ objective: Objective, _ profile: Int, _ version: Int) -> Double {
    guard let value = value(objective, profile, version) else { return .infinity }
    return objective.isLargerBetter ? -value : value
  }

  /// For each axis, how often each of its values was chosen; the most frequent first.
  private func tallies(_ chosen: [Int]) -> [String] {
    choices.axes.indices.map { axis in
      let values = chosen.map { choices.values(of: $0)[axis] }
      let counts = choices.axes[axis].values.enumerated().map { place, value in
        (value: value, count: values.count { $0 == value }, place: place)
      }
      let told = counts.filter { $0.count > 0 }.sorted {
        ($1.count, $0.place) < ($0.count, $1.place)
      }
      .map { "\($0.value) on \($0.count)" }
      return "  Of \(chosen.count) profiles, \(choices.axes[axis].key.name) "
        + told.joined(separator: ", ") + "."
    }
  }
}
