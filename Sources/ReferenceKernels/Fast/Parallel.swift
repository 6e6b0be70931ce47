import Dispatch

/// Calls `body` for every index below `count`, on up to `threads` threads at once.
///
/// Calls must not depend on each other; their order is only fixed on one thread.
func forEachIndex(below count: Int, threads: Int, _ body: (Int) -> Void) {
  let workers = min(threads, count)
  guard workers > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  withoutActuallyEscaping(body) { body in
    // The indices are independent, which the type of `body` can't say.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: count, by: workers) { body(index) }
    }
  }
}

extension Int {
  func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
