import Dispatch
import ReferenceKernels

/// How fast this machine computes and reads memory, measured.
public struct HostSpeed: Sendable, Hashable {
  /// Floating-point operations a second of one thread, by instruction set.
  public struct Peak: Sendable, Hashable {
    public let set: String
    public let threads: Int
    public let operations: Double
  }

  /// Bytes a second that one thread reads of a working set that stays in memory's fastest level
  /// that holds it.
  public struct Reading: Sendable, Hashable {
    public let bytes: Int
    public let threads: Int
    public let bandwidth: Double
  }

  /// Cycles a second.
  public let clock: Double
  public let peaks: [Peak]
  public let readings: [Reading]
  /// Seconds to wake and join all threads, by their number.
  public let forkJoin: [Double]
}

extension HostSpeed {
  /// Measures for a second or two.
  ///
  /// - Parameters:
  ///   - threads: how many to measure together besides one alone.
  ///   - progress: called with the share that is done.
  public static func measure(
    _ machine: HostMachine, threads: Int, progress: (Double) -> Void = { _ in }
  ) -> HostSpeed {
    let clock = measuredClock()
    var peaks: [Peak] = []
    for level in InstructionSet.Level.allCases {
      let set = InstructionSet(upTo: level)
      guard !peaks.contains(where: { $0.set == set.name }) else { continue }
      for count in Set([1, threads]).sorted() {
        peaks.append(
          Peak(set: set.name, threads: count, operations: measuredPeak(of: set, threads: count)))
      }
    }
    progress(0.3)
    let sizes = workingSets(machine.caches)
    var readings: [Reading] = []
    for (index, size) in sizes.enumerated() {
      readings.append(
        Reading(bytes: size, threads: 1, bandwidth: measuredReading(size, threads: 1)))
      progress(0.3 + 0.6 * Double(index + 1) / Double(sizes.count))
    }
    if threads > 1, let size = sizes.last {
      readings.append(
        Reading(bytes: size, threads: threads, bandwidth: measuredReading(size, threads: threads)))
    }
    let joins = (1...threads).map { $0 == 1 ? 0 : measuredForkJoin(threads: $0) }
    progress(1)
    return HostSpeed(clock: clock, peaks: peaks, readings: readings, forkJoin: joins)
  }

  /// Powers of two from half the first cache to well beyond the last.
  static func workingSets(_ caches: [Int]) -> [Int] {
    let first = max(4096, (caches.first ?? 32 << 10) / 2)
    let last = min(256 << 20, max(64 << 20, 4 * (caches.last ?? 8 << 20)))
    return Array(sequence(first: first) { $0 < last ? $0 * 2 : nil })
  }
}

// MARK: - Measurements

/// The fastest of many short attempts: whatever else the machine does only adds to a time.
private func fastest(attempts: Int, _ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<attempts {
    let start = ContinuousClock.now
    body()
    best = min(best, (ContinuousClock.now - start).inSeconds)
  }
  return best
}

/// A chain of additions and exclusive ors, each a cycle on any processor.
private func measuredClock() -> Double {
  let rounds: UInt64 = 50_000
  var chain: UInt64 = 1
  let seconds = fastest(attempts: 60) {
    let seed = chain
    var x = seed
    var index: UInt64 = 0
    while index < rounds {
      x = (x &+ seed) ^ index
      x = (x &+ seed) ^ index
      x = (x &+ seed) ^ index
      x = (x &+ seed) ^ index
      index &+= 1
    }
    chain = x
  }
  // That the result hangs on the chain's end keeps its loop from being left out.
  return chain == 42 ? 0 : 8 * Double(rounds) / seconds
}

private func measuredPeak(of set: InstructionSet, threads: Int) -> Double {
  let rounds = 100_000
  var operations = 0.0
  let seconds = fastest(attempts: 40) {
    operations = together(threads) { thread in
      var sink = Float(thread)
      return set.spin(rounds: rounds, sink: &sink)
    }
  }
  return operations / seconds
}

private func measuredReading(_ bytes: Int, threads: Int) -> Double {
  let count = bytes / MemoryLayout<Float>.size / 2
  let passes = max(1, (4 << 20) / bytes)
  let values = (0..<threads).map { _ in [Float](repeating: 1, count: 2 * count) }
  let seconds = fastest(attempts: bytes > 16 << 20 ? 8 : 40) {
    _ = together(threads) { thread in
      values[thread].withUnsafeBufferPointer { buffer in
        var sum: Float = 0
        for _ in 0..<passes {
          sum += InstructionSet.best.dot(
            UnsafeBufferPointer(rebasing: buffer[..<count]),
            UnsafeBufferPointer(rebasing: buffer[count...]))
        }
        return Double(sum)
      }
    }
  }
  return Double(2 * count * MemoryLayout<Float>.size * passes * threads) / seconds
}

/// How much longer several threads take for as much work as one does alone, each; they sleep in
/// between, as they do while a layer is prepared.
private func measuredForkJoin(threads: Int) -> Double {
  @Sendable func work(_ seed: Int) -> Double {
    var sink = Float(seed)
    return InstructionSet.best.spin(rounds: 8_000, sink: &sink)
  }
  let alone = fastest(attempts: 200) { _ = work(1) }
  var times: [Double] = []
  for _ in 0..<300 {
    _ = work(2)
    times.append(fastest(attempts: 1) { _ = together(threads) { work($0) } })
  }
  return max(0, times.sorted()[times.count / 2] - alone)
}

/// Runs `body` on several threads at once and adds up what they return.
private func together(_ threads: Int, _ body: @Sendable (Int) -> Double) -> Double {
  guard threads > 1 else { return body(0) }
  var results = [Double](repeating: 0, count: threads)
  results.withUnsafeMutableBufferPointer { buffer in
    // Each thread writes an element of its own, which the type can't say.
    nonisolated(unsafe) let buffer = buffer
    DispatchQueue.concurrentPerform(iterations: threads) { buffer[$0] = body($0) }
  }
  return results.reduce(0, +)
}
