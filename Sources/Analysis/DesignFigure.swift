import Hardware

/// A figure of a profile that a designer could change: a resource's size, rate or cost.
public struct DesignFigure: Hashable, Sendable {
  /// The path in the profile, as `--set` takes it.
  public let path: String
  /// The present value, in the base unit.
  public let value: Double
  /// The base unit: `Hz`, `B`, `B/s`, `cycles`, or the thing counted.
  public let unit: String
  private let figure: Figure
  /// Figures that change with it, in proportion.
  private let companions: [Figure]

  /// Number formats decide what is computed and energies what it costs, neither how long it takes.
  private static let otherSections = ["precision.", "energy."]

  /// Every figure of a profile that has a number to vary, in the order of the profile.
  public static func all(of profile: HardwareProfile) -> [DesignFigure] {
    (profile.figures + profile.implied).compactMap { DesignFigure($0, of: profile) }
  }

  private init?(_ figure: Figure, of profile: HardwareProfile) {
    guard let amount = figure.amount, amount.value.isFinite, amount.value > 0,
      !DesignFigure.otherSections.contains(where: figure.path.hasPrefix)
    else { return nil }
    self.figure = figure
    path = figure.path
    value = amount.value
    unit = amount.unit
    companions = DesignFigure.companions(of: figure, amount: amount, in: profile)
  }

  /// Cores that all run threads get threads as they get more.
  private static func companions(
    of figure: Figure, amount: Amount, in profile: HardwareProfile
  ) -> [Figure] {
    guard figure.path == "cores.count",
      let threads = profile.figures.first(where: { $0.path == "cores.threads" }),
      let count = threads.amount?.value, count >= amount.value
    else { return [] }
    return [threads]
  }

  /// Whether less of it is better: a time that something costs.
  public var isCost: Bool { unit == "cycles" || unit.hasPrefix("cycles/") }

  /// The profile with this figure multiplied.
  ///
  /// - Returns: `nil` if the device stays as it is: the figure is at its limit, or nothing uses it.
  func scaled(_ profile: HardwareProfile, by factor: Double) -> Change? {
    guard let own = figure.override(to: target(factor)) else { return nil }
    let overrides =
      [own]
      + companions.compactMap { companion in
        companion.amount.flatMap { companion.override(to: $0.value * factor) }
      }
    guard let changed = try? profile.setting(overrides), changed.device != profile.device,
      let after = (changed.figures.first { $0.path == path })?.amount
    else { return nil }
    return Change(profile: changed, overrides: overrides, after: after.value)
  }

  /// A share of a peak is at most all of it.
  private func target(_ factor: Double) -> Double {
    unit == "of peak" ? min(value * factor, max(1, value)) : value * factor
  }

  /// A changed profile.
  struct Change {
    let profile: HardwareProfile
    let overrides: [String]
    /// The figure's new value, in its unit.
    let after: Double
  }
}
