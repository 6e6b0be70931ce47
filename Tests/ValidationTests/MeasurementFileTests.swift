import Testing
import Validation

private let header = MeasurementFile.columns.joined(separator: ",")

@Suite("Files of measurements")
struct MeasurementFileTests {
  private func read(_ text: String) throws -> [Measurement] {
    try MeasurementFile(bytes: Array(text.utf8), file: "m.csv").measurements
  }

  private func message(_ text: String) -> String? {
    do { _ = try read(text) } catch { return "\(error)" }
    return nil
  }

  @Test("a row is read by column names; quotes protect commas")
  func row() throws {
    let rows = try read(
      header + ",extra\n"
        + "gpu-x,\"a, \"\"b\"\"\",416x320,4,fp16,lib,2,fps,50,yolo,ignored\n")
    let row = try #require(rows.first)
    #expect(row.network == "a, \"b\"")
    #expect(row.input?.width == 416 && row.input?.height == 320)
    #expect(row.threads == 2 && row.line == 2)
    #expect(row.seconds == 4.0 / 50)
  }

  @Test("what is wrong is named with its line and how to fix it")
  func errors() {
    #expect(
      message("profile,network\n")
        == "m.csv:1: no column 'input'; a file of measurements names these columns in its first "
        + "line: \(MeasurementFile.columns.joined(separator: ", "))")
    #expect(
      message(header + "\na,b\n")
        == "m.csv:2: 2 fields where the first line names 10 columns; quote fields that contain "
        + "commas")
    #expect(
      message(header + "\nd,n,,1,fp32,f,1,ms,-3,k\n")
        == "m.csv:2: column 'value' is '-3'; expected a number above 0")
    #expect(
      message(header + "\n\"d,n\n")
        == "m.csv:2: a quote that never ends; close it, and double quotes within a field")
  }

  @Test("the built-in measurements are readable and name only known devices")
  func builtIn() throws {
    let rows = try BuiltInMeasurements.file().measurements
    let keys = Set(MeasuredDevice.all.map(\.key))
    #expect(rows.count > 700)
    #expect(rows.allSatisfy { keys.contains($0.device) })
  }
}
