/// Equal tile buffers in a row, taken in turn; each remembers which tile it holds and who used it.
struct SlotRing {
  struct Slot: Sendable {
    let range: Range<Int>
    /// The task that used it first, or -1.
    var first = -1
    /// The task that wrote its content last, or -1.
    var writer = -1
    var users = Users()
    var isClaimed = false
  }

  private(set) var slots: [Slot]
  /// The tile that each slot holds, or -1 while empty.
  private var keys: [Int]
  /// Tiles that were held and are no longer, if they are recorded.
  private(set) var retired: [Slot] = []
  private let recordsRetired: Bool
  private var next = 0
  /// Where the tile asked for last was found.
  private var found = 0

  /// - Parameter base: the byte address of the first slot.
  init(base: Int, slotBytes: Int, count: Int, recordsRetired: Bool) {
    self.init(
      base: base, sizes: Array(repeating: slotBytes, count: count), recordsRetired: recordsRetired)
  }

  /// Buffers of different sizes, in bytes.
  init(base: Int, sizes: [Int], recordsRetired: Bool) {
    var end = base
    slots = sizes.map { size in
      defer { end += size }
      return Slot(range: end..<end + size)
    }
    keys = [Int](repeating: -1, count: sizes.count)
    self.recordsRetired = recordsRetired
  }

  /// The address after the last slot.
  var end: Int { slots.last?.range.upperBound ?? 0 }

  /// The slot that holds a tile, or `nil`.
  ///
  /// Tiles are mostly asked for in the order in which they came, so the slot after the one found
  /// last is tried first.
  mutating func slot(holding key: Int) -> Int? {
    let likely = found + 1 < keys.count ? found + 1 : 0
    if likely < keys.count, keys[likely] == key {
      found = likely
      return likely
    }
    guard let index = keys.firstIndex(of: key) else { return nil }
    found = index
    return index
  }

  /// A slot emptied for a new tile.
  struct Taken {
    let index: Int
    /// The tasks that must end before it is written.
    let users: Users
    /// Its bytes if nobody of this ring used them before, so that others may have.
    let claimed: Range<Int>?
  }

  /// Empties the slot whose turn it is for a new tile.
  mutating func take(key: Int) -> Taken {
    let index = next
    next = next + 1 < slots.count ? next + 1 : 0
    if recordsRetired, slots[index].first >= 0 { retired.append(slots[index]) }
    let taken = Taken(
      index: index, users: slots[index].users,
      claimed: slots[index].isClaimed ? nil : slots[index].range)
    keys[index] = key
    found = index
    slots[index].isClaimed = true
    slots[index].users = Users()
    slots[index].first = -1
    slots[index].writer = -1
    return taken
  }

  /// Empties the slot whose turn it is for a new tile, in a memory whose users are known.
  ///
  /// - Returns: the slot, and the tasks that must end before it is written.
  mutating func take(key: Int, from ledger: inout AddressLedger) -> (slot: Int, users: Users) {
    let taken = take(key: key)
    return (taken.index, taken.claimed.map { ledger.claim($0) } ?? taken.users)
  }

  mutating func fill(_ slot: Int, by task: Int, queue: Int) {
    use(slot, by: task, queue: queue)
    slots[slot].writer = task
  }

  mutating func use(_ slot: Int, by task: Int, queue: Int) {
    if slots[slot].first < 0 { slots[slot].first = task }
    slots[slot].users.add(task, queue: queue)
  }

  /// Hands the buffers back when the layer is done.
  mutating func release(to ledger: inout AddressLedger) {
    for slot in slots where slot.isClaimed {
      ledger.release(slot.range, users: slot.users)
      if recordsRetired, slot.first >= 0 { retired.append(slot) }
    }
  }
}
