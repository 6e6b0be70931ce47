import Simulation

/// How the faults show in the kernels of a processor.
extension ScheduleFault {
  func plant(inKernels record: KernelRecord, of simulation: Simulation) -> PlantedFault {
    var kernels = record
    var starts = simulation.trace.starts
    let tasks = simulation.trace.schedule.tasks
    switch self {
    case .droppedTile:
      guard let task = tasks.indices.first(where: { isComputing(tasks[$0], record.spans[$0]) })
      else { return .notApplicable("no task computes") }
      kernels.spans[task] = 0..<0
    case .swappedBuffers:
      return .notApplicable("caches are transparent: a load has no buffer that could be mixed up")
    case .shrunkHalo:
      guard
        let load = tasks.indices.first(where: {
          tasks[$0].kind == .loadInput && width(tasks[$0], simulation) < record.spans[$0].count
        })
      else { return .notApplicable("all tensors stay in the cache: no task loads inputs") }
      let span = record.spans[load]
      let inputs = record.layers[Int(tasks[load].layer)]?.inputs ?? 0
      let end = min(span.upperBound, inputs) - width(tasks[load], simulation)
      kernels.spans[load] = span.lowerBound..<end
    case .earlyRelease:
      guard let storages = releasingEarly(simulation) else {
        return .notApplicable("every tensor is read by one layer only")
      }
      return .planted(simulation.replacing(storages: storages))
    case .sharedMemory:
      guard let storages = sharing(simulation) else {
        return .notApplicable("no tensor is read after another of its size is written")
      }
      return .planted(simulation.replacing(storages: storages))
    case .doubleCount:
      let pairs = zip(tasks.indices, tasks.indices.dropFirst())
      guard
        let (first, second) = pairs.first(where: {
          tasks[$0].layer == tasks[$1].layer && isComputing(tasks[$0], record.spans[$0])
            && isComputing(tasks[$1], record.spans[$1])
        })
      else { return .notApplicable("each layer is one task: one unit computes it all") }
      kernels.spans[second] = record.spans[first]
    case .earlyStore:
      guard
        let store = tasks.indices.first(where: {
          tasks[$0].kind == .store && starts[$0] > 0
            && record.isOutput(record.spans[$0], of: tasks[$0])
        })
      else { return .notApplicable("all tensors stay in the cache: no task stores") }
      starts[store] = 0
    case .earlyStart:
      guard let late = secondKernel(simulation) else {
        return .notApplicable("only one layer computes")
      }
      let first = late.reduce(Int.max) { min($0, starts[$1]) }
      for task in late { starts[task] -= first }
    }
    return .planted(
      simulation.replacing(works: simulation.works, starts: starts, kernels: kernels))
  }

  private func isComputing(_ task: Task, _ pieces: Range<Int>) -> Bool {
    (task.kind == .compute || task.kind == .vector) && !pieces.isEmpty
  }

  /// Elements of a row of the last input that a load brings.
  private func width(_ load: Task, _ simulation: Simulation) -> Int {
    simulation.network.inputShapes(of: Int(load.layer)).last?.width ?? 0
  }

  /// On several streams layers don't run in their order, and what would be a fault in it need not be one.
  private func releasingEarly(_ simulation: Simulation) -> StorageMap? {
    guard !simulation.streams.isEmpty else {
      return simulation.storages.releasingEarly(in: simulation.network)
    }
    let spans = simulation.layerSpans
    return simulation.storages.releasingEarly(in: simulation.network) { reader, previous, storage in
      guard let start = spans[reader]?.lowerBound else { return false }
      return (0...previous).allSatisfy { layer in
        guard let span = spans[layer] else { return true }
        return span.upperBound <= start
          || !simulation.storages.storages(of: layer, in: simulation.network).contains(storage)
      }
    }
  }

  private func sharing(_ simulation: Simulation) -> StorageMap? {
    let (network, placements) = (simulation.network, simulation.storages.placements)
    guard !simulation.streams.isEmpty else { return simulation.storages.sharing(in: network) }
    let spans = simulation.layerSpans
    func writers(_ storage: Int) -> [Range<Int>] {
      placements.indices.compactMap { placements[$0].storage == storage ? spans[$0] : nil }
    }
    return simulation.storages.sharing(
      in: network,
      overwrites: { other, victim in
        guard let start = writers(other).map(\.lowerBound).min() else { return false }
        let reading = network.layers.indices.filter { layer in
          network.layers[layer].inputs.contains { placements[$0].storage == victim }
        }
        return writers(victim).allSatisfy { $0.upperBound <= start }
          && reading.contains { spans[$0].map { $0.lowerBound > start } ?? false }
      })
  }

  /// The tasks of the first kernel that reads what another kernel makes.
  private func secondKernel(_ simulation: Simulation) -> [Int]? {
    let tasks = simulation.trace.schedule.tasks
    let placements = simulation.storages.placements
    let made = Set(tasks.map { placements[Int($0.layer)].storage })
    guard let first = tasks.first?.layer,
      let second = tasks.first(where: {
        $0.layer != first
          && simulation.network.layers[Int($0.layer)].inputs.contains {
            made.contains(placements[$0].storage)
          }
      })?.layer
    else { return nil }
    return tasks.indices.filter { tasks[$0].layer == second }
  }
}

extension KernelRecord {
  /// Whether a store writes some of a layer's output, and not only what its kernels leave to one
  /// another.
  fileprivate func isOutput(_ span: Range<Int>, of store: Task) -> Bool {
    span.lowerBound < layers[Int(store.layer)]?.outputs ?? 0
  }
}
