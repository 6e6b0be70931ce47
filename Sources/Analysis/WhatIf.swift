import Hardware
import Simulation

/// The run with one figure of the profile changed.
public struct WhatIf: Sendable {
  public let figure: DesignFigure
  public let factor: Double
  /// What repeats it: overrides as `--set` takes them.
  public let overrides: [String]
  /// The figure's value then, in its unit.
  public let after: Double
  /// Seconds for the batch, or `nil` if the network can't be scheduled then.
  public let seconds: Double?
  /// By layer, the change of its share of the run in seconds.
  public let layerChanges: [Double]

  /// Re-simulates with every figure doubled and halved.
  ///
  /// - Returns: most time saved first; ties in the order of the profile. Empty for a profile that
  ///   was not read from a document.
  public static func all(_ experiment: Experiment, factors: [Double] = [2, 0.5]) -> [WhatIf] {
    let profile = experiment.run.profile
    let changes = DesignFigure.all(of: profile).flatMap { figure in
      factors.compactMap { factor in
        figure.scaled(profile, by: factor).map { (figure, factor, $0) }
      }
    }
    let results = Experiment.all(changes.count) { index in
      let (figure, factor, change) = changes[index]
      return WhatIf(experiment, figure: figure, factor: factor, change: change)
    }
    return results.enumerated().sorted {
      ($0.element.seconds ?? .infinity, $0.offset) < ($1.element.seconds ?? .infinity, $1.offset)
    }.map(\.element)
  }

  private init(
    _ experiment: Experiment, figure: DesignFigure, factor: Double, change: DesignFigure.Change
  ) {
    self.figure = figure
    self.factor = factor
    overrides = change.overrides
    after = change.after
    let run = experiment.run
    let other = experiment.repeated(on: change.profile)
    seconds = other?.seconds
    layerChanges =
      other.map { other in
        zip(run.layers, other.layers).map { ours, theirs in
          other.cycles(theirs.attribution.total) / other.clock.value
            - run.cycles(ours.attribution.total) / run.clock.value
        }
      } ?? []
  }
}
