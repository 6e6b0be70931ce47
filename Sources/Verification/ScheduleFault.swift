import Simulation

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

  /// The schedule with the fault, or `nil` if it has no place for it.
  public func plant(in simulation: Simulation) -> Simulation? {
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
      guard let (load, user) = reuse(of: works, tasks: tasks) else { return nil }
      starts[load] = starts[user] - tasks[load].duration - tasks[load].delay
      guard starts[load] >= 0 else { return nil }
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
    }
    return simulation.replacing(works: works, starts: starts)
  }

  /// A load of input into a buffer, and the last computation on the buffer's tile before.
  private func reuse(of works: [TileWork], tasks: [Task]) -> (load: Int, user: Int)? {
    var lastUser: [Int: Int] = [:]
    for index in tasks.indices {
      switch tasks[index].kind {
      case .compute where works[index].source >= 0: lastUser[works[index].source] = index
      case .loadInput:
        if let user = lastUser[works[index].destination], tasks[user].layer == tasks[index].layer {
          return (index, user)
        }
      default: break
      }
    }
    return nil
  }
}
