import CommandLineParsing
import Hardware
import JSONText
import Quantities
import Reports
import Validation

/// `cspsim calibrate`
enum CalibrateCommand {
  private static let profile = Option<String>(
    "profile", .text("NAME", expected: "a profile's name"),
    help: "The profile whose calibrated figures are fitted.")
  private static let fitOnly = Flag(
    "fit-only", help: "Don't score networks left out, which takes a fit for each.")
  private static let json = Flag("json", help: "Print JSON, for other programs.")

  static let command: Command = Command(
    name: "calibrate", summary: "Fit a profile's calibrated figures to measurements.",
    discussion: [
      "At most eight figures are fitted, none of them a network's own. The score that counts is that "
        + "of networks left out: each is predicted from a fit to all others."
    ],
    parameters: [profile, MeasurementChoices.file, fitOnly, json],
    examples: [Example("cspsim calibrate --profile cortex-a72", "Repeat how a profile was made.")]
  ) { arguments in
    let trials = try trials(arguments)
    let calibration = Calibration(
      trials.list, kind: trials.profile.device.kind, leavesOut: !arguments.has(fitOnly))
    let document = CalibrationDocument(calibration, profile: trials.profile)
    try StandardOutput.write(
      arguments.has(json) ? document.json.text(layout: .pretty) : document.text)
  }

  private static func trials(
    _ arguments: ParsedArguments
  ) throws -> (profile: HardwareProfile, list: [Trial]) {
    guard let name = arguments.value(of: profile) else { throw CalibrationError.noProfile }
    let found = try ProfileCatalogue.profile(named: name)
    let measurements = try MeasurementChoices.measurements(arguments)
      .filter { MeasurementChoices.isChosen($0, by: [name]) }
    let trials = measurements.compactMap { measurement in
      try? Trial(measurement) { $0 == name ? found : nil }
    }
    guard !CalibratedFigure.all(of: found.device.kind).isEmpty else {
      throw CalibrationError.nothingToFit(name)
    }
    guard !trials.isEmpty else { throw CalibrationError.noMeasurements(name) }
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
    case .noProfile: "calibrate: no profile; name one with --profile, such as --profile cortex-a72"
    case .nothingToFit(let name):
      "calibrate: profile '\(name)' has no calibrated figures; expected a CPU's or a GPU's"
    case .noMeasurements(let name):
      "calibrate: no measurement is of profile '\(name)' and can be predicted; "
        + "'cspsim validate' says why not"
    }
  }
}
