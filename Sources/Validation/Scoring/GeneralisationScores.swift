import Hardware

/// How well devices are predicted from other measurements than those that they are scored by.
public struct GeneralisationScores: Sendable {
  private struct Key: Hashable {
    let device: String
    let threads: Int
  }

  private var scores: [Key: Score] = [:]

  /// The score of a device at a number of threads, `nil` for other kinds of device.
  public func score(of device: String, threads: Int?) -> Score? {
    scores[Key(device: device, threads: threads ?? 0)]
  }

  /// Each network predicted from a fit to the device's measurements of all others.
  public static func leftOut(
    _ measurements: [Measurement], profiles: (String) -> HardwareProfile?
  ) -> GeneralisationScores {
    var result = GeneralisationScores()
    for (device, trials) in groups(measurements, profiles) {
      guard let first = trials.first, !CalibratedFigure.all(of: first.device).isEmpty else {
        continue
      }
      let calibration = Calibration(trials, device: first.device, leavesOut: true)
      for (threads, score) in calibration.leftOutByThreads {
        let key = first.device.kind == .cpu ? threads : 0
        result.scores[Key(device: device, threads: key)] = score
      }
    }
    return result
  }

  /// Each device predicted from its siblings' calibrated figures.
  public static func transferred(
    _ measurements: [Measurement], profiles: (String) -> HardwareProfile?
  ) -> GeneralisationScores {
    var result = GeneralisationScores()
    for (device, trials) in groups(measurements, profiles) {
      for threads in Set(trials.map { $0.measurement.threads ?? 0 }).sorted() {
        let pairs = trials.filter { $0.measurement.threads ?? 0 == threads }.compactMap { trial in
          trial.transferredSeconds(profiles: profiles).map { ($0, trial.measuredSeconds) }
        }
        guard !pairs.isEmpty else { continue }
        result.scores[Key(device: device, threads: threads)] = Score(pairs)
      }
    }
    return result
  }

  private static func groups(
    _ measurements: [Measurement], _ profiles: (String) -> HardwareProfile?
  ) -> [(device: String, trials: [Trial])] {
    var trials: [String: [Trial]] = [:]
    for measurement in measurements {
      guard let trial = try? Trial(measurement, profiles: profiles) else { continue }
      trials[measurement.device, default: []].append(trial)
    }
    return trials.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
