import Hardware
import Quantities
import Testing
import Validation

@Suite("Calibration")
struct CalibrationTests {
  private static let rows = MeasurementFile.columns.joined(separator: ",")

  /// Trials whose measured times are a known device's predictions.
  private func trials(of device: Device, key: String, framework: String) throws -> [Trial] {
    let names = ["squeezenet", "resnet18", "mobilenetv1-1.0", "mobilenetv2-1.0", "shufflenet"]
    let profile = HardwareProfile(name: "made", device: device)
    return try names.map { name in
      func trial(_ milliseconds: Double) throws -> Trial {
        let text = "\(key),\(name),,1,fp32,\(framework),1,ms,\(milliseconds),\(name)\n"
        let file = try MeasurementFile(
          bytes: Array((CalibrationTests.rows + "\n" + text).utf8), file: "made.csv")
        return try Trial(try #require(file.measurements.first)) { _ in profile }
      }
      let seconds = try #require(try trial(1).predictedSeconds(on: device))
      return try trial(seconds * 1e3)
    }
  }

  @Test("finds predictions again that a device of the expected figures made")
  func exactData() throws {
    var device = CPUDevice()
    device.efficiency.matrix = 0.9
    device.efficiency.spatial = 0.9
    device.efficiency.winograd = 0.65
    device.efficiency.depthwise = 0.4
    device.efficiency.elementwise = 0.13
    device.dramBandwidth = BytesPerSecond(8e9)
    device.layerOverhead = Cycles(12000)
    device.forkJoin = Cycles(5000)
    let trials = try trials(of: .cpu(device), key: "cpu-a72-rpi4", framework: "ncnn")
    let calibration = Calibration(trials, device: .cpu(device), leavesOut: true)
    #expect(calibration.fit.worstError < 0.02)
    #expect(try #require(calibration.leftOut).worstError < 0.05)
  }

  @Test("follows a device whose kernels are faster than expected")
  func fasterKernels() throws {
    var device = CPUDevice()
    device.layerOverhead = Cycles(15000)
    device.efficiency.matrix = 0.9
    device.efficiency.spatial = 0.9
    device.efficiency.winograd = 0.8
    let trials = try trials(of: .cpu(device), key: "cpu-a72-rpi4", framework: "ncnn")
    let calibration = Calibration(trials, device: .cpu(device), leavesOut: false)
    let matrix = try #require(
      calibration.figures.firstIndex { $0.path == "efficiency.matrix" })
    #expect(abs(calibration.values[matrix] - 0.9) < 0.1)
    #expect(calibration.fit.worstError < 0.05)
  }

  @Test("a profile has at most eight calibrated figures", arguments: ProfileCatalogue.names)
  func figureCount(profile: String) throws {
    let device = try ProfileCatalogue.profile(named: profile).device
    #expect(CalibratedFigure.all(of: device).count <= 8)
  }
}
