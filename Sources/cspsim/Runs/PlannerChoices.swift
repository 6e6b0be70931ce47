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

  static let options: [any Declaration] = [concat, order]

  static func plan(_ arguments: ParsedArguments) -> Plan {
    var plan = Plan(concat: arguments.value(of: concat))
    plan.order = arguments.value(of: order) ?? .graph
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

  var description: String {
    switch self {
    case .alwaysCopies(let profile):
      "--concat alias: \(profile) is no accelerator, and frameworks on other devices copy; "
        + "leave the option out"
    }
  }
}
