import Hardware
import JSONText
import Quantities
import Validation

/// How a calibration is printed.
struct CalibrationDocument {
  let calibration: Calibration
  let profile: HardwareProfile

  init(_ calibration: Calibration, profile: HardwareProfile) {
    self.calibration = calibration
    self.profile = profile
  }

  /// Each figure and its value to three digits, which is more than measurements tell.
  private var figures: [(figure: CalibratedFigure, text: String)] {
    zip(calibration.figures, calibration.values).map { figure, value in
      let places = value < 0.1 ? 4 : value < 1 ? 3 : value < 100 ? 2 : 0
      return (figure, Decimal.fixed(value, places: places))
    }
  }

  var text: String {
    var text = "\(profile.title), fitted to \(calibration.fit.count) measurements\n\n"
    for item in figures { text += "  \(item.figure.path) = \(item.text) \(item.figure.unit)\n" }
    text += "\nMean error of the fit: \(percent(calibration.fit.meanError))\n"
    if let leftOut = calibration.leftOut {
      text +=
        "Mean error of networks left out: \(percent(leftOut.meanError)), "
        + "median \(percent(leftOut.medianError)), worst \(percent(leftOut.worstError))\n"
      if profile.device.kind == .cpu {
        for item in calibration.leftOutByThreads {
          text +=
            "  threads \(item.threads): \(percent(item.score.meanError)) "
            + "over \(item.score.count)\n"
        }
      }
    }
    return text
  }

  var json: JSONOutput {
    let figures: [JSONOutput] = figures.map {
      [
        "path": .string($0.figure.path), "value": .number(Double($0.text) ?? 0),
        "unit": .string($0.figure.unit),
      ]
    }
    let threads: [JSONOutput] = calibration.leftOutByThreads.map {
      [
        "threads": .integer($0.threads), "n": .integer($0.score.count),
        "mape": .number($0.score.meanError),
      ]
    }
    return [
      "profile": .string(profile.name), "n": .integer(calibration.fit.count),
      "figures": .array(figures), "fit_mape": .number(calibration.fit.meanError),
      "left_out_mape": calibration.leftOut.map { .number($0.meanError) } ?? .null,
      "left_out_by_threads": .array(threads),
    ]
  }

  private func percent(_ fraction: Double) -> String {
    Decimal.fixed(fraction * 100, places: 1) + " %"
  }
}
