import Hardware
import Quantities
import Testing
import Validation

@Suite("Scores of networks left out")
struct GeneralisationTests {
  /// Times in milliseconds of one device, as rows of a file; `threads` may be left out of some.
  private func rows(
    of device: GPUDevice, board: String, threads: [String]
  ) throws -> [String] {
    let names = ["squeezenet", "resnet18", "mobilenetv1-1.0", "mobilenetv2-1.0", "shufflenet"]
    return try names.enumerated().map { index, name in
      func row(_ milliseconds: Double) -> String {
        let count = threads[index % threads.count]
        return
          "gpu-adreno640,\(name),,1,fp32,ncnn-vulkan,\(count),ms,\(milliseconds),\(name),\(board)"
      }
      let profile = HardwareProfile(name: board, device: .gpu(device))
      let measurement = try #require(try measurements([row(1)]).first)
      let seconds = try #require(
        try Trial(measurement) { _ in profile }.predictedSeconds(on: .gpu(device)))
      return row(seconds * 1e3)
    }
  }

  private func measurements(_ rows: [String]) throws -> [Measurement] {
    let header = (MeasurementFile.columns + ["device"]).joined(separator: ",")
    return try MeasurementFile(
      bytes: Array(([header] + rows).joined(separator: "\n").utf8), file: "made.csv"
    ).measurements
  }

  @Test("boards that share a key but not a profile are fitted apart, and scored together")
  func boards() throws {
    var slow = GPUDevice()
    slow.launch = slow.clock.cycles(microseconds: 40)
    slow.stepLatency = 300
    var fast = GPUDevice()
    fast.multiprocessors = 4
    fast.launch = fast.clock.cycles(microseconds: 8)
    fast.stepLatency = 60
    let rows =
      try rows(of: slow, board: "Adreno 740", threads: ["1"])
      + rows(of: fast, board: "Adreno 640", threads: ["", "1"])
    let profiles = [
      "adreno-740": HardwareProfile(name: "adreno-740", device: .gpu(slow)),
      "adreno-640": HardwareProfile(name: "adreno-640", device: .gpu(fast)),
    ]
    func score(_ rows: [String]) throws -> Score {
      let scores = GeneralisationScores.leftOut(try measurements(rows)) { profiles[$0] }
      return try #require(scores.score(of: "gpu-adreno640", threads: nil))
    }
    let apart = try score(rows)
    // All ten, whatever threads the rows state.
    #expect(apart.count == 10)
    #expect(apart.meanError < 0.2)
    let takenForOne = rows.map { String($0.prefix { $0 != "A" }) + "Adreno 640" }
    #expect(try score(takenForOne).meanError > 2 * apart.meanError)
  }
}

extension Hertz {
  fileprivate func cycles(microseconds: Double) -> Cycles {
    Cycles(Int(microseconds * 1e-6 * value))
  }
}
