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
  /// By layer, what is read and written within the chip.
  var accesses: [MemoryAccesses]
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
    accesses = [MemoryAccesses](repeating: MemoryAccesses(), count: network.layers.count)
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

  /// Begins a layer once all earlier work is done: the device is configured for it.
  mutating func configure(_ layer: Int, cycles: Int) {
    var last = [Int](repeating: -1, count: queues.queues.count)
    for index in schedule.tasks.indices.reversed().prefix(while: { $0 > launch }) {
      let queue = Int(schedule.tasks[index].queue)
      last[queue] = max(last[queue], index)
    }
    for task in last { schedule.wait(for: task) }
    schedule.wait(for: launch)
    launch = append(
      Task(queue: queues.control, kind: .launch, layer: layer, duration: cycles),
      work: TileWork(region: .none))
    issue = launch
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

  // MARK: Programs

  /// Appends a matrix layer's tasks.
  mutating func place(_ program: LayerProgram, layer: Int, source: Int) {
    let base = schedule.count
    schedule.append(
      program, layer: layer,
      before: EarlierTasks(
        launch: launch, issue: issue, outsides: resolve(program, layer: layer, source: source)))
    tensors.note(program.input, base: base, of: source)
    tensors.note(program.output, base: base, of: layer)
    tensors.note(writers: program.rowWriters, base: base, of: layer)
    for buffer in program.released {
      let users = buffer.slot.users.shifted(by: base)
      release(buffer.slot.range, of: buffer.memory, users: users)
    }
    guard recordsWork else { return }
    works += program.works
    buffers += program.retired.map { BufferUse($0, layer: layer, base: base) }
  }

  /// Appends the tasks of two matrix layers that don't depend on each other, as far in the one as in
  /// the other.
  ///
  /// - Parameter issues: the control tasks of the layers, or -1.
  mutating func place(
    _ programs: (LayerProgram, LayerProgram), layers: Range<Int>, issues: (Int, Int)
  ) {
    let sources = layers.map { network.layers[$0].inputs[0] }
    let all = [programs.0, programs.1]
    let earlier = all.indices.map { index in
      EarlierTasks(
        launch: launch, issue: index == 0 ? issues.0 : issues.1,
        outsides: resolve(
          all[index], layer: layers.lowerBound + index, source: sources[index]))
    }
    let merged = schedule.append(all, layers: layers, before: earlier)
    for (index, program) in all.enumerated() {
      let layer = layers.lowerBound + index
      let positions = merged.positions[index]
      tensors.note(program.input.moved(to: positions), base: 0, of: sources[index])
      tensors.note(program.output.moved(to: positions), base: 0, of: layer)
      tensors.note(
        writers: program.rowWriters.map { $0 < 0 ? $0 : positions[Int($0)] }, base: 0, of: layer)
      for buffer in program.released {
        release(
          buffer.slot.range, of: buffer.memory, users: buffer.slot.users.moved(to: positions))
      }
      guard recordsWork else { continue }
      buffers += program.retired.map { BufferUse($0, layer: layer, positions: positions) }
    }
    guard recordsWork else { return }
    works += merged.order.map { all[$0.program].works[$0.index] }
  }

  /// The earlier tasks that a program's outsides stand for, each list ended by -1.
  private mutating func resolve(_ program: LayerProgram, layer: Int, source: Int) -> [Int32] {
    var tasks: [Int32] = []
    tasks.reserveCapacity(2 * program.outsides.count)
    for outside in program.outsides {
      switch outside {
      case .input(let rows):
        let writer = tensors.writer(of: source, rows: rows, among: program.inputRows)
        if writer >= 0 { tasks.append(Int32(truncatingIfNeeded: writer)) }
      case .bytes(let memory, let range):
        claim(range, of: memory).visit { tasks.append(Int32(truncatingIfNeeded: $0)) }
      case .output:
        if let range = tensors.claim(layer) {
          scratchpad.claim(range).visit { tasks.append(Int32(truncatingIfNeeded: $0)) }
        }
      }
      tasks.append(-1)
    }
    return tasks
  }

  mutating func claim(_ range: Range<Int>, of memory: BufferUse.Memory) -> Users {
    switch memory {
    case .scratchpad: scratchpad.claim(range)
    case .weightBuffer: weightBuffer.claim(range)
    case .accumulator: accumulators.claim(range)
    }
  }

  private mutating func release(
    _ range: Range<Int>, of memory: BufferUse.Memory, users: Users
  ) {
    switch memory {
    case .scratchpad: scratchpad.release(range, users: users)
    case .weightBuffer: weightBuffer.release(range, users: users)
    case .accumulator: accumulators.release(range, users: users)
    }
  }

  // MARK: Tensors

  func isResident(_ layer: Int) -> Bool { tensors.isResident(layer) }

  /// The last task that wrote any of a layer's rows, or -1.
  func writer(of layer: Int, rows: Range<Int>) -> Int { tensors.writer(of: layer, rows: rows) }

  /// Whether a layer's input and output cross the host link or share a storage.
  func ends(of layer: Int, source: Int) -> LayerEnds {
    tensors.ends(of: layer, source: source)
  }

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
    let bytes = format(of: source).bytes(elements)
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
    let bytes = format(of: layer).bytes(elements)
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

  /// How a layer's output lies in DRAM.
  private func format(of layer: Int) -> DRAMFormat {
    DRAMFormat(
      elementBytes: machine.operandBytes,
      compression: tensors.isNetworkInput(layer) ? 1 : machine.compression)
  }
}
