import Synchronization

/// Mappings found so far and the programs they lead to, shared by simulations that run at the same
/// time.
///
/// Both are pure functions of the question, so it doesn't matter who asks first.
public final class MappingCache: Sendable {
  /// Past these the cache starts anew: some hundred bytes a mapping, some eighty a task.
  private static let mappingLimit = 1 << 17
  private static let taskLimit = 1 << 19

  private struct State {
    /// Machines by number, so that a question is short.
    var machines: [SystolicMachine: Int] = [:]
    var nextMachine = 0
    var mappings: [MappingQuestion: Mapping] = [:]
    var choices: [MappingQuestion: MappingChoice] = [:]
    /// Tasks of all programs kept.
    var tasks = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// What questions call a machine.
  func number(of machine: SystolicMachine) -> Int {
    state.withLock { state in
      if let number = state.machines[machine] { return number }
      if state.machines.count >= MappingCache.mappingLimit { state.machines.removeAll() }
      state.nextMachine += 1
      state.machines[machine] = state.nextMachine
      return state.nextMachine
    }
  }

  func mapping(for question: MappingQuestion) -> Mapping? {
    state.withLock { $0.mappings[question] }
  }

  /// A mapping with its program, if that is kept and records what is asked for.
  func choice(for question: MappingQuestion, recordsWork: Bool) -> MappingChoice? {
    state.withLock { state in
      guard let choice = state.choices[question],
        !recordsWork || choice.program.works.count == choice.program.tasks.count
      else { return nil }
      return choice
    }
  }

  func insert(_ choice: MappingChoice, for question: MappingQuestion) {
    state.withLock { state in
      if state.mappings.count >= MappingCache.mappingLimit {
        state.mappings.removeAll(keepingCapacity: true)
      }
      if state.tasks >= MappingCache.taskLimit {
        state.choices.removeAll(keepingCapacity: true)
        state.tasks = 0
      }
      state.mappings[question] = choice.mapping
      if let old = state.choices.updateValue(choice, forKey: question) {
        state.tasks -= old.program.tasks.count
      }
      state.tasks += choice.program.tasks.count
    }
  }
}

/// A mapping and the tasks that it makes of its layer.
struct MappingChoice: Sendable {
  let mapping: Mapping
  let program: LayerProgram
}

/// All that the choice of a mapping depends on.
struct MappingQuestion: Hashable {
  /// As `MappingCache.number(of:)` counts them; of the machine, the part that the layer depends on.
  let machine: Int
  let layer: MatrixLayer
  let space: TileSpace
  let ends: LayerEnds
}
