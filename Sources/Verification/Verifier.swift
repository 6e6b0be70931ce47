import LayerGraph
import ReferenceKernels
import Simulation

/// Proves a schedule by executing it.
public struct Verifier: Sendable {
  public let simulation: Simulation
  private let arithmetic: FloatArithmetic
  private let expected: [[FeatureMap<Float>]]

  /// Computes what the schedule must give: plain graph execution, on a reproducible image.
  ///
  /// - Throws: `KernelError` for an operation that can't be computed.
  public init(_ simulation: Simulation, threads: Int = 1) throws(KernelError) {
    self.simulation = simulation
    let network = simulation.network
    let executor = try GraphExecutor(network, threads: threads)
    let inputs = network.layers.filter { $0.operation == .input }
    var maps = [[FeatureMap<Float>]](repeating: [], count: network.layers.count)
    for image in 0..<network.batch {
      let images = inputs.enumerated().map { position, layer in
        FeatureMap.synthetic(layer.output, seed: image * inputs.count + position)
      }
      _ = try executor.run(images) { layer, map in maps[layer].append(map) }
    }
    expected = maps
    let largest = maps.map { images in
      images.reduce(Float(0)) { $1.values.reduce($0) { max($0, abs($1)) } }
    }
    arithmetic = try FloatArithmetic(network, largest: largest)
  }

  /// Replays the schedule, or a changed one of the same network.
  public func verify(
    _ changed: Simulation? = nil, progress: (Double) -> Void = { _ in }
  ) -> ReplayReport {
    var replay = Replay(changed ?? simulation, arithmetic: arithmetic, expected: expected)
    replay.run(progress: progress)
    return replay.report
  }
}
