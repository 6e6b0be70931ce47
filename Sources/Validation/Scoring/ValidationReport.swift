import Hardware

/// One measurement beside its prediction.
public struct Comparison: Sendable {
  public let measurement: Measurement
  public let predictedSeconds: Double
  public let measuredSeconds: Double

  /// (predicted − measured) / measured.
  public var error: Double { (predictedSeconds - measuredSeconds) / measuredSeconds }
}

extension Trial {
  fileprivate func comparison() throws(Skip) -> Comparison {
    guard let seconds = predictedSeconds(on: device) else {
      throw Skip(reason: .cannotBuild("the network can't be scheduled on the device"))
    }
    return Comparison(
      measurement: measurement, predictedSeconds: seconds, measuredSeconds: measuredSeconds)
  }
}

/// The score of a device at one number of threads.
public struct DeviceScore: Sendable {
  public let device: String
  public let kind: Device.Kind
  /// Threads of a CPU; `nil` for others.
  public let threads: Int?
  public let score: Score
  public let comparisons: [Comparison]
}

/// A measurement that wasn't predicted.
public struct Skipped: Sendable {
  public let measurement: Measurement
  public let reason: SkipReason
}

/// Predictions of a whole file of measurements.
public struct ValidationReport: Sendable {
  /// By device key, then threads.
  public let devices: [DeviceScore]
  public let skipped: [Skipped]

  /// Predicts every measurement that a profile and a network are known for.
  ///
  /// - Parameters:
  ///   - measurements: in the order in which comparisons are listed.
  ///   - profiles: the profile of a name.
  public init(
    _ measurements: [Measurement], profiles: (String) -> HardwareProfile?
  ) {
    var comparisons: [Group: [Comparison]] = [:]
    var skipped: [Skipped] = []
    for measurement in measurements {
      do throws(Trial.Skip) {
        let trial = try Trial(measurement, profiles: profiles)
        let comparison = try trial.comparison()
        comparisons[Group(trial), default: []].append(comparison)
      } catch {
        skipped.append(Skipped(measurement: measurement, reason: error.reason))
      }
    }
    self.skipped = skipped
    devices = comparisons.keys.sorted().compactMap { group in
      comparisons[group].map { group.score($0) }
    }
  }

  private struct Group: Hashable, Comparable {
    let device: String
    let kind: Device.Kind
    let threads: Int

    init(_ trial: Trial) {
      device = trial.measurement.device
      kind = trial.device.kind
      threads = kind == .cpu ? trial.measurement.threads ?? 0 : 0
    }

    static func < (a: Group, b: Group) -> Bool {
      (a.device, a.threads) < (b.device, b.threads)
    }

    func score(_ comparisons: [Comparison]) -> DeviceScore {
      DeviceScore(
        device: device, kind: kind, threads: kind == .cpu ? threads : nil,
        score: Score(comparisons.map { ($0.predictedSeconds, $0.measuredSeconds) }),
        comparisons: comparisons)
    }
  }
}
