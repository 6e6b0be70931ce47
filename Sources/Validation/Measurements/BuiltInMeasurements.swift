/// The published measurements that come with the program, each with its source: those that the
/// calibrated figures of the built-in profiles were fitted to, and those of the CSPNet paper.
public enum BuiltInMeasurements {
  public static func file() throws(MeasurementError) -> MeasurementFile {
    let first = try MeasurementFile(
      bytes: PackageResources.measurements_csv, file: "built-in measurements.csv")
    let boards = try MeasurementFile(
      bytes: PackageResources.boards_csv, file: "built-in boards.csv")
    return MeasurementFile(measurements: first.measurements + boards.measurements)
  }

  /// The frame rates by which the CSPNet authors argue; three of them are among `file()` too.
  public static func claims() throws(MeasurementError) -> MeasurementFile {
    try MeasurementFile(bytes: PackageResources.claims_csv, file: "built-in claims.csv")
  }
}
