import Simulation

/// A schedule with a fault in it.
public enum PlantedFault: Sendable {
  case planted(Simulation)
  /// The schedule has no place for the fault; why.
  case notApplicable(String)
}

/// A fault planted into a schedule, to test that verification finds it.
public enum ScheduleFault: String, CaseIterable, Sendable {
  /// A finished tile is never written.
  case droppedTile = "a dropped tile"
  /// Two loads write into each other's buffers.
  case swappedBuffers = "two tiles' buffers swapped"
  /// A load leaves out the last row of a tile.
  case shrunkHalo = "a halo shrunk by a row"
  /// A buffer is loaded again while its tile is still in use.
  case earlyRelease = "a buffer released early"
  /// A piece of a sum is added twice and another one never.
  case doubleCount = "a piece counted twice"
  /// A tile is stored before it is finished.
  case earlyStore = "a tile stored too early"
  /// A computation begins before what it reads is there.
  case earlyStart = "a computation started too early"
  /// A tensor is written into the memory of one that is still read.
  case sharedMemory = "two live tensors in one place"

  /// The schedule with the fault.
  public func plant(in simulation: Simulation) -> PlantedFault {
    if let kernels = simulation.kernels { return plant(inKernels: kernels, of: simulation) }
    return plant(inTiles: simulation).map(PlantedFault.planted)
      ?? .notApplicable(reasonAgainst)
  }

  /// Why a schedule of tiles has no place for the fault.
  private var reasonAgainst: String {
    switch self {
    case .droppedTile: "only one tile is made"
    case .swappedBuffers: "no layer loads two weight tiles of one size into different buffers"
    case .shrunkHalo: "no load brings more than one row"
    case .earlyRelease: "no buffer is loaded again within a layer, late enough"
    case .doubleCount: "no two computations add to the same sums"
    case .earlyStore: "no store waits for anything"
    case .earlyStart: "no computation waits for a load"
    case .sharedMemory: "no tensor in DRAM is read after another of its size is written"
    }
  }

  private func plant(inTiles simulation: Simulation) -> Simulation? {
    var works = simulation.works
    var starts = simulation.trace.starts
    let tasks = simulation.trace.schedule.tasks
    func all(_ kind: TaskKind) -> [Int] { tasks.indices.filter { tasks[$0].kind == kind } }
    switch self {
    case .droppedTile:
      let finishing = tasks.indices.filter {
        tasks[$0].kind == .vector || tasks[$0].kind == .store && works[$0].finishesSums
      }
      guard let tile = finishing.dropFirst().first else { return nil }
      works[tile].region = .none
    case .swappedBuffers:
      let loads = all(.loadWeights)
      guard let first = loads.first,
        let other = loads.first(where: {
          tasks[$0].layer == tasks[first].layer && works[$0].destination != works[first].destination
            && works[$0].region.channels.count == works[first].region.channels.count
            && works[$0].depth.count == works[first].depth.count
        })
      else { return nil }
      let destination = works[first].destination
      works[first].destination = works[other].destination
      works[other].destination = destination
    case .shrunkHalo:
      guard let load = all(.loadInput).first(where: { works[$0].region.rows.count > 1 }) else {
        return nil
      }
      let rows = works[load].region.rows
      works[load].region.rows = rows.lowerBound..<rows.upperBound - 1
    case .earlyRelease:
      guard let (load, user) = reuse(of: works, tasks: tasks, starts: starts) else { return nil }
      starts[load] = starts[user] - tasks[load].duration - tasks[load].delay
    case .doubleCount:
      guard
        let (first, second) = zip(all(.compute), all(.compute).dropFirst()).first(where: {
          works[$0].region == works[$1].region && works[$0].depth.count == works[$1].depth.count
        })
      else { return nil }
      works[second].depth = works[first].depth
      works[second].weights = works[first].weights
    case .earlyStore:
      guard
        let store = all(.store).first(where: { starts[$0] > tasks[$0].duration + tasks[$0].delay })
      else { return nil }
      starts[store] = 0
    case .earlyStart:
      guard
        let (load, user) = firstUse(of: works, tasks: tasks),
        starts[load] >= tasks[user].duration + tasks[user].delay, starts[user] > 0
      else { return nil }
      starts[user] = 0
    case .sharedMemory:
      return simulation.storages.sharing(in: simulation.network) { simulation.addresses[$0] == nil }
        .map { simulation.replacing(storages: $0) }
    }
    return simulation.replacing(works: works, starts: starts)
  }

  /// A load of weights that doesn't begin at once, and the first computation with them.
  private func firstUse(of works: [TileWork], tasks: [Task]) -> (load: Int, user: Int)? {
    for load in tasks.indices.reversed() where tasks[load].kind == .loadWeights {
      let user = tasks.indices.first {
        $0 > load && tasks[$0].kind == .compute && tasks[$0].layer == tasks[load].layer
          && works[$0].weights == works[load].destination
      }
      if let user { return (load, user) }
    }
    return nil
  }

  /// A load of input into a buffer, and the last computation on the buffer's tile before, which
  /// begins late enough for the load to end by then.
  private func reuse(
    of works: [TileWork], tasks: [Task], starts: [Int]
  ) -> (load: Int, user: Int)? {
    var lastUser: [Int: Int] = [:]
    for index in tasks.indices {
      switch tasks[index].kind {
      case .compute where works[index].source >= 0: lastUser[works[index].source] = index
      case .loadInput:
        if let user = lastUser[works[index].destination], tasks[user].layer == tasks[index].layer,
          starts[user] >= tasks[index].duration + tasks[index].delay
        {
          return (index, user)
        }
      default: break
      }
    }
    return nil
  }
}
