import CommandLineParsing
import Hardware
import HostMeasurement
import JSONText
import Quantities
import Reports
import Validation

/// `cspsim calibrate`
enum CalibrateCommand {
  private static let profile = Option<String>(
    "profile",
    .text("PROFILE", expected: "a profile's name or file", completion: Completion(paths: .files)),
    help: "The profile whose calibrated figures are fitted, by name or as a JSON file.")
  private static let fitOnly = Flag(
    "fit-only", help: "Don't score networks left out, which takes a fit for each.")
  private static let host = Flag(
    "host", help: "Measure this machine instead, and write its profile.")
  private static let threads = Option(
    "threads", .integer("N", in: 1...128),
    help: "With --host: threads that share each layer; 1 if not given.")
  private static let out = Option(
    "out", short: "o", .text("FILE", completion: Completion(paths: .files)),
    help: "With --host: where the profile goes; cspsim/host.json in ~/.config if not given.")
  private static let json = Flag("json", help: "Print JSON, for other programs.")

  static let command: Command = Command(
    name: "calibrate", summary: "Fit a profile's calibrated figures to measurements.",
    discussion: [
      """
      At most eight figures are fitted, none of them a network's own. The score that counts is that \
      of networks left out: each is predicted from a fit to all others.
      """,
      """
      With --host, this machine is measured: its peak, what it reads from its caches and memory, \
      what waking threads costs, and layers of made-up networks, computed with cspsim's own \
      kernels. The profile is then called host: 'cspsim run host NETWORK --measure' lays \
      predictions beside measurements.
      """,
    ],
    parameters: [profile, MeasurementChoices.file, fitOnly, host, threads, out, json],
    examples: [
      Example("cspsim calibrate --profile cortex-a72", "Repeat how a profile was made."),
      Example("cspsim calibrate --host", "Make a profile of this machine."),
    ]
  ) { arguments in
    guard arguments.has(host) else { return try fit(arguments) }
    var bar = ProgressBar(label: "measuring this machine")
    let result: HostCalibration
    do {
      result = try HostCalibration.measure(threads: arguments.value(of: threads) ?? 1) {
        bar.update($0)
      }
      bar.clear()
    } catch {
      bar.clear()
      throw error
    }
    let path = arguments.value(of: out) ?? HostProfileFile.path
    let profile = try result.document.text(layout: .pretty)
    try AtomicFiles.write([OutputFile(path: path, bytes: Array(profile.utf8))])
    let text = HostCalibrationText(result: result, path: path).text(on: .current)
    try StandardOutput.write(arguments.has(json) ? profile : text)
  }

  private static func fit(_ arguments: ParsedArguments) throws {
    let trials = try trials(arguments)
    let calibration = Calibration(
      trials.list, device: trials.profile.device, leavesOut: !arguments.has(fitOnly))
    let document = CalibrationDocument(calibration, profile: trials.profile)
    try StandardOutput.write(
      arguments.has(json) ? document.json.text(layout: .pretty) : document.text)
  }

  private static func trials(
    _ arguments: ParsedArguments
  ) throws -> (profile: HardwareProfile, list: [Trial]) {
    guard let reference = arguments.value(of: profile) else { throw CalibrationError.noProfile }
    let found = try ProfileChoices.read(reference)
    let measurements = try MeasurementChoices.measurements(arguments)
      .filter { MeasurementChoices.isChosen($0, by: [found.name]) }
    let trials = measurements.compactMap { measurement in
      try? Trial(measurement) { $0 == found.name ? found : nil }
    }
    guard !CalibratedFigure.all(of: found.device).isEmpty else {
      throw CalibrationError.nothingToFit(found.name)
    }
    guard !trials.isEmpty else { throw CalibrationError.noMeasurements(found.name) }
    return (found, trials)
  }
}

/// Why a profile can't be calibrated.
enum CalibrationError: Error, CustomStringConvertible {
  case noProfile
  case nothingToFit(String)
  case noMeasurements(String)

  var description: String {
    switch self {
    case .noProfile:
      "calibrate: no profile; name one with --profile, such as --profile cortex-a72, or measure "
        + "this machine with --host"
    case .nothingToFit(let name):
      "calibrate: profile '\(name)' has no calibrated figures; expected a CPU's, a GPU's or that of an array on a link"
    case .noMeasurements(let name):
      "calibrate: no measurement is of profile '\(name)' and can be predicted; "
        + "'cspsim validate' says why not"
    }
  }
}
