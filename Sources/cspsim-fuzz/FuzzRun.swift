#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What became of a run's mutants.
struct FuzzRun {
  var imported = 0
  var refused = 0
  /// The import that took longest, in seconds of the processor, and which mutant it was.
  var slowest: (seconds: Double, mutant: Int) = (0, 0)

  /// The longest that one import may take, in seconds of the processor.
  static let limit = 1.0

  /// Feeds an importer with `count` mutants of files, in turn; a trap ends the process, and the
  /// last mutant announced narrows down which one it was.
  init(format: FuzzFormat, files: [[UInt8]], count: Int, seed: UInt64, progress: (Int) -> Void) {
    for index in 0..<count {
      var random = RandomSource(seed: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
      let mutant = format.mutant(files[index % files.count], &random)
      let start = Self.processorSeconds()
      if format.refusal(mutant) == nil { imported += 1 } else { refused += 1 }
      let seconds = Self.processorSeconds() - start
      if seconds > slowest.seconds { slowest = (seconds, index) }
      if (index + 1).isMultiple(of: 10_000) { progress(index + 1) }
    }
  }

  /// The time that the process has used, which other processes don't change.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
