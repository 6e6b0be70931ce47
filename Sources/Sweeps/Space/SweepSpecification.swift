import Hardware

/// A sweep as a user asks for it: what varies, what combinations, what conditions.
public struct SweepSpecification: Hashable, Sendable {
  /// Profiles and networks first, then the others in the order of columns; the last changes fastest.
  public var axes: [Axis]
  /// Names of axes that advance together.
  public var zips: [[String]]
  public var sampling: Sampling
  public var constraints: [Constraint]
  /// What the Pareto front weighs against each other.
  public var objectives: [Objective]

  /// - Parameter profiles: names or files; `all` alone stands for every built-in profile.
  public init(
    profiles: [String], networks: [String], axes: [Axis] = [], zips: [[String]] = [],
    sampling: Sampling = .grid, constraints: [Constraint] = [],
    objectives: [Objective] = Objective.usual
  ) throws(SweepError) {
    let profiles = profiles == ["all"] ? ProfileCatalogue.names : profiles
    self.axes = [try Axis(.profile, values: profiles), try Axis(.network, values: networks)] + axes
    self.zips = zips
    self.sampling = sampling
    self.constraints = constraints
    self.objectives = objectives
  }

  public var profiles: [String] { axes[0].values }
  public var networks: [String] { axes[1].values }
}
