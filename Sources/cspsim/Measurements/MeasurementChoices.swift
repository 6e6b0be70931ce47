import CommandLineParsing
import DidYouMean
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

  /// The measurements of the named devices; all if none is named.
  ///
  /// - Throws: `MeasurementChoiceError` for a device without any.
  static func chosen(
    of all: [Measurement], by names: [String]
  ) throws(MeasurementChoiceError) -> [Measurement] {
    guard !all.isEmpty else { throw .noRows }
    for name in names where !all.contains(where: { isChosen($0, by: [name]) }) {
      let known = all.flatMap { [$0.device, MeasuredDevice.of($0).profile] }
      throw .noneOf(name, suggestion: Suggestion.closest(to: name, among: known))
    }
    return all.filter { isChosen($0, by: names) }
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

/// Why there is nothing to compare predictions with.
enum MeasurementChoiceError: Error, Hashable, CustomStringConvertible {
  case noRows
  case noneOf(String, suggestion: String?)

  var description: String {
    switch self {
    case .noRows: "the file has no measurement; expected a row for each below its first line"
    case .noneOf(let name, let suggestion):
      "no measurement is of a device '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" }
          ?? "; 'cspsim validate' without --device shows those that are measured")
    }
  }
}
