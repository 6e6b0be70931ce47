import Analysis
import Hardware
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
  public internal(set) var energyPerImage: Double?
  /// In percent, where the literature measured exactly this point.
  public let publishedTop1: Double?

  /// All but the energy, which `priced` adds.
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
    energyPerImage = nil
    self.publishedTop1 = publishedTop1
  }

  /// The same work at other prices.
  func priced(_ figures: EnergyFigures?, _ works: [EnergyWork], batch: Int) -> Measurement {
    var measurement = self
    measurement.energyPerImage = figures.map {
      EnergyUse($0, works: works).total / Double(batch)
    }
    return measurement
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
