import Analysis
import Quantities

/// What a point of a sweep costs on its device.
public struct Measurement: Hashable, Sendable {
  public let cycles: Cycles
  /// For the batch.
  public let seconds: Double
  public let framesPerSecond: Double
  /// Useful multiply-accumulates over possible ones, from 0 to 1.
  public let utilisation: Double
  public let dramRead: Bytes
  public let dramWritten: Bytes
  public let peakActivations: Bytes
  /// Batch included.
  public let macs: Int
  /// What the whole run is bound by.
  public let verdict: Verdict
  /// Joules, or `nil` if the profile has no energy figures.
  public let energyPerImage: Double?
  /// In percent, where the literature measured exactly this point.
  public let publishedTop1: Double?

  init(_ run: RunAnalysis, publishedTop1: Double?) {
    cycles = run.makespan
    seconds = run.seconds
    framesPerSecond = run.framesPerSecond
    utilisation = run.arrayUtilisation
    dramRead = run.dramRead
    dramWritten = run.dramWritten
    peakActivations = run.peakActivations
    macs = run.macs
    verdict = Verdict(run.attribution)
    energyPerImage = run.energy.map { $0.total.total / Double(run.network.batch) }
    self.publishedTop1 = publishedTop1
  }

  /// Joules an image times seconds a batch.
  public var energyDelay: Double? { energyPerImage.map { $0 * seconds } }
}

/// A point's outcome.
public enum Outcome: Hashable, Sendable {
  case measured(Measurement)
  /// It can't be made or scheduled; why.
  case failed(String)
}
