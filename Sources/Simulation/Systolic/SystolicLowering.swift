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
  private(set) var works: [TileWork] = []
  private(set) var buffers: [BufferUse] = []
  /// Whether works and buffers are kept, for replay and charts.
  let recordsWork: Bool
  var scratchpad = AddressLedger()
  var weightBuffer = AddressLedger()
  var accumulators = AddressLedger()
  private var tensors: TensorLedger
  /// The control task of the layer being lowered, or -1.
  private(set) var issue = -1
  /// The launch of the whole run, or -1.
  private(set) var launch = -1

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
    tensors = TensorLedger(
      network, map: map, residency: residency, elementBytes: machine.operandBytes)
  }

  /// Makes room for so many tasks at once.
  mutating func reserveCapacity(_ count: Int) {
    schedule.reserveCapacity(count)
    if recordsWork { works.reserveCapacity(count) }
  }

  /// Begins anew with one layer on an idle machine, whose input has always been there.
  mutating func restart(at layer: Int) {
    schedule.removeAll()
    scratchpad.reset()
    weightBuffer.reset()
    accumulators.reset()
    for touched in [layer] + network.layers[layer].inputs { tensors.reset(touched) }
  }

  mutating func start() {
    guard machine.launchCycles > 0 else { return }
    launch = append(
      Task(queue: queues.control, kind: .launch, layer: -1, duration: machine.launchCycles),
      work: TileWork(region: .none))
  }

  /// Begins a layer: its command takes time of its own on the control queue.
  mutating func beginLayer(_ layer: Int) {
    issue = launch
    guard machine.layerCycles > 0 else { return }
    schedule.wait(for: launch)
    issue = append(
      Task(queue: queues.control, kind: .launch, layer: layer, duration: machine.layerCycles),
      work: TileWork(region: .none))
  }

  /// Ends a layer: storages that nobody reads later give their bytes back.
  mutating func endLayer(_ layer: Int) {
    for (storage, state) in tensors.endLayer(layer) {
      guard let range = state.range else { continue }
      scratchpad.release(range, users: state.users)
      guard recordsWork else { continue }
      buffers.append(
        BufferUse(
          memory: .scratchpad, content: .tensor, layer: map.storages[storage].owner, range: range,
          first: state.first, users: state.users))
    }
  }

  /// Records the tiles that a layer's buffers held.
  mutating func retire(
    _ ring: SlotRing, memory: BufferUse.Memory, content: BufferUse.Content, layer: Int
  ) {
    for slot in ring.retired where !slot.range.isEmpty {
      buffers.append(
        BufferUse(
          memory: memory, content: content, layer: layer, range: slot.range, first: slot.first,
          users: slot.users))
    }
  }

  /// Appends a task that waits for those noted since the last one.
  @discardableResult
  mutating func append(_ task: Task, work: @autoclosure () -> TileWork) -> Int {
    if recordsWork { works.append(work()) }
    return schedule.append(task)
  }

  /// Makes the next task wait for those that used a piece of memory.
  mutating func wait(for users: Users) { users.visit { schedule.wait(for: $0) } }

  // MARK: Tensors

  func isResident(_ layer: Int) -> Bool { tensors.isResident(layer) }

  /// The last task that wrote any of a layer's rows, or -1.
  func writer(of layer: Int, rows: Range<Int>) -> Int { tensors.writer(of: layer, rows: rows) }

  /// Notes that a task wrote rows of a layer's output.
  mutating func note(writer task: Int, queue: Int, of layer: Int, rows: Range<Int>) {
    tensors.note(writer: task, queue: queue, of: layer, rows: rows)
  }

  mutating func note(reader task: Int, queue: Int, of layer: Int) {
    tensors.note(reader: task, queue: queue, of: layer)
  }

  /// Makes room for a resident output before its first write, for which the next task waits.
  mutating func claimOutput(of layer: Int) {
    guard let range = tensors.claim(layer) else { return }
    wait(for: scratchpad.claim(range))
  }

  // MARK: Transfers

  /// Loads part of a layer's output from DRAM or, for a network input, over the host link, once
  /// its rows are there.
  mutating func load(
    _ source: Int, for layer: Int, elements: Int, rows: Range<Int>,
    work: @autoclosure () -> TileWork
  ) -> (task: Int, queue: Int) {
    let bytes = elements * machine.operandBytes
    let crossesHost = tensors.isNetworkInput(source)
    let queue = crossesHost ? queues.hostLoad : queues.loadInput
    let link = crossesHost ? machine.host ?? machine.dram : machine.dram
    schedule.wait(for: writer(of: source, rows: rows))
    schedule.wait(for: launch)
    let task = append(
      Task(
        queue: queue, kind: .loadInput, layer: layer, duration: link.cycles(for: bytes),
        delay: link.latency, bytes: bytes),
      work: work())
    note(reader: task, queue: queue, of: source)
    return (task, queue)
  }

  /// Stores a finished tile to DRAM or, for a network output, over the host link.
  mutating func store(
    _ layer: Int, elements: Int, rows: Range<Int>, after task: Int,
    work: @autoclosure () -> TileWork
  ) -> (task: Int, queue: Int) {
    let bytes = elements * machine.operandBytes
    let crossesHost = tensors.isNetworkOutput(layer)
    let queue = crossesHost ? queues.hostStore : queues.store
    let link = crossesHost ? machine.host ?? machine.dram : machine.dram
    schedule.wait(for: task)
    let store = append(
      Task(
        queue: queue, kind: .store, layer: layer, duration: link.cycles(for: bytes), bytes: bytes),
      work: work())
    note(writer: store, queue: queue, of: layer, rows: rows)
    return (store, queue)
  }
}
