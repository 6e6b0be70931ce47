/// What became of a run's mutants.
struct FuzzRun {
  var imported = 0
  var refused = 0
  /// The longest import, and which mutant it was.
  var slowest: (duration: Duration, mutant: Int) = (.zero, 0)

  /// The longest that one import may take.
  static let limit = Duration.seconds(1)

  /// Feeds an importer with `count` mutants of files, in turn; a trap ends the process, and the
  /// last mutant announced narrows down which one it was.
  init(format: FuzzFormat, files: [[UInt8]], count: Int, seed: UInt64, progress: (Int) -> Void) {
    let clock = ContinuousClock()
    for index in 0..<count {
      var random = RandomSource(seed: seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
      let mutant = format.mutant(files[index % files.count], &random)
      let duration = clock.measure {
        if format.refusal(mutant) == nil { imported += 1 } else { refused += 1 }
      }
      if duration > slowest.duration { slowest = (duration, index) }
      if (index + 1).isMultiple(of: 10_000) { progress(index + 1) }
    }
  }
}
