import Dispatch
import Hardware
import LayerGraph
import Simulation
import Synchronization

/// A run that can be repeated with something changed.
///
/// Repetitions share the mappings found, since most changes leave most questions the same; they
/// don't record what replay and charts need.
public struct Experiment: Sendable {
  public let run: RunAnalysis
  private let options: SimulationOptions
  private let cache = MappingCache()

  /// - Parameters:
  ///   - run: what is to be changed.
  ///   - options: those that the run was scheduled with.
  public init(_ run: RunAnalysis, options: SimulationOptions = SimulationOptions()) {
    self.run = run
    var options = options
    options.recordsWork = false
    self.options = options
  }

  /// The run's network on a changed device, or `nil` if it can't be scheduled there.
  func repeated(on profile: HardwareProfile) -> RunAnalysis? {
    guard
      let simulation = try? Simulator.simulate(
        run.network, on: profile.device, options: options, cache: cache)
    else { return nil }
    return RunAnalysis(simulation, profile: profile, device: profile.device)
  }

  /// The results of independent experiments, in order, several at a time.
  static func all<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = body(index)
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
