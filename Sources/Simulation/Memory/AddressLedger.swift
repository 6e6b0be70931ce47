/// The last task of each queue that used a piece of memory.
struct Users {
  /// By queue number; -1 for none.
  private var last = InlineArray<16, Int32>(repeating: -1)
  /// A bit for each queue that has a task.
  private var queues: UInt16 = 0

  /// The tasks, in queue order.
  var tasks: [Int] {
    guard queues != 0 else { return [] }
    var tasks: [Int] = []
    tasks.reserveCapacity(queues.nonzeroBitCount)
    var rest = queues
    while rest != 0 {
      tasks.append(Int(last[rest.trailingZeroBitCount]))
      rest &= rest - 1
    }
    return tasks
  }

  mutating func add(_ task: Int, queue: Int) {
    guard task >= 0 else { return }
    last[queue] = max(last[queue], Int32(truncatingIfNeeded: task))
    queues |= 1 << UInt16(truncatingIfNeeded: queue)
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
  private var entries: [(range: Range<Int>, users: Users)] = []

  /// Gives the bytes to a new owner.
  ///
  /// - Returns: the tasks that must end before the new owner's first write.
  mutating func claim(_ range: Range<Int>) -> Users {
    var users = Users()
    var kept: [(range: Range<Int>, users: Users)] = []
    kept.reserveCapacity(entries.count + 1)
    for entry in entries {
      guard entry.range.overlaps(range) else {
        kept.append(entry)
        continue
      }
      users.merge(entry.users)
      if entry.range.lowerBound < range.lowerBound {
        kept.append((entry.range.lowerBound..<range.lowerBound, entry.users))
      }
      if entry.range.upperBound > range.upperBound {
        kept.append((range.upperBound..<entry.range.upperBound, entry.users))
      }
    }
    entries = kept
    return users
  }

  /// Notes, when an owner is done with its bytes, who used them.
  mutating func release(_ range: Range<Int>, users: Users) {
    guard !range.isEmpty else { return }
    entries.append((range, users))
  }
}
