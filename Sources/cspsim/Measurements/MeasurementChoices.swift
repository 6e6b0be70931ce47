import CommandLineParsing
import Hardware
import Validation

/// The measurements that `validate` and `calibrate` work on.
enum MeasurementChoices {
  static let file = Option<String>(
    "measurements",
    .text("FILE", expected: "a CSV file", completion: Completion(paths: .files)),
    help: "Measurements of your own, as CSV.")

  static func measurements(_ arguments: ParsedArguments) throws -> [Measurement] {
    guard let path = arguments.value(of: file) else {
      return try BuiltInMeasurements.file().measurements
    }
    return try MeasurementFile(bytes: FileInput.bytes(of: path), file: path).measurements
  }

  /// Whether a measurement is of one of the named devices; of any if none is named.
  static func isChosen(_ measurement: Measurement, by names: [String]) -> Bool {
    names.isEmpty
      || names.contains { name in
        measurement.device == name || MeasuredDevice.of(measurement).profile == name
      }
  }

  /// Built-in profiles by name.
  static func profiles() throws -> [String: HardwareProfile] {
    var profiles: [String: HardwareProfile] = [:]
    for name in ProfileCatalogue.names {
      profiles[name] = try ProfileCatalogue.profile(named: name)
    }
    return profiles
  }
}
