import CommandLineParsing
import Hardware
import JSONText
import Quantities
import ReferenceKernels
import Simulation
import Verification

/// `cspsim verify PROFILE NETWORK`
enum VerifyCommand {
  private static let precision = Option(
    "precision", ValueType<ReplayPrecision>.choice("PRECISION"),
    help: "The numbers to compute with: int8, bit for bit, or fp32, within rounding.")
  private static let faults = Flag(
    "faults", help: "Plant faults into the schedule, and check that each is found.")
  private static let json = Flag("json", help: "Print JSON, for other programs.")

  static let command: Command = Command(
    name: "verify", summary: "Execute a network's schedule with real kernels, and check it.",
    discussion: [
      """
      Every load, computation and store of the schedule is really done, in the order of its times. \
      The result must be that of plain execution, and the MACs and bytes must be those that the run \
      reports.
      """,
      """
      On an accelerator, tiles move between memories of the device's size at the planner's \
      addresses; a register-level systolic array of the profile's dataflow must give random products \
      in the cycles of the closed form. On a CPU or GPU, caches are transparent: each kernel sees what \
      its loads brought or what lies in memory when it begins, its pieces must make up its output, \
      each once, and a tensor is lost when the planner says that it is free.
      """,
    ],
    parameters: [ProfileChoices.profile, NetworkChoices.network, ProfileChoices.set]
      + NetworkChoices.options + PlannerChoices.options + [precision, faults, json],
    examples: [
      Example("cspsim verify tpu-v1 cspdarknet53 --input 64x64", "Does the schedule hold?"),
      Example(
        "cspsim verify gemmini-16x16 resnet50 --input 64x64 --faults",
        "Would a wrong schedule be noticed?"),
    ]
  ) { arguments in
    let profile = try ProfileChoices.profile(arguments)
    let source = try NetworkSource(arguments.value(of: NetworkChoices.network))
    let network = PlannerChoices.ordered(
      try source.network(NetworkRequest(arguments)), arguments, for: profile)
    let simulation = try Simulator.simulate(
      network, on: profile.device, options: PlannerChoices.simulation(arguments, for: profile))
    let clock = ContinuousClock()
    let start = clock.now
    let verifier = try Verifier(
      simulation, precision: arguments.value(of: precision) ?? .int8, threads: 2)
    var bar = ProgressBar(label: "verifying \(network.name)")
    let report = verifier.verify { bar.update($0) }
    bar.clear()
    let outcome = VerifyOutcome(
      profile: profile.name, network: network.name, precision: verifier.precision, report: report,
      array: profile.device.arrayCheck,
      faults: arguments.has(faults) ? plantedFaults(in: verifier) : [],
      passedThrough: network.unsupportedLayers.map { network.layers[$0].name },
      duration: clock.now - start)
    try StandardOutput.write(
      arguments.has(json) ? outcome.json.text(layout: .pretty) : outcome.text)
    if let failure = outcome.failure { throw VerifyError.failed(failure) }
  }

  private static func plantedFaults(in verifier: Verifier) -> [FaultOutcome] {
    ScheduleFault.allCases.map { fault in
      switch fault.plant(in: verifier.simulation) {
      case .planted(let faulty):
        guard let failure = verifier.verify(faulty).failure else {
          return FaultOutcome(fault: fault, fate: .unnoticed)
        }
        return FaultOutcome(fault: fault, fate: .found(failure))
      case .notApplicable(let reason):
        return FaultOutcome(fault: fault, fate: .notApplicable(reason))
      }
    }
  }
}

/// Why verification fails.
enum VerifyError: Error, CustomStringConvertible {
  case failed(String)

  var description: String {
    switch self {
    case .failed(let what): what
    }
  }
}

extension Device {
  /// The register-level check of a systolic array.
  fileprivate var arrayCheck: ArrayCheck? {
    guard case .systolic(let device) = self else { return nil }
    return ArrayCheck(device.array)
  }
}

/// What became of a planted fault.
struct FaultOutcome {
  enum Fate {
    /// The check that found it.
    case found(ReplayFailure)
    case unnoticed
    case notApplicable(String)
  }

  let fault: ScheduleFault
  let fate: Fate

  var isUnnoticed: Bool {
    if case .unnoticed = fate { true } else { false }
  }

  var text: String {
    switch fate {
    case .found(let failure): "\(fault.rawValue): found — \(failure)"
    case .unnoticed: "\(fault.rawValue): NOT FOUND"
    case .notApplicable(let reason): "\(fault.rawValue): not applicable — \(reason)"
    }
  }

  var json: JSONOutput {
    var (found, check, reason) = (JSONOutput.null, JSONOutput.null, JSONOutput.null)
    switch fate {
    case .found(let failure): (found, check) = (.boolean(true), .string("\(failure)"))
    case .unnoticed: found = .boolean(false)
    case .notApplicable(let why): reason = .string(why)
    }
    return [
      "fault": .string(fault.rawValue), "found": found, "by": check, "not_applicable": reason,
    ]
  }
}

/// What a verification printed and found.
struct VerifyOutcome {
  let profile: String
  let network: String
  let precision: ReplayPrecision
  let report: ReplayReport
  /// Of a systolic array.
  let array: ArrayCheck?
  let faults: [FaultOutcome]
  /// The layers that no kernel computes, and that pass their input through instead.
  let passedThrough: [String]
  let duration: Duration

  /// The first thing that is wrong.
  var failure: String? {
    if let failure = report.failure { return "the schedule is wrong: \(failure)" }
    if let failure = array?.failure { return "the array is wrong: \(failure)" }
    return faults.first { $0.isUnnoticed }
      .map { "\($0.fault.rawValue) went unnoticed" }
  }

  var text: String {
    let equality =
      precision == .int8
      ? "bit for bit" : "within rounding (at most \(report.largestError) apart)"
    var lines = [
      "\(network) on \(profile), \(precision.rawValue): \(failure == nil ? "holds" : "FAILS")",
      "  \(Decimal.grouped(report.tiles)) tiles, \(Decimal.grouped(report.elements)) elements equal "
        + "plain execution \(equality)",
      "  \(Decimal.grouped(report.macs)) MACs done\(again), \(Decimal.grouped(report.bytes)) bytes moved, "
        + "as the run reports",
    ]
    if let array {
      lines.append(
        "  \(array.products) random products on a register-level array, cycles as the closed form")
    }
    if !passedThrough.isEmpty {
      lines.append(
        "  without a kernel, so that their input is passed through: "
          + passedThrough.joined(separator: ", "))
    }
    lines += faults.map { "  " + $0.text }
    lines.append("  in \(Decimal.duration(seconds: duration.inSeconds))")
    return lines.joined(separator: "\n") + "\n"
  }

  private var again: String {
    report.recomputedMACs == 0
      ? "" : " (\(Decimal.grouped(report.recomputedMACs)) of them again)"
  }

  var json: JSONOutput {
    [
      "profile": .string(profile), "network": .string(network),
      "precision": .string(precision.rawValue), "holds": .boolean(failure == nil),
      "failure": failure.map { .string($0) } ?? .null, "tiles": .integer(report.tiles),
      "elements": .integer(report.elements), "macs": .integer(report.macs),
      "recomputed_macs": .integer(report.recomputedMACs),
      "bytes": .integer(report.bytes),
      "largest_error": .number(report.largestError),
      "array_products": array.map { .integer($0.products) } ?? .null,
      "passed_through": .array(passedThrough.map { .string($0) }),
      "faults": .array(faults.map(\.json)),
    ]
  }
}
