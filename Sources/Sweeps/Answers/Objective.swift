import DidYouMean

/// A figure of a measurement that a designer wants small or large.
public enum Objective: String, CaseIterable, Hashable, Sendable {
  case latency
  case framesPerSecond = "fps"
  case utilisation
  case dramTraffic = "dram"
  case peakMemory = "peak-memory"
  case macs
  case energy
  case energyDelay = "edp"
  case top1

  public static let usual: [Objective] = [.latency, .peakMemory]

  /// - Throws: `SweepError.unknownObjective`.
  public init(name: String) throws(SweepError) {
    guard let objective = Objective(rawValue: name) else {
      let known = Objective.allCases.map(\.rawValue)
      throw .unknownObjective(
        name, suggestion: Suggestion.closest(to: name, among: known), known: known)
    }
    self = objective
  }

  public var isLargerBetter: Bool {
    switch self {
    case .framesPerSecond, .utilisation, .top1: true
    case .latency, .dramTraffic, .peakMemory, .macs, .energy, .energyDelay: false
    }
  }

  /// What charts call it, with its unit.
  public var title: String {
    switch self {
    case .latency: "latency (ms)"
    case .framesPerSecond: "frames a second"
    case .utilisation: "array utilisation (%)"
    case .dramTraffic: "DRAM traffic (MB)"
    case .peakMemory: "peak activations (KiB)"
    case .macs: "GMACs"
    case .energy: "energy an image (mJ)"
    case .energyDelay: "energy × latency (mJ·ms)"
    case .top1: "published top-1 (%)"
    }
  }

  /// The figure in the unit of `title`, or `nil` where a point has none.
  public func value(of measurement: Measurement) -> Double? {
    switch self {
    case .latency: measurement.seconds * 1e3
    case .framesPerSecond: measurement.framesPerSecond
    case .utilisation: measurement.utilisation * 100
    case .dramTraffic:
      Double(measurement.dramRead.count + measurement.dramWritten.count) / 1e6
    case .peakMemory: Double(measurement.peakActivations.count) / 1024
    case .macs: Double(measurement.macs) / 1e9
    case .energy: measurement.energyPerImage.map { $0 * 1e3 }
    case .energyDelay: measurement.energyDelay.map { $0 * 1e6 }
    case .top1: measurement.publishedTop1
    }
  }

  /// The figure turned so that less is better.
  func cost(of measurement: Measurement) -> Double? {
    value(of: measurement).map { isLargerBetter ? -$0 : $0 }
  }
}
