import Hardware
import LayerGraph
import Simulation

/// How a network is to be scheduled: the planner's choices, made.
struct Plan: Hashable {
  var concat: PlannerChoices.Concatenation?
  var order = PlannerChoices.BranchOrder.graph
  var branches = PlannerChoices.Branches.sideBySide
  var isDepthFirst = false

  /// The network with its branches in the order chosen.
  func network(_ network: Network, for profile: HardwareProfile) -> Network {
    guard order == .leastMemory else { return network }
    return LeastMemoryOrder(network, copiesConcatenations: copies(on: profile)).network
  }

  /// - Throws: `PlannerError` for a choice that the device's model doesn't know.
  func options(for profile: HardwareProfile) throws(PlannerError) -> SimulationOptions {
    var options = SimulationOptions()
    options.runsBranchesSideBySide = branches == .sideBySide
    options.depthFirst = isDepthFirst ? .auto : .off
    guard !isDepthFirst || profile.device.kind == .systolic else {
      throw .neverDepthFirst(profile.name)
    }
    guard profile.device.placesTensors else {
      guard concat != .alias else { throw .alwaysCopies(profile.name) }
      return options
    }
    options.copiesConcatenations = copies(on: profile)
    return options
  }

  private func copies(on profile: HardwareProfile) -> Bool {
    guard profile.device.placesTensors else { return true }
    return concat == .copy
  }

  /// A plan that differs from this one in one choice, and that choice as it is typed.
  struct Alternative {
    let plan: Plan
    let words: String
  }

  /// This plan with each choice changed that a network has a use for.
  func alternatives(for network: Network, on profile: HardwareProfile) -> [Alternative] {
    var alternatives: [Alternative] = []
    func add(_ words: String, _ change: (inout Plan) -> Void) {
      var plan = self
      change(&plan)
      alternatives.append(Alternative(plan: plan, words: words))
    }
    if profile.device.placesTensors, network.hasConcatenations {
      let other: PlannerChoices.Concatenation = concat == .copy ? .alias : .copy
      add("--concat \(other.rawValue)") { $0.concat = other }
    }
    if case .systolic = profile.device {
      add(isDepthFirst ? "without --depth-first" : "--depth-first") { $0.isDepthFirst.toggle() }
    }
    if profile.device.runsLayersSideBySide {
      let other: PlannerChoices.Branches = branches == .inTurn ? .sideBySide : .inTurn
      add("--branches \(other.rawValue)") { $0.branches = other }
    }
    if network.hasBranches {
      let other: PlannerChoices.BranchOrder = order == .graph ? .leastMemory : .graph
      add("--order \(other.rawValue)") { $0.order = other }
    }
    return alternatives
  }
}

extension Device {
  /// Whether there is more than one array or stream.
  fileprivate var runsLayersSideBySide: Bool {
    switch self {
    case .systolic(let device): device.array.count > 1
    case .gpu(let device): device.streams > 1
    case .spatial, .cpu: false
    }
  }
}

extension Network {
  fileprivate var hasConcatenations: Bool {
    layers.contains { $0.operation == .concatenate }
  }

  fileprivate var hasBranches: Bool { consumers.contains { $0.count > 1 } }
}
