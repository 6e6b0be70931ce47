import Foundation
import Testing

/// Measuring takes as long as it takes, so only what is written is looked at, never a time.
@Suite("cspsim calibrate --host, run --measure", .enabled(if: Program.isBuilt))
struct HostTests {
  /// A profile as `calibrate --host` writes it.
  private static let profile = """
    {
      "name": "host", "title": "A machine", "kind": "cpu", "summary": "For a test.",
      "clock": { "value": 2, "unit": "GHz", "measured": "here" },
      "precision": { "operand": { "value": "fp32", "measured": "here" } },
      "library": { "kernels": { "value": "planar", "measured": "here" } },
      "cores": {
        "count": { "value": 2, "unit": "cores", "measured": "here" },
        "fp32": { "value": 16, "unit": "MAC/cycle", "measured": "here" },
        "threads": { "value": 1, "unit": "threads", "measured": "here" },
        "vector": { "value": 32, "unit": "B", "measured": "here" }
      },
      "memory": {
        "cache": { "value": 8, "unit": "MiB", "measured": "here" },
        "l1": {
          "size": { "value": 32, "unit": "KiB", "measured": "here" },
          "bandwidth": { "value": 100, "unit": "GB/s", "measured": "here" }
        },
        "dram": {
          "bandwidth": { "value": 20, "unit": "GB/s", "measured": "here" },
          "core_bandwidth": { "value": 12, "unit": "GB/s", "measured": "here" }
        }
      },
      "efficiency": {
        "matrix": { "value": 0.8, "unit": "of peak", "calibrated": "here" },
        "spatial": { "value": 0.7, "unit": "of peak", "calibrated": "here" },
        "depthwise": { "value": 0.3, "unit": "of peak", "calibrated": "here" },
        "grouped": { "value": 0.3, "unit": "of peak", "calibrated": "here" },
        "elementwise": { "value": 0.2, "unit": "of peak", "calibrated": "here" },
        "pooling": { "value": 0.2, "unit": "of peak", "calibrated": "here" },
        "scalar": { "value": 4, "unit": "cycles/element", "calibrated": "here" }
      },
      "control": {
        "layer": { "value": 4, "unit": "us", "calibrated": "here" },
        "fork_join": { "value": 4, "unit": "us", "measured": "here" },
        "contention": { "value": 0.1, "unit": "of peak", "measured": "here" }
      }
    }
    """

  private static let network = """
    [net]
    width=16
    height=16
    channels=3
    [convolutional]
    filters=8
    size=3
    pad=1
    activation=leaky
    [maxpool]
    size=2
    stride=2
    """

  private func use<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try Scratch.use { folder in
      try Self.profile.write(
        to: folder.appending(path: "host.json"), atomically: true, encoding: .utf8)
      try Self.network.write(
        to: folder.appending(path: "tiny.cfg"), atomically: true, encoding: .utf8)
      return try body(folder)
    }
  }

  @Test("a measured run has a time and an error for each layer, in the table, as CSV and as SVG")
  func measuredRun() throws {
    try use { folder in
      let outcome = try Program.run(
        ["run", "./host.json", "tiny.cfg", "--measure", "--out", "out"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("measured"))
      let csv = try String(
        contentsOf: folder.appending(path: "out/layers.csv"), encoding: .utf8)
      let rows = csv.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows.first?.suffix(2) == ["measured_time_s", "error"])
      let convolution = try #require(rows.first { $0.count > 2 && $0[2] == "convolution" })
      let time = try #require(Double(convolution[convolution.count - 2]))
      #expect(time > 0)
      #expect(Double(convolution[convolution.count - 1]) != nil)
      #expect(try Scratch.contents(folder.appending(path: "out")).contains("measured.svg"))
    }
  }

  @Test("a run that isn't measured has none of it")
  func plainRun() throws {
    try use { folder in
      let outcome = try Program.run(["run", "./host.json", "tiny.cfg", "--out", "out"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let csv = try String(
        contentsOf: folder.appending(path: "out/layers.csv"), encoding: .utf8)
      #expect(!csv.contains("measured"))
      #expect(try !Scratch.contents(folder.appending(path: "out")).contains("measured.svg"))
    }
  }

  @Test("the profile host is looked for in the user's configuration")
  func noProfileYet() throws {
    let outcome = try Program.shell("HOME=/nowhere $cspsim run host resnet50")
    #expect(outcome.code == 1)
    #expect(
      outcome.errors
        == "cspsim: error: /nowhere/.config/cspsim/host.json: this machine has no profile yet; "
        + "make it with 'cspsim calibrate --host'\n")
  }

  @Test("a profile of another machine can't be measured here")
  func otherMachine() throws {
    let outcome = try Program.run(["run", "cortex-a72", "resnet50", "--measure", "--json"])
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("profile 'cortex-a72' doesn't describe this machine"))
  }
}
