import CommandLineParsing
import Hardware
import JSONText
import Quantities
import Reports
import Validation

/// `cspsim validate`
enum ValidateCommand {
  private static let device = Option<String>(
    "device", .text("NAME", expected: "a profile's name, or a device's key in the file"),
    isRepeatable: true, help: "Only this device's measurements.")
  private static let out = Option<String>(
    "out", short: "o", .text("DIR", completion: Completion(paths: .folders)),
    help: "Write validation.csv and validation.svg there.")
  private static let json = Flag("json", help: "Print JSON, for other programs.")
  private static let claims = Flag(
    "claims",
    help: "Print frame rates and orders; those of the CSPNet authors unless a file is given.")
  private static let rows = Flag(
    "rows", help: "Print every measurement beside its prediction, as CSV.")

  private static let leftOut = Flag(
    "left-out", help: "Score networks left out too: each is predicted from a fit to all others.")
  private static let transfer = Flag(
    "transfer",
    help: "Score CPUs too as if they had no data of their own, from others with the same core.")

  static let command: Command = Command(
    name: "validate", summary: "Compare predictions with published measurements.",
    discussion: [
      "Without --measurements, the measurements that come with the program: those that the profiles "
        + "were calibrated on. 'cspsim calibrate' scores networks left out of the fit."
    ],
    parameters: [
      device, MeasurementChoices.file, out, json, rows, leftOut, transfer, claims,
    ],
    examples: [
      Example("cspsim validate --device cortex-a72", "How well one profile fits."),
      Example(
        "cspsim validate --left-out --transfer",
        "How well are networks and CPUs predicted that no fit has seen?"),
      Example("cspsim validate --out reports/validation", "The table and the chart of all."),
      Example("cspsim validate --claims", "The frame rates by which the CSPNet authors argue."),
      Example("cspsim validate --measurements mine.csv --json", "Measurements of your own."),
    ]
  ) { arguments in
    let chosen = arguments.values(of: device)
    let all =
      arguments.has(claims) && arguments.value(of: MeasurementChoices.file) == nil
      ? try BuiltInMeasurements.claims().measurements
      : try MeasurementChoices.measurements(arguments)
    let measurements = try MeasurementChoices.chosen(of: all, by: chosen)
    let profiles = try MeasurementChoices.profiles()
    let report = ValidationReport(measurements) { profiles[$0] }
    var document = ValidationDocument(report)
    if arguments.has(leftOut) {
      document.leftOut = .leftOut(measurements) { profiles[$0] }
    }
    if arguments.has(transfer) {
      document.transferred = .transferred(measurements) { profiles[$0] }
    }
    if let folder = arguments.value(of: out) {
      try AtomicFiles.write(document.files(in: folder))
    }
    if arguments.has(json) {
      try StandardOutput.write(document.json.text(layout: .pretty))
    } else if arguments.has(rows) {
      try StandardOutput.write(document.csv)
    } else if arguments.has(claims) {
      let claims = ClaimsDocument(report: report)
      try StandardOutput.write(
        Terminal.current.text(claims.table) + claims.orders + "\n" + document.skippedText)
    } else {
      try StandardOutput.write(
        Terminal.current.text(document.table) + "\n" + document.skippedText)
    }
  }
}
