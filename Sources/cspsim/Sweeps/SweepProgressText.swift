import Quantities
import Sweeps
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells on standard error how far a sweep is: a bar on a terminal, a line now and then elsewhere.
final class SweepProgressText: Sendable {
  private struct State {
    var first: Int?
    var last: ContinuousClock.Instant
    var tenth = -1
  }

  private let state: Mutex<State>
  private let start: ContinuousClock.Instant
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private static let barWidth = 24

  init() {
    start = .now
    state = Mutex(State(last: start))
  }

  func report(_ progress: SweepProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let first = state.first ?? progress.done
      state.first = first
      let isLast = progress.done == progress.total
      let tenth = progress.total > 0 ? progress.done * 10 / progress.total : 10
      guard isTerminal ? isLast || now - state.last > .milliseconds(100) : tenth > state.tenth
      else { return }
      (state.last, state.tenth) = (now, tenth)
      let elapsed = start.duration(to: now)
      let line = text(progress, since: first, elapsed: elapsed)
      StandardError.write(isTerminal ? "\r\(line)\u{1B}[K\(isLast ? "\n" : "")" : line + "\n")
    }
  }

  private func text(_ progress: SweepProgress, since first: Int, elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = Double(progress.done - first) / max(seconds, 1e-6)
    let share = Double(progress.done) / Double(max(1, progress.total))
    let filled = Int(share * Double(SweepProgressText.barWidth))
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: SweepProgressText.barWidth - filled)
    let left = rate > 0 ? Double(progress.total - progress.done) / rate : 0
    return (isTerminal ? bar + " " : "") + "\(progress.done) of \(progress.total) points"
      + (rate > 0
        ? ", \(Decimal.fixed(rate, places: 0))/s, \(Decimal.fixed(left, places: 0)) s left" : "")
  }
}
