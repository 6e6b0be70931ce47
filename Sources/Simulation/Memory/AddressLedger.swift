/// The last task of each queue that used a piece of memory.
struct Users: Sendable {
  /// By queue number; -1 for none.
  private var last = InlineArray<16, Int32>(repeating: -1)
  /// A bit for each queue that has a task.
  private var queues: UInt16 = 0

  /// Calls `body` with each task, in queue order.
  @inline(__always)
  func visit(_ body: (Int) -> Void) {
    var rest = queues
    while rest != 0 {
      body(Int(last[rest.trailingZeroBitCount]))
      rest &= rest - 1
    }
  }

  mutating func add(_ task: Int, queue: Int) {
    guard task >= 0 else { return }
    last[queue] = max(last[queue], Int32(truncatingIfNeeded: task))
    queues |= 1 << UInt16(truncatingIfNeeded: queue)
  }

  /// The same with every task numbered so much higher.
  func shifted(by base: Int) -> Users {
    var shifted = self
    var rest = queues
    while rest != 0 {
      shifted.last[rest.trailingZeroBitCount] += Int32(truncatingIfNeeded: base)
      rest &= rest - 1
    }
    return shifted
  }

  /// The same with every task at the place that a table gives it.
  func moved(to positions: [Int32]) -> Users {
    var moved = self
    var rest = queues
    while rest != 0 {
      let queue = rest.trailingZeroBitCount
      moved.last[queue] = positions[Int(last[queue])]
      rest &= rest - 1
    }
    return moved
  }

  mutating func merge(_ other: Users) {
    var rest = other.queues
    while rest != 0 {
      let queue = rest.trailingZeroBitCount
      last[queue] = max(last[queue], other.last[queue])
      rest &= rest - 1
    }
    queues |= other.queues
  }
}

/// Who used which bytes of a memory last, so that nothing is overwritten before its last reader.
struct AddressLedger {
  /// Ranges that don't overlap, in no particular order.
  private var entries: [(range: Range<Int>, users: Users)] = []

  /// Gives the bytes to a new owner.
  ///
  /// - Returns: the tasks that must end before the new owner's first write.
  mutating func claim(_ range: Range<Int>) -> Users {
    var users = Users()
    var index = 0
    while index < entries.count {
      let old = entries[index].range
      guard old.overlaps(range) else {
        index += 1
        continue
      }
      users.merge(entries[index].users)
      if let rest = keep(old, outside: range, at: index) {
        entries.append((rest, entries[index].users))
      }
      if entries[index].range.isEmpty {
        entries.swapAt(index, entries.count - 1)
        entries.removeLast()
      } else {
        index += 1
      }
    }
    return users
  }

  /// Cuts an entry down to what lies outside a range.
  ///
  /// - Returns: the part above the range if there is one below, too.
  private mutating func keep(_ old: Range<Int>, outside range: Range<Int>, at index: Int)
    -> Range<Int>?
  {
    let below = old.lowerBound..<max(old.lowerBound, range.lowerBound)
    let above = min(range.upperBound, old.upperBound)..<old.upperBound
    entries[index].range = below.isEmpty ? above : below
    return below.isEmpty || above.isEmpty ? nil : above
  }

  /// Notes, when an owner is done with its bytes, who used them.
  mutating func release(_ range: Range<Int>, users: Users) {
    guard !range.isEmpty else { return }
    entries.append((range, users))
  }
}
