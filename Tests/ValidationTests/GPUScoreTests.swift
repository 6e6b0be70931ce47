import Hardware
import Testing
import Validation

/// How well the built-in GPU profiles fit the built-in measurements: bounds with little room above
/// what is reached, so that a change for the worse shows.
@Suite("Scores of GPU profiles")
struct GPUScoreTests {
  @Test(
    "the mean error of the fit stays below its bound, in percent",
    arguments: [
      ("jetson-tx2", 9.5), ("jetson-tx2-nx", 12), ("jetson-nano", 17), ("adreno-640", 11),
      ("adreno-630", 13), ("adreno-740", 24), ("mali-g76", 10), ("gtx-1080-ti", 16),
    ])
  func fit(name: String, bound: Double) throws {
    let profile = try ProfileCatalogue.profile(named: name)
    let rows = try BuiltInMeasurements.file().measurements.filter {
      MeasuredDevice.of($0).profile == name
    }
    let report = ValidationReport(rows) { $0 == name ? profile : nil }
    let errors = report.devices.flatMap(\.comparisons).map { abs($0.error) }
    try #require(!errors.isEmpty)
    #expect(errors.reduce(0, +) / Double(errors.count) < bound / 100)
  }

  @Test("CSPDarknet-53 is slower than Darknet-53 at 256×256 on a GPU, as was measured")
  func smallLayers() throws {
    let profile = try ProfileCatalogue.profile(named: "rtx-2070")
    let rows = try BuiltInMeasurements.claims().measurements.filter {
      $0.device == "gpu-rtx2070" && $0.input?.width == 256
    }
    let report = ValidationReport(rows) { $0 == "rtx-2070" ? profile : nil }
    let seconds = report.devices.flatMap(\.comparisons).map {
      ($0.measurement.key, $0.predictedSeconds)
    }
    try #require(seconds.map(\.0) == ["darknet53", "cspdarknet53"])
    #expect(seconds[0].1 < seconds[1].1)
  }
}
