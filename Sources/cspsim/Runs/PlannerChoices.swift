import CommandLineParsing
import Hardware
import LayerGraph
import Simulation

/// What the memory planner is told to do.
enum PlannerChoices {
  /// How concatenations come about.
  enum Concatenation: String, CaseIterable {
    /// Inputs are written where the result is to lie.
    case alias
    /// Inputs are copied into the result, as in a framework without aliasing.
    case copy
  }

  /// In which order independent branches run.
  enum BranchOrder: String, CaseIterable {
    case graph
    case leastMemory = "least-memory"
  }

  static let order = Option(
    "order", ValueType<BranchOrder>.choice("ORDER"),
    help: "Run branches in the network's order, or so that activations take the least memory.")
  static let concat = Option(
    "concat", ValueType<Concatenation>.choice("RULE"),
    help: "Copy the inputs of a concatenation, or write them where it lies (alias, the default).")

  /// How layers that don't depend on each other share several arrays or streams.
  enum Branches: String, CaseIterable {
    case sideBySide = "side-by-side"
    case inTurn = "in-turn"
  }

  static let branches = Option(
    "branches", ValueType<Branches>.choice("RULE"),
    help: "On several arrays or streams, run layers that don't depend on each other side by side "
      + "where that is faster (the default), or in turn.")
  static let depthFirst = Flag(
    "depth-first",
    help: "Run chains of convolutions band by band where that is faster, so that what one hands to "
      + "the next stays on chip.")

  static let options: [any Declaration] = [concat, order, branches, depthFirst]
  /// The names of those without a value.
  static let flags = [depthFirst.name]

  static func plan(_ arguments: ParsedArguments) -> Plan {
    var plan = Plan(concat: arguments.value(of: concat))
    plan.order = arguments.value(of: order) ?? .graph
    plan.branches = arguments.value(of: branches) ?? .sideBySide
    plan.isDepthFirst = arguments.has(depthFirst)
    return plan
  }

  /// The network with its branches in the order chosen.
  static func ordered(
    _ network: Network, _ arguments: ParsedArguments, for profile: HardwareProfile
  ) -> Network {
    plan(arguments).network(network, for: profile)
  }

  /// - Throws: `PlannerError` for a choice that the device's model doesn't know.
  static func simulation(
    _ arguments: ParsedArguments, for profile: HardwareProfile
  ) throws(PlannerError) -> SimulationOptions {
    try plan(arguments).options(for: profile)
  }
}

enum PlannerError: Error, CustomStringConvertible {
  case alwaysCopies(String)
  case neverDepthFirst(String)

  var description: String {
    switch self {
    case .alwaysCopies(let profile):
      "--concat alias: \(profile) is no accelerator, and frameworks on other devices copy; "
        + "leave the option out"
    case .neverDepthFirst(let profile):
      "--depth-first: \(profile) is not a systolic device, and the other models run layer by layer; "
        + "leave the option out"
    }
  }
}
