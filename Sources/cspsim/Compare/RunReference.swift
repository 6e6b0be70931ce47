import Analysis
import CommandLineParsing
import Hardware
import LayerGraph
import Simulation

/// One run of a comparison as the user types it: `PROFILE:NETWORK@KEY=VALUE,…`.
///
/// A key is a network's option, such as `split-ratio`, or a figure of the profile, as `--set` takes
/// it, such as `memory.dram.bandwidth`, or `concat`.
struct RunReference {
  let text: String
  private let profile: String
  private let network: String
  private let settings: [Setting]

  /// - Parameter shared: settings of all runs; a run's own come before them.
  /// - Throws: `RunReferenceError`.
  init(_ text: String, shared: [String] = []) throws(RunReferenceError) {
    self.text = text
    guard let colon = text.firstIndex(of: ":") else { throw .noNetwork(text) }
    profile = String(text[..<colon])
    let rest = text[text.index(after: colon)...]
    let at = rest.lastIndex(of: "@")
    network = String(rest[..<(at ?? rest.endIndex)])
    guard !profile.isEmpty, !network.isEmpty else { throw .noNetwork(text) }
    let own = at.map { rest[rest.index(after: $0)...].split(separator: ",") } ?? []
    var settings: [Setting] = []
    for word in own { settings.append(try Setting(String(word), in: text)) }
    for word in shared {
      let setting = try Setting(word, in: "--with \(word)")
      if !settings.contains(where: { $0.key == setting.key }) { settings.append(setting) }
    }
    self.settings = settings
  }

  /// Schedules the network on the device.
  func run() throws -> RunAnalysis {
    let words = settings.map(\.word) + ["--", profile, network]
    guard case .run(_, let arguments) = try Self.command.parse(words) else {
      throw RunReferenceError.noNetwork(text)
    }
    let profile = try ProfileChoices.profile(arguments)
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let network = PlannerChoices.ordered(
      try source.network(NetworkRequest(arguments)), arguments, for: profile)
    let simulation = try Simulator.simulate(
      network, on: profile.device, options: PlannerChoices.simulation(arguments, for: profile))
    return RunAnalysis(simulation, profile: profile, device: profile.device)
  }

  /// The settings of a run, as the options of a command of their own.
  private static let command = Command(
    name: "cspsim compare", summary: "",
    parameters: [
      ProfileChoices.profile, NetworkChoices.network, ProfileChoices.set,
    ] + PlannerChoices.options + NetworkChoices.options
  ) { _ in }
}

/// A key and its value, as in `split-ratio=0.25`.
private struct Setting {
  let key: String
  /// As an option on a command line.
  let word: String

  init(_ text: String, in reference: String) throws(RunReferenceError) {
    guard !PlannerChoices.flags.contains(text) else {
      (key, word) = (text, "--\(text)")
      return
    }
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw .noValue(text, in: reference)
    }
    key = String(text[..<equals])
    let isFigure = key.contains(".") || key == "clock"
    word = isFigure ? "--set=\(text)" : "--\(text)"
  }
}

/// Why a run of a comparison can't be understood.
enum RunReferenceError: Error, Hashable, CustomStringConvertible {
  case noNetwork(String)
  case noValue(String, in: String)
  case tooFew(Int)

  var description: String {
    switch self {
    case .noNetwork(let text):
      "'\(text)' is no run; expected PROFILE:NETWORK, such as tpu-v1:cspdarknet53"
    case .noValue(let word, let text):
      "'\(text)': '\(word)' has no value; expected KEY=VALUE, such as split-ratio=0.25"
    case .tooFew(let count):
      "compare needs two runs or more, and was given \(count); "
        + "expected PROFILE:NETWORK PROFILE:NETWORK …"
    }
  }
}
