import Hardware

/// Experiments, and the figures to explain them by.
struct FitProblem {
  let experiments: [Experiment]
  let figures: [CalibratedFigure]
  let pull: Double
  /// Errors up to this weigh fully.
  private static let fullWeight = 0.1

  init(experiments: [Experiment], figures: [CalibratedFigure], pull: Double) {
    self.experiments = experiments
    self.figures = figures
    self.pull = pull
  }

  /// Logarithms of what the figures are expected to be.
  var expected: [Double] { figures.map { $0.expected.logarithm } }

  /// An experiment's predicted and measured seconds.
  func pairs(_ logarithms: [Double], of index: Int) -> [Score.Pair] {
    zip(predictions(logarithms, of: index), experiments[index].measured).map { ($0, $1) }
  }

  /// Each experiment predicted from the fit to the other groups', in order.
  func pairsLeftOut(from start: [Double]) -> [[Score.Pair]] {
    var pairs = [[Score.Pair]](repeating: [], count: experiments.count)
    for group in Set(experiments.map(\.group)).sorted() {
      let others = experiments.indices.filter { experiments[$0].group != group }
      let fitted = solve(from: others.isEmpty ? expected : start, steps: 12, over: others)
      for index in experiments.indices where experiments[index].group == group {
        pairs[index] = self.pairs(fitted, of: index)
      }
    }
    return pairs
  }

  /// The figures' logarithms after at most `steps` damped Gauss–Newton steps.
  func solve(from start: [Double], steps: Int, over chosen: [Int]? = nil) -> [Double] {
    let indices = chosen ?? Array(experiments.indices)
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

  private func predictions(_ logarithms: [Double], of index: Int) -> [Double] {
    var device = experiments[index].device
    for (figure, value) in zip(figures, logarithms) { figure.set(&device, value.exponential) }
    return experiments[index].predict(device)
  }

  private func errors(_ point: [Double], _ indices: [Int]) -> [Double] {
    indices.flatMap { index in
      pairs(point, of: index).map { $0.predicted.logarithm - $0.measured.logarithm }
    }
  }

  /// By figure, then measured time.
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
