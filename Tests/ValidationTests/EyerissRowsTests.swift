import Hardware
import Testing
import Validation

@Suite("Measurements of parts of a network")
struct EyerissRowsTests {
  private static let header = MeasurementFile.columns.joined(separator: ",")

  private func report(_ rows: [String]) throws -> ValidationReport {
    let text = ([EyerissRowsTests.header] + rows).joined(separator: "\n") + "\n"
    let file = try MeasurementFile(bytes: Array(text.utf8), file: "m.csv")
    return ValidationReport(file.measurements) { try? ProfileCatalogue.profile(named: $0) }
  }

  private func row(_ network: String, _ metric: String, _ value: Double) -> String {
    "asic-eyerissv1,\(network),227x227,4,int16,chip,,\(metric),\(value),alexnet"
  }

  /// The processing latency of Chen et al., JSSC 2017, table V.
  @Test("AlexNet's layers are predicted within 10 % on average, as the aim is")
  func layers() throws {
    let measured = [16.5, 39.2, 21.8, 16.0, 10.0]
    let report = try report(
      measured.enumerated().map { row("AlexNet:CONV\($0 + 1)", "ms processing", $1) })
    let score = try #require(report.devices.first)
    #expect(score.kind == .spatial && score.score.count == 5)
    #expect(score.score.meanError < 0.05)
  }

  @Test("all layers take the sum of each, and longer with their transfers")
  func sums() throws {
    let layers = (1...5).map { "AlexNet:CONV\($0)" }
    let report = try report(
      (layers + ["AlexNet (all CONV layers)"]).map { row($0, "ms processing", 1) }
        + [row("AlexNet (all CONV layers)", "ms total", 1)])
    let seconds = try #require(report.devices.first).comparisons.map(\.predictedSeconds)
    #expect(abs(seconds[..<5].reduce(0, +) - seconds[5]) < 1e-9)
    #expect(seconds[6] > seconds[5])
  }

  @Test(
    "a part that isn't there, or of a device that works on several at once, is named and skipped")
  func unknownParts() throws {
    let report = try report([
      row("AlexNet:CONV6", "ms processing", 1), row("AlexNet:CONV1-2", "ms total", 1),
      row("AlexNet:CONV1", "mW", 332), "gpu-tx2,AlexNet:CONV1,,1,fp16,,,ms,1,alexnet",
    ])
    #expect(report.devices.isEmpty)
    #expect(
      report.skipped.map(\.reason) == [
        .unknownPart("AlexNet:CONV6"), .unknownPart("AlexNet:CONV1-2"), .otherMetric("mW"),
        .unknownPart("AlexNet:CONV1"),
      ])
  }

  @Test("a counter may be 0, a time may not")
  func zero() throws {
    let counter = try report([row("AlexNet", "stall %", 0)])
    #expect(counter.skipped.count == 1)
    #expect(throws: MeasurementError.self) { try report([row("AlexNet", "ms", 0)]) }
  }
}
