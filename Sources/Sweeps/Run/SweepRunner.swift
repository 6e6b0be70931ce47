import Dispatch
import Synchronization

/// Asks a running sweep to stop after the points in hand.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  public func stop() { flag.store(true, ordering: .relaxed) }
  public var isStopped: Bool { flag.load(ordering: .relaxed) }
}

/// How far a sweep is.
public struct SweepProgress: Hashable, Sendable {
  /// Points whose rows are written, of this shard.
  public let done: Int
  public let total: Int

  public var isComplete: Bool { done == total }
}

/// Measures a plan's points on several workers.
///
/// Workers draw chunks of neighbouring points; rows are appended in the order of points, so that the
/// file is the same for any number of workers. A bounded number of chunks is under way, so memory
/// doesn't grow with the sweep.
public struct SweepRunner: Sendable {
  public let plan: SweepPlan
  public let range: Range<Int>
  public let workers: Int
  public let stop: StopRequest

  /// Points drawn at once: enough to make drawing cheap, few enough to stop soon.
  private static let chunk = 16
  /// Chunks under way for each worker.
  private static let window = 8

  public init(
    _ plan: SweepPlan, shard: Shard = .whole, workers: Int, stop: StopRequest = StopRequest()
  ) {
    self.plan = plan
    range = shard.range(of: plan.space.count)
    self.workers = max(1, workers)
    self.stop = stop
  }

  /// Writes the rows that a journal lacks.
  ///
  /// - Parameter report: called now and then, by one worker at a time.
  /// - Returns: how far it came; not to the end after a stop.
  /// - Throws: the first error of writing.
  public func run(
    into journal: sending Journal, report: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) throws(SweepError) -> SweepProgress {
    guard !journal.wasFinished else {
      return SweepProgress(done: range.count, total: range.count)
    }
    let output = OrderedOutput(journal, range: range, chunk: SweepRunner.chunk, report: report)
    let permits = DispatchSemaphore(value: workers * SweepRunner.window)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        permits.wait()
        guard !stop.isStopped, let chunk = output.draw() else {
          permits.signal()
          return
        }
        for _ in 0..<output.put(rows(of: chunk.points), chunk: chunk.number) { permits.signal() }
      }
    }
    return try output.finish()
  }

  private func rows(of points: Range<Int>) -> Result<[UInt8], SweepError> {
    var bytes: [UInt8] = []
    do throws(SweepError) {
      for point in points {
        let values = plan.space.values(of: point)
        guard let outcome = try plan.outcome(of: values) else { continue }
        bytes += RowText.line(point: point, values: values, outcome: outcome)
      }
      return .success(bytes)
    } catch {
      return .failure(error)
    }
  }
}

/// Hands out chunks and appends their rows in order.
private final class OrderedOutput: Sendable {
  private struct State {
    let journal: Journal
    var drawn = 0
    var written = 0
    var waiting: [Int: [UInt8]] = [:]
    var failure: SweepError?
  }

  private let state: Mutex<State>
  private let first: Int
  private let end: Int
  private let total: Range<Int>
  private let chunk: Int
  private let report: @Sendable (SweepProgress) -> Void

  init(
    _ journal: sending Journal, range: Range<Int>, chunk: Int,
    report: @escaping @Sendable (SweepProgress) -> Void
  ) {
    first = journal.next
    end = range.upperBound
    total = range
    self.chunk = chunk
    self.report = report
    state = Mutex(State(journal: journal))
  }

  /// The next points without rows, or `nil` when there are none or writing failed.
  func draw() -> (number: Int, points: Range<Int>)? {
    state.withLock { state in
      let start = first + state.drawn * chunk
      guard state.failure == nil, start < end else { return nil }
      state.drawn += 1
      return (state.drawn - 1, start..<min(end, start + chunk))
    }
  }

  /// - Returns: how many chunks were written or given up.
  func put(_ rows: Result<[UInt8], SweepError>, chunk number: Int) -> Int {
    state.withLock { state in
      do throws(SweepError) {
        state.waiting[number] = try rows.get()
        return try flush(&state)
      } catch {
        state.failure = state.failure ?? error
        return 1
      }
    }
  }

  private func flush(_ state: inout State) throws(SweepError) -> Int {
    guard state.failure == nil else { return 1 }
    var count = 0
    while let rows = state.waiting.removeValue(forKey: state.written) {
      try state.journal.append(rows)
      state.written += 1
      count += 1
    }
    if count > 0 {
      report(progress(written: state.written))
    }
    return count
  }

  private func progress(written: Int) -> SweepProgress {
    SweepProgress(
      done: min(end, first + written * chunk) - total.lowerBound, total: total.count)
  }

  func finish() throws(SweepError) -> SweepProgress {
    try state.withLock { state throws(SweepError) -> SweepProgress in
      if let failure = state.failure { throw failure }
      let progress = progress(written: state.written)
      if progress.isComplete { try state.journal.finish() }
      return progress
    }
  }
}
