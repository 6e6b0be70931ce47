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
  /// Each experiment's times when its group is predicted from the measurements of the others; empty
  /// if none was left out.
  let leftOutPairs: [(threads: Int, pairs: [Score.Pair])]

  /// Measurements of more threads aren't fitted to: other things than cores decide them, such as
  /// where memory lies.
  static let mostThreads = 8

  /// The pull of fits to published measurements.
  static func pull(_ kind: Device.Kind) -> Double { kind == .gpu ? 0.2 : 0.1 }

  /// - Parameters:
  ///   - trials: of one profile; at least one.
  ///   - leavesOut: whether to score networks left out, which takes a fit for each.
  public init(_ trials: [Trial], device: Device, leavesOut: Bool) {
    let few = trials.filter { $0.measurement.threads ?? 1 <= Calibration.mostThreads }
    self.init(
      (few.isEmpty ? trials : few).map(\.experiment), figures: CalibratedFigure.all(of: device),
      pull: Calibration.pull(device.kind), leavesOut: leavesOut)
  }

  /// - Parameters:
  ///   - experiments: at least one.
  ///   - pull: how strongly figures are drawn towards their expected values: a figure off by a
  ///     factor e costs as much as a measurement off by this.
  ///   - leavesOut: whether to score groups left out, which takes a fit for each.
  public init(
    _ experiments: [Experiment], figures: [CalibratedFigure], pull: Double, leavesOut: Bool
  ) {
    self.figures = figures
    let problem = FitProblem(experiments: experiments, figures: figures, pull: pull)
    let fitted = problem.solve(from: problem.expected, steps: 40)
    values = fitted.map { $0.exponential }
    fit = Score(experiments.indices.flatMap { problem.pairs(fitted, of: $0) })
    leftOutPairs =
      leavesOut
      ? zip(experiments, problem.pairsLeftOut(from: fitted)).map { ($0.threads, $1) } : []
  }

  /// The score when each network is predicted from the measurements of the others; `nil` if none was
  /// left out.
  public var leftOut: Score? {
    leftOutPairs.isEmpty ? nil : Score(leftOutPairs.flatMap(\.pairs))
  }

  /// The score of networks left out, by threads.
  public var leftOutByThreads: [(threads: Int, score: Score)] {
    Set(leftOutPairs.map(\.threads)).sorted().map { count in
      (count, Score(leftOutPairs.filter { $0.threads == count }.flatMap(\.pairs)))
    }
  }

  /// The device with the calibrated figures in place.
  public func applied(to device: Device) -> Device {
    var device = device
    for (figure, value) in zip(figures, values) { figure.set(&device, value) }
    return device
  }
}
