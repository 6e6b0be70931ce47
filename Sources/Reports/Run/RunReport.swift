import Analysis
import Hardware
import LayerGraph

/// A run ready to be told: as CSV, JSON, charts and a table.
public struct RunReport: Sendable {
  public let run: RunAnalysis
  public let device: Device
  /// Seconds that each layer took on the device itself, if that was measured.
  public let measured: [Double]?
  /// Peaks of activations under each choice of the planner, if they were asked for.
  public var peaks: PlannerPeaks?
  /// How much of the run each row or point of a timeline covers: this many cover all of it.
  public static let buckets = 1000

  /// - Parameters:
  ///   - run: what to tell.
  ///   - device: what it ran on.
  ///   - measured: one time for each layer of the network, in seconds for the batch.
  public init(_ run: RunAnalysis, device: Device, measured: [Double]? = nil) {
    precondition(
      measured.map { $0.count == run.network.layers.count } ?? true, "one time for each layer")
    self.run = run
    self.device = device
    self.measured = measured
  }

  /// What ran where.
  public var subject: String {
    "\(run.network.name) on \(run.profile.name), batch \(run.network.batch)"
  }

  /// Seconds for a layer's array-cycles.
  func seconds(_ arrayCycles: Int) -> Double { run.cycles(arrayCycles) / run.clock.value }

  /// Layers that took time or did work, in order.
  var busyLayers: [LayerAnalysis] {
    run.layers.filter { $0.attribution.total > 0 || $0.macs > 0 }
  }
}
