import Analysis
import Hardware
import ModelZoo

/// A sweep that was checked: every axis, value and condition makes sense.
public struct SweepPlan: Sendable {
  public let specification: SweepSpecification
  public let space: PointSpace
  public let evaluator: PointEvaluator
  /// Changes with whatever the results depend on.
  public private(set) var digest: String

  /// The most combinations of network axes that are all made beforehand; of more, each value once.
  private static let fullCheckLimit = 2048
  /// The points among which one that the conditions allow is looked for beforehand.
  private static let searchLimit = 1_000_000

  /// - Parameter version: of the program; results of another can't be continued.
  /// - Throws: `SweepError` for whatever can be found before any point is measured.
  public init(
    _ specification: SweepSpecification, evaluator: PointEvaluator, version: String
  ) throws(SweepError) {
    self.specification = specification
    self.evaluator = evaluator
    space = try PointSpace(
      axes: specification.axes, zips: specification.zips, sampling: specification.sampling)
    digest = ""
    try checkFigures()
    let networks = try checkNetworks()
    try checkConstraints()
    try checkEnergy()
    digest = try Digest(self, networks: networks, version: version).text
  }

  var axes: [Axis] { specification.axes }

  func request(_ values: [String]) throws(SweepError) -> PointRequest {
    try PointRequest(axes, values)
  }

  /// A point that the conditions exclude has no outcome.
  func outcome(of values: [String]) throws(SweepError) -> Outcome? {
    let request = try request(values)
    guard try isAllowed(request, values) else { return nil }
    return evaluator.outcome(request)
  }

  /// The run at a point, in full.
  public func analysis(of values: [String]) throws -> RunAnalysis {
    try evaluator.analysis(request(values))
  }
}

// MARK: - Checks

extension SweepPlan {
  /// Every value of every figure, on every profile.
  private func checkFigures() throws(SweepError) {
    var first = axes.map { $0.values[0] }
    for profile in axes[0].values {
      first[0] = profile
      for (index, axis) in axes.enumerated() where !axis.key.changesNetwork {
        for value in index == 0 ? [profile] : SweepPlan.checked(axis.values) {
          var values = first
          values[index] = value
          try check(values) { _ = try evaluator.profile($0) }
        }
      }
    }
  }

  /// Objectives of energy need profiles that know it.
  private func checkEnergy() throws(SweepError) {
    let needsEnergy = specification.objectives.contains { [.energy, .energyDelay].contains($0) }
    guard needsEnergy else { return }
    let first = axes.map { $0.values[0] }
    for profile in axes[0].values {
      var hasEnergy = true
      try check([profile] + first.dropFirst()) {
        hasEnergy = try evaluator.profile($0).energy != nil
      }
      guard hasEnergy else { throw .noEnergy(profile: profile) }
    }
  }

  /// Every combination of the network's axes, or each value once if they are too many.
  ///
  /// - Returns: the networks as the first values of the other axes make them.
  private func checkNetworks() throws(SweepError) -> [String] {
    let varied = axes.indices.filter { axes[$0].key.changesNetwork }
    let combinations = varied.reduce(1) {
      min($0, SweepPlan.fullCheckLimit) * axes[$1].values.count
    }
    var digests: [String] = []
    func make(_ values: [String]) throws(SweepError) {
      try check(values) { _ = try evaluator.network($0) }
    }
    let first = axes.map { $0.values[0] }
    if combinations <= SweepPlan.fullCheckLimit {
      try forEachCombination(of: varied[...], from: first, make)
    } else {
      for index in varied {
        for value in SweepPlan.checked(axes[index].values) {
          var values = first
          values[index] = value
          try make(values)
        }
      }
    }
    for network in axes[1].values {
      var values = first
      values[1] = network
      try check(values) { digests.append(Digest.text(of: try evaluator.network($0))) }
    }
    return digests
  }

  /// Of very many values the outermost, where a range leaves what is possible first.
  private static func checked(_ values: [String]) -> [String] {
    guard values.count > fullCheckLimit else { return values }
    return Array(values.prefix(fullCheckLimit / 2) + values.suffix(fullCheckLimit / 2))
  }

  private func forEachCombination(
    of indices: ArraySlice<Int>, from values: [String],
    _ body: ([String]) throws(SweepError) -> Void
  ) throws(SweepError) {
    guard let index = indices.first else { return try body(values) }
    for value in axes[index].values {
      var values = values
      values[index] = value
      try forEachCombination(of: indices.dropFirst(), from: values, body)
    }
  }

  private func check(
    _ values: [String], _ body: (PointRequest) throws -> Void
  ) throws(SweepError) {
    let request = try request(values)
    do {
      try body(request)
    } catch {
      throw .refused(Refusal(error))
    }
  }

  /// The conditions make sense and leave at least one point.
  private func checkConstraints() throws(SweepError) {
    guard !specification.constraints.isEmpty else { return }
    for point in 0..<min(space.count, SweepPlan.searchLimit) {
      let values = space.values(of: point)
      if try isAllowed(request(values), values) { return }
    }
    guard space.count <= SweepPlan.searchLimit else { return }
    throw .nothingAllowed(
      constraints: specification.constraints.map(\.text), points: space.count)
  }
}
