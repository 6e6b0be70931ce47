/// What the waits of a program for tasks outside it stand for.
struct EarlierTasks {
  /// -1 for none.
  let launch: Int
  let issue: Int
  /// The tasks of each outside, each list ended by -1.
  let outsides: [Int32]

  /// Nothing came before.
  static func none(for program: LayerProgram) -> EarlierTasks {
    EarlierTasks(
      launch: -1, issue: -1, outsides: [Int32](repeating: -1, count: program.outsides.count))
  }
}

extension Schedule {
  /// Appends a layer's tasks.
  mutating func append(_ program: LayerProgram, layer: Int, before earlier: EarlierTasks) {
    let base = count
    tasks.append(contentsOf: program.tasks)
    tasks.withUnsafeMutableBufferPointer { tasks in
      for index in base..<tasks.count { tasks[index].layer = Int32(truncatingIfNeeded: layer) }
    }
    let first = dependencyList.count
    let most = program.waits.count + earlier.outsides.count
    dependencyList.append(contentsOf: repeatElement(0, count: most))
    dependencyEnds.append(contentsOf: repeatElement(0, count: program.tasks.count))
    var end = first
    dependencyList.withUnsafeMutableBufferPointer { list in
      dependencyEnds.withUnsafeMutableBufferPointer { ends in
        end = Schedule.link(program, at: base, before: earlier, list: list, from: first, ends: ends)
      }
    }
    dependencyList.removeLast(dependencyList.count - end)
  }

  /// Writes the dependencies of a program that begins at task `base`.
  ///
  /// - Returns: where they end.
  private static func link(
    _ program: LayerProgram, at base: Int, before earlier: EarlierTasks,
    list: UnsafeMutableBufferPointer<Int32>, from first: Int,
    ends: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    var end = first
    var outside = 0
    var wait = 0
    func depend(on task: Int) {
      guard task >= 0 else { return }
      list[end] = Int32(truncatingIfNeeded: task)
      end += 1
    }
    for index in program.tasks.indices {
      while wait < Int(program.waitEnds[index]) {
        switch program.waits[wait] {
        case LayerProgram.launch: depend(on: earlier.launch)
        case LayerProgram.issue: depend(on: earlier.issue)
        case LayerProgram.outside:
          while earlier.outsides[outside] >= 0 {
            depend(on: Int(earlier.outsides[outside]))
            outside += 1
          }
          outside += 1
        case let position: depend(on: base + Int(position))
        }
        wait += 1
      }
      ends[base + index] = Int32(truncatingIfNeeded: end)
    }
    return end
  }
}
