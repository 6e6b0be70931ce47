import LayerGraph

/// Turns a network into a systolic device's schedule, layer after layer, tile after tile.
///
/// Every dependency is stated: a tile waits for its operands, for the buffers it overwrites and
/// for the producers of the rows it reads.
struct SystolicLowering {
  let network: Network
  let machine: SystolicMachine
  let map: StorageMap
  let residency: Residency
  let queues: SystolicQueues
  var schedule: Schedule
  var works: [TileWork] = []
  /// Whether works and buffers are kept, for replay and charts.
  private let recordsWork: Bool
  var buffers: [BufferUse] = []
  var scratchpad = AddressLedger()
  var weightBuffer = AddressLedger()
  var accumulators = AddressLedger()
  /// One per storage.
  var storages: [StorageState]
  /// For each layer, the storages that it is the last to read.
  private let expiring: [[Int]]
  /// The control task of the layer being lowered, or -1.
  var issue = -1
  /// The launch of the whole run, or -1.
  var launch = -1

  /// What happened to a storage so far.
  struct StorageState {
    /// For each row, the last task that wrote it, or -1.
    var rowWriters: [Int32]
    var users = Users()
    /// The task that wrote it first, or -1.
    var first = -1
    var isClaimed = false
  }

  init(
    network: Network, machine: SystolicMachine, map: StorageMap, residency: Residency,
    recordsWork: Bool
  ) {
    self.recordsWork = recordsWork
    self.network = network
    self.machine = machine
    self.map = map
    self.residency = residency
    queues = SystolicQueues(arrays: machine.arrays, hasHost: machine.host != nil)
    schedule = Schedule(resources: queues.resources, queues: queues.queues)
    storages = map.storages.map {
      StorageState(rowWriters: [Int32](repeating: -1, count: $0.shape.height))
    }
    var expiring = [[Int]](repeating: [], count: network.layers.count)
    for (index, storage) in map.storages.enumerated() { expiring[storage.lastReader].append(index) }
    self.expiring = expiring
  }

  /// Makes room for so many tasks at once.
  mutating func reserveCapacity(_ count: Int) {
    schedule.reserveCapacity(count)
    if recordsWork { works.reserveCapacity(count) }
  }

  mutating func start() {
    guard machine.launchCycles > 0 else { return }
    launch = append(
      Task(queue: queues.control, kind: .launch, layer: -1, duration: machine.launchCycles),
      work: TileWork(region: .none), after: [])
  }

  /// Begins a layer: its command takes time of its own on the control queue.
  mutating func beginLayer(_ layer: Int) {
    issue = launch
    guard machine.layerCycles > 0 else { return }
    issue = append(
      Task(queue: queues.control, kind: .launch, layer: layer, duration: machine.layerCycles),
      work: TileWork(region: .none), after: [launch])
  }

  /// Ends a layer: storages that nobody reads later give their bytes back.
  mutating func endLayer(_ layer: Int) {
    for index in expiring[layer] where storages[index].isClaimed {
      guard let range = residentRange(index) else { continue }
      scratchpad.release(range, users: storages[index].users)
      storages[index].isClaimed = false
      guard recordsWork else { continue }
      buffers.append(
        BufferUse(
          memory: .scratchpad, content: .tensor, layer: map.storages[index].owner, range: range,
          first: storages[index].first, users: storages[index].users))
    }
  }

  /// Records the tiles that a layer's buffers held.
  mutating func retire(
    _ ring: SlotRing, memory: BufferUse.Memory, content: BufferUse.Content, layer: Int
  ) {
    guard recordsWork else { return }
    for slot in ring.retired where !slot.range.isEmpty {
      buffers.append(
        BufferUse(
          memory: memory, content: content, layer: layer, range: slot.range, first: slot.first,
          users: slot.users))
    }
  }

