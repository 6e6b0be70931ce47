/// A layer's tasks under a mapping, apart from where in a schedule they come.
///
/// A layer is lowered once for each question about its mapping; the program is then placed into every
/// schedule that asks the same. Immutable, so that schedules made at the same time share it.
final class LayerProgram: Sendable {
  /// Something before the layer that a task waits for; known when the program is placed.
  enum Outside: Sendable {
    /// The last writer of rows of the input.
    case input(rows: Range<Int>)
    /// Whoever used these bytes before.
    case bytes(BufferUse.Memory, Range<Int>)
    /// Whoever used the bytes of the layer's resident output before, if it is the first to write.
    case output
  }

  /// Waits for the launch of the run, for the layer's own command, and for the next of `outsides`.
  static let launch: Int32 = -1
  static let issue: Int32 = -2
  static let outside: Int32 = -3

  /// A buffer that held tiles, with positions in the program for tasks.
  struct Buffer: Sendable {
    let memory: BufferUse.Memory
    let content: BufferUse.Content
    let slot: SlotRing.Slot
  }

  /// What the layer did to its input or output.
  struct Touch: Sendable {
    /// The task that wrote first, or -1.
    var first = -1
    var users = Users()
  }

  let tasks: [Task]
  /// Where each task's waits end.
  let waitEnds: [Int32]
  /// A position in the program, or `launch`, `issue` or, for the next of `outsides`, `outside`.
  let waits: [Int32]
  let outsides: [Outside]
  /// Empty unless recorded.
  let works: [TileWork]
  /// Buffers handed back at the end.
  let released: [Buffer]
  /// Tiles that were held; empty unless recorded.
  let retired: [Buffer]
  /// Rows of the input as the program counts them.
  let inputRows: Int
  let input: Touch
  let output: Touch
  /// For each row of the output, its last writer.
  let rowWriters: [Int32]

  init(_ draft: Draft) {
    tasks = draft.tasks
    waitEnds = draft.waitEnds
    waits = draft.waits
    outsides = draft.outsides
    works = draft.works
    released = draft.released
    retired = draft.retired
    inputRows = draft.inputRows
    input = draft.input
    output = draft.output
    rowWriters = draft.rowWriters
  }
}

extension LayerProgram {
  /// A program being written.
  struct Draft {
    let recordsWork: Bool
    let inputRows: Int
    /// For a layer whose output lies in the storage of its input: whether both have its rows. Else
    /// `nil`.
    let sharesRows: Bool?
    private(set) var tasks: [Task] = []
    private(set) var waitEnds: [Int32] = []
    private(set) var waits: [Int32] = []
    private(set) var outsides: [Outside] = []
    private(set) var works: [TileWork] = []
    private(set) var released: [Buffer] = []
    private(set) var retired: [Buffer] = []
    private(set) var input = Touch()
    private(set) var output = Touch()
    private(set) var rowWriters: [Int32]
    private var hasClaimedOutput = false

    init(recordsWork: Bool, inputRows: Int, outputRows: Int, sharesRows: Bool?) {
      self.recordsWork = recordsWork
      self.inputRows = inputRows
      self.sharesRows = sharesRows
      rowWriters = [Int32](repeating: -1, count: outputRows)
    }

    /// Makes room for about so many tasks.
    mutating func reserveCapacity(_ count: Int) {
      tasks.reserveCapacity(count)
      waitEnds.reserveCapacity(count)
      waits.reserveCapacity(3 * count)
    }

    /// Makes the next task wait for an earlier one; negative stands for none.
    mutating func wait(for task: Int) {
      guard task >= 0 else { return }
      waits.append(Int32(truncatingIfNeeded: task))
    }

    mutating func wait(for users: Users) {
      users.visit { waits.append(Int32(truncatingIfNeeded: $0)) }
    }

    mutating func wait(for outside: Outside) {
      outsides.append(outside)
      waits.append(LayerProgram.outside)
    }

    mutating func waitForLaunch() { waits.append(LayerProgram.launch) }
    mutating func waitForIssue() { waits.append(LayerProgram.issue) }

    /// Makes the next task wait for the last writer of rows of the input.
    mutating func waitForInput(rows: Range<Int>) {
      var writer: Int32 = -1
      if let sharesRows {
        let isSame = sharesRows && inputRows == rowWriters.count
        for row in isSame ? rows : rowWriters.indices { writer = max(writer, rowWriters[row]) }
      }
      if writer >= 0 { waits.append(writer) } else { wait(for: .input(rows: rows)) }
    }

    /// Makes the next task wait for room in the layer's own storage, if it is the first to write.
    mutating func claimOutput() {
      if !hasClaimedOutput { wait(for: .output) }
      hasClaimedOutput = true
    }

    /// Appends a task that waits for those noted since the last one.
    mutating func append(_ task: Task, work: @autoclosure () -> TileWork) -> Int {
      tasks.append(task)
      waitEnds.append(Int32(truncatingIfNeeded: waits.count))
      if recordsWork { works.append(work()) }
      return tasks.count - 1
    }

    mutating func note(reader task: Int, queue: Int) { input.users.add(task, queue: queue) }

    mutating func note(writer task: Int, queue: Int, rows: Range<Int>) {
      for row in rows { rowWriters[row] = Int32(truncatingIfNeeded: task) }
      if output.first < 0 { output.first = task }
      output.users.add(task, queue: queue)
    }

    /// Hands a ring's buffers back at the end.
    mutating func release(
      _ ring: SlotRing, memory: BufferUse.Memory, content: BufferUse.Content
    ) {
      for slot in ring.slots where slot.isClaimed {
        released.append(Buffer(memory: memory, content: content, slot: slot))
      }
      guard recordsWork else { return }
      retired += (ring.retired + ring.slots.filter(\.isClaimed)).filter { !$0.range.isEmpty }
        .map { Buffer(memory: memory, content: content, slot: $0) }
    }
  }
}
