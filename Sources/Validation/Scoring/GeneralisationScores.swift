import Hardware

/// How well devices are predicted from other measurements than those that they are scored by.
public struct GeneralisationScores: Sendable {
  private struct Key: Hashable {
    let device: String
    /// 0 of what is no CPU.
    let threads: Int

    init(device: String, threads: Int?) { (self.device, self.threads) = (device, threads ?? 0) }

    init(_ trial: Trial) {
      let isCPU = trial.device.kind == .cpu
      self.init(
        device: trial.measurement.device, threads: isCPU ? trial.measurement.threads : nil)
    }
  }

  private let scores: [Key: Score]

  /// The score of a device at a number of threads, `nil` for other kinds of device.
  public func score(of device: String, threads: Int?) -> Score? {
    scores[Key(device: device, threads: threads)]
  }

  /// Each network predicted from a fit to its profile's measurements of all others. A device's key may
  /// stand for boards of several profiles, each with a fit of its own; its score is over all.
  public static func leftOut(
    _ measurements: [Measurement], profiles: (String) -> HardwareProfile?
  ) -> GeneralisationScores {
    var pairs: [Key: [Score.Pair]] = [:]
    for group in groups(measurements, profiles) {
      guard let first = group.first, !CalibratedFigure.all(of: first.device).isEmpty else {
        continue
      }
      let calibration = Calibration(group, device: first.device, leavesOut: true)
      for leftOut in calibration.leftOutPairs {
        let threads = first.device.kind == .cpu ? leftOut.threads : nil
        let key = Key(device: first.measurement.device, threads: threads)
        pairs[key, default: []] += leftOut.pairs
      }
    }
    return GeneralisationScores(pairs)
  }

  /// Each device predicted from its siblings' calibrated figures.
  public static func transferred(
    _ measurements: [Measurement], profiles: (String) -> HardwareProfile?
  ) -> GeneralisationScores {
    var pairs: [Key: [Score.Pair]] = [:]
    for trial in groups(measurements, profiles).joined() {
      guard let seconds = trial.transferredSeconds(profiles: profiles) else { continue }
      pairs[Key(trial), default: []].append((seconds, trial.measuredSeconds))
    }
    return GeneralisationScores(pairs)
  }

  private init(_ pairs: [Key: [Score.Pair]]) { scores = pairs.mapValues { Score($0) } }

  /// The measurements of each device under each profile that describes some of its boards.
  private static func groups(
    _ measurements: [Measurement], _ profiles: (String) -> HardwareProfile?
  ) -> [[Trial]] {
    var trials: [[String]: [Trial]] = [:]
    for measurement in measurements {
      guard let trial = try? Trial(measurement, profiles: profiles) else { continue }
      trials[[measurement.device, trial.profile.name], default: []].append(trial)
    }
    return trials.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