  @discardableResult
  mutating func append(_ task: Task, work: TileWork, after dependencies: [Int]) -> Int {
    if recordsWork { works.append(work) }
    return schedule.append(task, after: dependencies)
  }

  // MARK: Storages

  func storage(of layer: Int) -> Int { map.placements[layer].storage }

  func isResident(_ layer: Int) -> Bool { residency.addresses[storage(of: layer)] != nil }

  private func residentRange(_ storage: Int) -> Range<Int>? {
    guard let address = residency.addresses[storage] else { return nil }
    let bytes = map.storages[storage].shape.elements * network.batch * machine.operandBytes
    return address..<address + bytes
  }

  /// The last task that wrote any of a layer's rows, or -1.
  ///
  /// One queue writes a storage, in order, so the last writer's completion is that of all.
  func writer(of layer: Int, rows: Range<Int>) -> Int {
    let state = storages[storage(of: layer)]
    let sameRows = state.rowWriters.count == network.layers[layer].output.height
    let range = sameRows ? rows : state.rowWriters.indices
    return Int(state.rowWriters[range].max() ?? -1)
  }

  /// Notes that a task wrote rows of a layer's output.
  mutating func note(writer task: Int, queue: Int, of layer: Int, rows: Range<Int>) {
    let index = storage(of: layer)
    for row in rows { storages[index].rowWriters[row] = Int32(truncatingIfNeeded: task) }
    if storages[index].first < 0 { storages[index].first = task }
    storages[index].users.add(task, queue: queue)
  }

  mutating func note(reader task: Int, queue: Int, of layer: Int) {
    storages[storage(of: layer)].users.add(task, queue: queue)
  }

  /// Makes room for a resident output before its first write.
  ///
  /// - Returns: the tasks that must end before.
  mutating func claimOutput(of layer: Int) -> [Int] {
    let index = storage(of: layer)
    guard let range = residentRange(index), !storages[index].isClaimed else { return [] }
    storages[index].isClaimed = true
    return scratchpad.claim(range).tasks
  }

  // MARK: Transfers

  /// Loads part of a layer's output from DRAM or, for a network input, over the host link.
  mutating func load(
    _ source: Int, for layer: Int, work: TileWork, rows: Range<Int>, after users: [Int]
  ) -> (task: Int, queue: Int) {
    let bytes = work.region.elements * machine.operandBytes
    let crossesHost = map.storages[storage(of: source)].isNetworkInput
    let queue = crossesHost ? queues.hostLoad : queues.loadInput
    let link = crossesHost ? machine.host ?? machine.dram : machine.dram
    let task = append(
      Task(
        queue: queue, kind: .loadInput, layer: layer, duration: link.cycles(for: bytes),
        delay: link.latency, bytes: bytes),
      work: work, after: users + [writer(of: source, rows: rows), launch])
    note(reader: task, queue: queue, of: source)
    return (task, queue)
  }

  /// Stores a finished tile to DRAM or, for a network output, over the host link.
  mutating func store(_ layer: Int, work: TileWork, after task: Int) -> (task: Int, queue: Int) {
    let bytes = work.region.elements * machine.operandBytes
    let crossesHost = map.storages[storage(of: layer)].isNetworkOutput
    let queue = crossesHost ? queues.hostStore : queues.store
    let link = crossesHost ? machine.host ?? machine.dram : machine.dram
    let store = append(
      Task(
        queue: queue, kind: .store, layer: layer, duration: link.cycles(for: bytes), bytes: bytes),
      work: work, after: [task])
    note(
      writer: store, queue: queue, of: layer,
      rows: rowsOfStorage(layer, work.region))
    return (store, queue)
  }

  func rowsOfStorage(_ layer: Int, _ region: TileRegion) -> Range<Int> {
    let height = storages[storage(of: layer)].rowWriters.count
    guard height == network.layers[layer].output.height else { return 0..<height }
    return Int(region.rows.lowerBound)..<Int(region.rows.upperBound)
  }
}
