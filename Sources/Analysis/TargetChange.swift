import Hardware
import Quantities

/// The least change of one figure that reaches a frame rate.
public struct TargetChange: Sendable {
  public let figure: DesignFigure
  /// The value that is enough, or `nil` if this figure alone can't reach the target.
  public let needed: Double?
  public let framesPerSecond: Double

  /// Sixteenths of a doubling up to 64 times the present value.
  private static let steps = 96

  /// For each figure, the least value within 64 times the present one that reaches the target.
  ///
  /// The rate grows with a figure but for the mapping search's ties, so bisection over the factor
  /// finds it to within a sixteenth of a doubling.
  public static func all(toReach target: Double, _ experiment: Experiment) -> [TargetChange] {
    let figures = DesignFigure.all(of: experiment.run.profile)
    return Experiment.all(figures.count) { index in
      TargetChange(figures[index], toReach: target, experiment)
    }
  }

  private init(_ figure: DesignFigure, toReach target: Double, _ experiment: Experiment) {
    self.figure = figure
    let run = experiment.run
    func trial(_ steps: Int) -> (value: Double, rate: Double) {
      guard
        let change = figure.scaled(run.profile, by: TargetChange.factor(steps, figure)),
        let other = experiment.repeated(on: change.profile)
      else { return (figure.value, run.framesPerSecond) }
      return (change.after, other.framesPerSecond)
    }
    var best = trial(TargetChange.steps)
    guard best.rate >= target else {
      (needed, framesPerSecond) = (nil, best.rate)
      return
    }
    var (low, high) = (0, TargetChange.steps)
    while high - low > 1 {
      let middle = (low + high) / 2
      let result = trial(middle)
      if result.rate >= target { (high, best) = (middle, result) } else { low = middle }
    }
    (needed, framesPerSecond) = (best.value, best.rate)
  }

  /// Two to the power of a number of sixteenths; less of what costs time.
  private static func factor(_ steps: Int, _ figure: DesignFigure) -> Double {
    var result = 1.0
    for _ in 0..<steps { result *= 1.044_273_782_427_413_8 }
    return figure.isCost ? 1 / result : result
  }
}
