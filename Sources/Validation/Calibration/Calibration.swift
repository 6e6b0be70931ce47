import Hardware

/// Fits a profile's calibrated figures to measurements.
///
/// The figures' logarithms minimise the squared logarithmic errors of the predictions, errors beyond
/// a tenth weighing less (outliers are other boards and other versions of the library), plus a pull
/// towards what is expected of any device; by Gauss–Newton steps with damping (Levenberg, 1944).
public struct Calibration: Sendable {
  public let figures: [CalibratedFigure]
  /// In the profile's units, by figure.
  public let values: [Double]
  public let fit: Score
  /// The score when each network is predicted from the measurements of the others.
  public let leftOut: Score?
  /// The score of networks left out, by threads.
  public let leftOutByThreads: [(threads: Int, score: Score)]

  /// How strongly figures are pulled towards their expected values: a figure off by a factor e costs
  /// as much as a measurement off by this.
  static func pull(_ kind: Device.Kind) -> Double { kind == .gpu ? 0.3 : 0.1 }

  /// - Parameters:
  ///   - trials: of one profile; at least one.
  ///   - leavesOut: whether to score networks left out, which takes a fit for each.
  public init(_ trials: [Trial], kind: Device.Kind, leavesOut: Bool) {
    figures = CalibratedFigure.all(of: kind)
    let problem = FitProblem(trials: trials, figures: figures, pull: Calibration.pull(kind))
    let fitted = problem.solve(from: problem.expected, steps: 40)
    values = fitted.map { $0.exponential }
    fit = Score(problem.pairs(fitted, of: Array(trials.indices)))
    guard leavesOut else {
      (leftOut, leftOutByThreads) = (nil, [])
      return
    }
    let pairs = problem.pairsLeftOut(from: fitted)
    leftOut = Score(pairs)
    let threads = Set(trials.map { $0.measurement.threads ?? 0 }).sorted()
    leftOutByThreads = threads.map { count in
      let chosen = trials.indices.filter { (trials[$0].measurement.threads ?? 0) == count }
      return (count, Score(chosen.map { pairs[$0] }))
    }
  }

  /// The device with the calibrated figures in place.
  public func applied(to device: Device) -> Device {
    var device = device
    for (figure, value) in zip(figures, values) { figure.set(&device, value) }
    return device
  }
}
