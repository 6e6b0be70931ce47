import LayerGraph

/// Who wrote and read each storage so far, row by row.
struct TensorLedger {
  /// What happened to a storage.
  struct State {
    /// Its rows' places in `writers`.
    let rows: Range<Int>
    /// Its bytes in the scratchpad, or `nil` if it lies in DRAM.
    let range: Range<Int>?
    let isNetworkInput: Bool
    let isNetworkOutput: Bool
    var users = Users()
    /// The task that wrote it first, or -1.
    var first = -1
    var isClaimed = false
  }

  /// For each layer, where its output lies.
  private struct Place {
    let storage: Int
    let rows: Int
    /// Whether its rows are the storage's rows.
    let hasSameRows: Bool
  }

  private var states: [State] = []
  /// For each row of each storage, the last task that wrote it, or -1.
  private var writers: [Int32]
  private let places: [Place]
  /// For each layer, the storages that it is the last to read.
  private let expiring: [[Int]]

  init(_ network: Network, map: StorageMap, residency: Residency, elementBytes: Int) {
    var expiring = [[Int]](repeating: [], count: network.layers.count)
    var rows = 0
    for (index, storage) in map.storages.enumerated() {
      expiring[storage.lastReader].append(index)
      let bytes = storage.shape.elements * network.batch * elementBytes
      states.append(
        State(
          rows: rows..<rows + storage.shape.height,
          range: residency.addresses[index].map { $0..<$0 + bytes },
          isNetworkInput: storage.isNetworkInput, isNetworkOutput: storage.isNetworkOutput))
      rows += storage.shape.height
    }
    writers = [Int32](repeating: -1, count: rows)
    places = network.layers.indices.map {
      let storage = map.placements[$0].storage
      return Place(
        storage: storage, rows: network.layers[$0].output.height,
        hasSameRows: map.storages[storage].shape.height == network.layers[$0].output.height)
    }
    self.expiring = expiring
  }

  func isResident(_ layer: Int) -> Bool { states[places[layer].storage].range != nil }
  func isNetworkInput(_ layer: Int) -> Bool { states[places[layer].storage].isNetworkInput }
  func isNetworkOutput(_ layer: Int) -> Bool { states[places[layer].storage].isNetworkOutput }

  /// The places of a layer's rows in `writers`; of all rows where the storage has others.
  private func rows(_ rows: Range<Int>, of layer: Int) -> Range<Int> {
    let place = places[layer]
    let all = states[place.storage].rows
    guard place.hasSameRows else { return all }
    return all.lowerBound + rows.lowerBound..<all.lowerBound + rows.upperBound
  }

  /// The last task that wrote any of a layer's rows, or -1.
  ///
  /// One queue writes a storage, in order, so the last writer's completion is that of all.
  func writer(of layer: Int, rows: Range<Int>) -> Int {
    var last: Int32 = -1
    for row in self.rows(rows, of: layer) { last = max(last, writers[row]) }
    return Int(last)
  }

  /// The last task that wrote any of some rows, where a reader counts `count` of them: a linear
  /// layer sees its whole input as one.
  func writer(of layer: Int, rows: Range<Int>, among count: Int) -> Int {
    let own = places[layer].rows
    return writer(of: layer, rows: own == count ? rows : 0..<own)
  }

  /// Whether a layer's input and output cross the host link or share a storage.
  func ends(of layer: Int, source: Int) -> LayerEnds {
    let (input, output) = (places[source], places[layer])
    return LayerEnds(
      readsNetworkInput: isNetworkInput(source), writesNetworkOutput: isNetworkOutput(layer),
      sharesRows: input.storage == output.storage
        ? input.hasSameRows && output.hasSameRows : nil)
  }

  /// Notes what the program that begins at task `base` did to a layer's output.
  mutating func note(_ touch: LayerProgram.Touch, base: Int, of layer: Int) {
    let index = places[layer].storage
    if states[index].first < 0, touch.first >= 0 { states[index].first = base + touch.first }
    states[index].users.merge(touch.users.shifted(by: base))
  }

  /// Notes for each row of a layer's output its last writer, in the program that begins at `base`.
  mutating func note(writers rows: [Int32], base: Int, of layer: Int) {
    let place = places[layer]
    let all = states[place.storage].rows
    let base = Int32(truncatingIfNeeded: base)
    if place.hasSameRows {
      for row in rows.indices { writers[all.lowerBound + row] = base + rows[row] }
    } else if let last = rows.max() {
      for row in all { writers[row] = base + last }
    }
  }

  /// Notes that a task wrote rows of a layer's output.
  mutating func note(writer task: Int, queue: Int, of layer: Int, rows: Range<Int>) {
    let index = places[layer].storage
    for row in self.rows(rows, of: layer) { writers[row] = Int32(truncatingIfNeeded: task) }
    if states[index].first < 0 { states[index].first = task }
    states[index].users.add(task, queue: queue)
  }

  mutating func note(reader task: Int, queue: Int, of layer: Int) {
    states[places[layer].storage].users.add(task, queue: queue)
  }

  /// Marks a layer's storage as begun.
  ///
  /// - Returns: the bytes to make room in, or `nil` if there is nothing to do.
  mutating func claim(_ layer: Int) -> Range<Int>? {
    let index = places[layer].storage
    guard let range = states[index].range, !states[index].isClaimed else { return nil }
    states[index].isClaimed = true
    return range
  }

  /// The resident storages that nobody reads after a layer, which give their bytes back.
  mutating func endLayer(_ layer: Int) -> [(storage: Int, state: State)] {
    var ended: [(storage: Int, state: State)] = []
    for index in expiring[layer] where states[index].isClaimed {
      states[index].isClaimed = false
      ended.append((index, states[index]))
    }
    return ended
  }
}
