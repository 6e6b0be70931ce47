/// What a designer who has a chip may choose among: the versions that a sweep measured on each profile.
public struct VersionChoices: Sendable {
  public let profiles: [String]
  /// The axes other than the profile that vary.
  public let axes: [Axis]
  private let objectives: [Objective]
  private let indices: [Int]
  /// Profile by profile, the row of each version.
  private var rows: [SweepRow?]

  private static let profileLimit = 2...40
  private static let versionLimit = 2...16

  /// `nil` for a sweep of one profile, or of too many versions to tell one by one.
  init?(axes: [Axis], objectives: [Objective]) {
    let others = axes.indices.dropFirst().filter { axes[$0].values.count > 1 }
    var versions = 1
    for axis in others where versions <= VersionChoices.versionLimit.upperBound {
      versions *= axes[axis].values.count
    }
    guard VersionChoices.profileLimit.contains(axes[0].values.count),
      VersionChoices.versionLimit.contains(versions)
    else { return nil }
    profiles = axes[0].values
    self.axes = others.map { axes[$0] }
    self.objectives = objectives
    indices = others
    rows = [SweepRow?](repeating: nil, count: profiles.count * versions)
  }

  public var versionCount: Int { rows.count / profiles.count }

  mutating func add(_ row: SweepRow) {
    guard let profile = profiles.firstIndex(of: row.values[0]) else { return }
    var version = 0
    for (axis, index) in zip(axes, indices) {
      guard let place = axis.values.firstIndex(of: row.values[index]) else { return }
      version = version * axis.values.count + place
    }
    rows[profile * versionCount + version] = row
  }

  public func row(profile: Int, version: Int) -> SweepRow? {
    rows[profile * versionCount + version]
  }

  /// For each axis, its value in a version.
  public func values(of version: Int) -> [String] {
    var rest = version
    return axes.reversed().map { axis in
      defer { rest /= axis.values.count }
      return axis.values[rest % axis.values.count]
    }.reversed()
  }

  /// The version nearest to the best of the first two objectives at once, each scaled from its worst
  /// to its best version on the profile; the first of several. `nil` if none has both.
  public func choice(profile: Int) -> Int? {
    let weighed = objectives.prefix(2)
    let costs = (0..<versionCount).map { version in
      row(profile: profile, version: version)?.measurement.map { measurement in
        weighed.compactMap { $0.cost(of: measurement) }
      } ?? []
    }
    let complete = costs.indices.filter { costs[$0].count == weighed.count }
    guard !complete.isEmpty else { return nil }
    func distance(_ version: Int) -> Double {
      weighed.indices.reduce(0) { sum, objective in
        let all = complete.map { costs[$0][objective] }
        guard let best = all.min(), let worst = all.max(), worst > best else { return sum }
        let share = (costs[version][objective] - best) / (worst - best)
        return sum + share * share
      }
    }
    return complete.min { distance($0) < distance($1) }
  }
}
