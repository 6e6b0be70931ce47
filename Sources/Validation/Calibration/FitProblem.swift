import Hardware

/// Measurements, and the figures to explain them by.
struct FitProblem {
  let trials: [Trial]
  let figures: [CalibratedFigure]
  let pull: Double
  /// Errors up to this weigh fully.
  private static let fullWeight = 0.1

  init(trials: [Trial], figures: [CalibratedFigure], pull: Double) {
    self.trials = trials
    self.figures = figures
    self.pull = pull
  }

  /// Logarithms of what the figures are expected to be.
  var expected: [Double] { figures.map { $0.expected.logarithm } }

  /// Predicted and measured seconds.
  func pairs(
    _ logarithms: [Double], of indices: [Int]
  ) -> [(predicted: Double, measured: Double)] {
    indices.map { (predict(logarithms, $0).exponential, trials[$0].measuredSeconds) }
  }

  /// Each trial predicted from the fit to the other networks' trials, in order.
  func pairsLeftOut(from start: [Double]) -> [(predicted: Double, measured: Double)] {
    var pairs = [(predicted: Double, measured: Double)](
      repeating: (1, 1), count: trials.count)
    let names = Set(trials.map(\.network.name)).sorted()
    for name in names {
      let others = trials.indices.filter { trials[$0].network.name != name }
      let chosen = trials.indices.filter { trials[$0].network.name == name }
      let fitted = solve(from: others.isEmpty ? expected : start, steps: 12, over: others)
      for (index, pair) in zip(chosen, self.pairs(fitted, of: chosen)) { pairs[index] = pair }
    }
    return pairs
  }

  /// The figures' logarithms after at most `steps` damped Gauss–Newton steps.
  func solve(from start: [Double], steps: Int, over chosen: [Int]? = nil) -> [Double] {
    let indices = chosen ?? Array(trials.indices)
    var point = start
    var damping = 0.01
    var errors = self.errors(point, indices)
    for _ in 0..<steps {
      let jacobian = slopes(point, errors, indices)
      guard
        let step = NormalEquations(
          errors: errors, slopes: jacobian, weights: errors.map(weight),
          offsets: zip(point, expected).map { $0 - $1 }, pull: pull, damping: damping
        ).solution
      else { break }
      let next = zip(point, step).map { $0 + $1 }
      let nextErrors = self.errors(next, indices)
      guard cost(nextErrors, next) < cost(errors, point) else {
        damping *= 10
        if damping > 1e6 { break }
        continue
      }
      let isDone = cost(errors, point) - cost(nextErrors, next) < 1e-6
      (point, errors, damping) = (next, nextErrors, max(1e-6, damping / 10))
      if isDone { break }
    }
    return point
  }

  /// The logarithm of a trial's predicted seconds.
  private func predict(_ logarithms: [Double], _ index: Int) -> Double {
    var device = trials[index].device
    for (figure, value) in zip(figures, logarithms) { figure.set(&device, value.exponential) }
    return (trials[index].predictedSeconds(on: device) ?? .greatestFiniteMagnitude).logarithm
  }

  private func errors(_ point: [Double], _ indices: [Int]) -> [Double] {
    indices.map { predict(point, $0) - trials[$0].measuredSeconds.logarithm }
  }

  /// By figure, then trial.
  private func slopes(
    _ point: [Double], _ errors: [Double], _ indices: [Int]
  ) -> [[Double]] {
    let step = 0.05
    return point.indices.map { figure in
      var moved = point
      moved[figure] += step
      return zip(self.errors(moved, indices), errors).map { ($0 - $1) / step }
    }
  }

  /// 2c²(√(1 + (e/c)²) − 1): e² for small errors, proportional to |e| for large ones.
  private func cost(_ errors: [Double], _ point: [Double]) -> Double {
    let c = FitProblem.fullWeight
    let misfit = errors.reduce(0) { $0 + 2 * c * c * ((1 + $1 * $1 / c / c).squareRoot() - 1) }
    return zip(point, expected).reduce(misfit) {
      $0 + pull * pull * ($1.0 - $1.1) * ($1.0 - $1.1)
    }
  }

  private func weight(_ error: Double) -> Double {
    let ratio = error / FitProblem.fullWeight
    return 1 / (1 + ratio * ratio).squareRoot()
  }
}
