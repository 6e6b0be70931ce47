import HostMeasurement
import Quantities
import Reports
import Validation

/// What `cspsim calibrate --host` prints: what was measured, and how well the fit predicts it.
struct HostCalibrationText {
  let result: HostCalibration
  let path: String

  func text(on terminal: Terminal) -> String {
    [
      "\(result.machine.name), \(result.machine.cores) cores, \(gigahertz) GHz\n",
      terminal.text(peaks), terminal.text(bandwidths), terminal.text(figures), errors,
    ].joined(separator: "\n")
  }

  private var gigahertz: String { Decimal.fixed(result.speed.clock / 1e9, places: 2) }

  private var peaks: TerminalTable {
    var table = TerminalTable([
      .init("instructions"), .init("threads", .right), .init("peak", .right),
    ])
    for peak in result.speed.peaks {
      table.append([
        peak.set, "\(peak.threads)", "\(Decimal.fixed(peak.operations / 1e9, places: 0)) GFLOP/s",
      ])
    }
    return table
  }

  private var bandwidths: TerminalTable {
    var table = TerminalTable([
      .init("working set", .right), .init("threads", .right), .init("read", .right),
    ])
    for reading in result.speed.readings {
      table.append([
        NumberText.memory(bytes: reading.bytes), "\(reading.threads)",
        "\(Decimal.fixed(reading.bandwidth / 1e9, places: 1)) GB/s",
      ])
    }
    return table
  }

  private var figures: TerminalTable {
    var table = TerminalTable([.init("fitted"), .init("value", .right), .init("unit")])
    for (figure, value) in zip(result.calibration.figures, result.calibration.values) {
      table.append([figure.path, Decimal.fixed(value, places: 3), figure.unit])
    }
    return table
  }

  private var errors: String {
    let fit = result.calibration.fit
    var text =
      "Layers of the made-up networks that were timed: \(fit.count), median error "
      + "\(percent(fit.medianError)), mean \(percent(fit.meanError))\n"
    if let leftOut = result.calibration.leftOut {
      text +=
        "Each network predicted from the others: median \(percent(leftOut.medianError)), "
        + "mean \(percent(leftOut.meanError))\n"
    }
    return text + "Profile: \(path)\n"
  }

  private func percent(_ fraction: Double) -> String {
    Decimal.fixed(fraction * 100, places: 1) + " %"
  }
}
