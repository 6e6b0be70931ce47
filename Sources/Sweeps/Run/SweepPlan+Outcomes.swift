import Dispatch
import Synchronization

extension SweepPlan {
  /// The outcomes of several points, in their order; excluded points have none.
  ///
  /// - Returns: those up to a stop.
  func outcomes(
    of points: [[String]], workers: Int, stop: StopRequest
  ) throws(SweepError) -> [Outcome?] {
    let results = Mutex([Result<Outcome?, SweepError>?](repeating: nil, count: points.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workers, points.count)) { _ in
      while !stop.isStopped {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < points.count else { return }
        let result = Result { () throws(SweepError) in try outcome(of: points[index]) }
        results.withLock { $0[index] = result }
      }
    }
    var outcomes: [Outcome?] = []
    for result in results.withLock({ $0 }) {
      guard let result else { break }
      outcomes.append(try result.get())
    }
    return outcomes
  }
}
