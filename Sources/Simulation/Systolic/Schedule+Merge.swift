/// Two or more programs in one stretch of a schedule.
struct MergedPrograms {
  /// Each task's program, and its index there.
  var order: [(program: Int, index: Int)] = []
  /// For each program, where its tasks came to lie.
  var positions: [[Int32]]
}

extension Schedule {
  /// Appends programs that don't depend on each other, as far in each as in the others.
  mutating func append(
    _ programs: [LayerProgram], layers: Range<Int>, before earlier: [EarlierTasks]
  ) -> MergedPrograms {
    var cursors = programs.indices.map { _ in ProgramCursor() }
    var merged = MergedPrograms(
      positions: programs.map { [Int32](repeating: -1, count: $0.tasks.count) })
    while let next = Schedule.furthestBehind(programs, cursors) {
      let index = cursors[next].index
      cursors[next].visitWaits(of: programs[next], before: earlier[next]) { wait in
        switch wait {
        case .earlier(let task): self.wait(for: task)
        case .own(let position): self.wait(for: Int(merged.positions[next][position]))
        }
      }
      var task = programs[next].tasks[index]
      task.layer = Int32(truncatingIfNeeded: layers.lowerBound + next)
      merged.positions[next][index] = Int32(truncatingIfNeeded: append(task))
      merged.order.append((next, index))
    }
    return merged
  }

  /// The unfinished program with the least share of its tasks placed.
  private static func furthestBehind(
    _ programs: [LayerProgram], _ cursors: [ProgramCursor]
  ) -> Int? {
    programs.indices.filter { cursors[$0].index < programs[$0].tasks.count }
      .min {
        cursors[$0].index * programs[$1].tasks.count < cursors[$1].index * programs[$0].tasks.count
      }
  }
}

/// How far a program is placed.
private struct ProgramCursor {
  /// The next task.
  private(set) var index = 0
  private var wait = 0
  private var outside = 0

  enum Wait {
    case earlier(Int)
    /// A position in the program.
    case own(Int)
  }

  /// Visits what the next task waits for, and passes it.
  mutating func visitWaits(
    of program: LayerProgram, before earlier: EarlierTasks, _ body: (Wait) -> Void
  ) {
    while wait < Int(program.waitEnds[index]) {
      switch program.waits[wait] {
      case LayerProgram.launch: body(.earlier(earlier.launch))
      case LayerProgram.issue: body(.earlier(earlier.issue))
      case LayerProgram.outside:
        while earlier.outsides[outside] >= 0 {
          body(.earlier(Int(earlier.outsides[outside])))
          outside += 1
        }
        outside += 1
      case let position: body(.own(Int(position)))
      }
      wait += 1
    }
    index += 1
  }
}

extension LayerProgram.Touch {
  /// The same with tasks at the places that a table gives them.
  func moved(to positions: [Int32]) -> LayerProgram.Touch {
    var moved = self
    if first >= 0 { moved.first = Int(positions[first]) }
    moved.users = users.moved(to: positions)
    return moved
  }
}
