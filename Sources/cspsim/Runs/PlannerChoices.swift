import CommandLineParsing
import Hardware
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

  static let concat = Option(
    "concat", ValueType<Concatenation>.choice("RULE"),
    help: "Copy the inputs of a concatenation, or write them where it lies (alias, the default).")

  /// - Throws: `PlannerError` for a rule that the device's model doesn't know.
  static func options(
    _ arguments: ParsedArguments, for profile: HardwareProfile
  ) throws(PlannerError) -> SimulationOptions {
    let rule = arguments.value(of: concat)
    if case .systolic = profile.device {
      var options = SimulationOptions()
      options.copiesConcatenations = rule == .copy
      return options
    }
    guard rule != .alias else { throw .alwaysCopies(profile.name) }
    return SimulationOptions()
  }
}

enum PlannerError: Error, CustomStringConvertible {
  case alwaysCopies(String)

  var description: String {
    switch self {
    case .alwaysCopies(let profile):
      "--concat alias: \(profile) is not a systolic device, and frameworks on those copy; "
        + "leave the option out"
    }
  }
}
