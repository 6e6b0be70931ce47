import LayerGraph
import ReferenceKernels
import Simulation

/// The numbers that a schedule is executed with.
public enum ReplayPrecision: String, CaseIterable, Sendable {
  /// Bit for bit, whatever the order of sums.
  case int8
  /// Within the rounding of sums in another order.
  case fp32
}

/// Proves a schedule by executing it.
public struct Verifier: Sendable {
  public let simulation: Simulation
  public let precision: ReplayPrecision
  private let replay: @Sendable (Simulation, (Double) -> Void) -> ReplayReport

  /// Computes what the schedule must give: plain graph execution, on reproducible images.
  ///
  /// Operations that cspsim has no meaning for pass their input through, here and in the replay.
  ///
  /// - Throws: `KernelError` for sums that are too long.
  public init(
    _ simulation: Simulation, precision: ReplayPrecision = .int8, threads: Int = 1
  ) throws(KernelError) {
    self.simulation = simulation
    self.precision = precision
    let network = simulation.network.passingUnsupported()
    switch precision {
    case .int8:
      let executor = try IntegerExecutor(
        network, calibration: Verifier.images(of: network, image: 0), threads: threads)
      let expected = try Verifier.outputs(of: network) { images, observe throws(KernelError) in
        _ = try executor.run(images, observe: observe)
      }
      replay = Verifier.replay(IntegerArithmetic(executor), expected: expected)
    case .fp32:
      let executor = try GraphExecutor(network, threads: threads)
      let expected = try Verifier.outputs(of: network) { images, observe throws(KernelError) in
        _ = try executor.run(images, observe: observe)
      }
      let largest = expected.map { images in
        images.reduce(Float(0)) { $1.values.reduce($0) { max($0, abs($1)) } }
      }
      replay = Verifier.replay(
        try FloatArithmetic(
          network, largest: largest,
          winogradSide: simulation.kernels?.layers.compactMap { $0?.winogradSide }.max()),
        expected: expected)
    }
  }

  /// Replays the schedule, or a changed one of the same network.
  ///
  /// - Parameter progress: called now and then with the share that is done.
  public func verify(
    _ changed: Simulation? = nil, progress: (Double) -> Void = { _ in }
  ) -> ReplayReport {
    replay(changed ?? simulation, progress)
  }

  private static func replay<Arithmetic: ReplayArithmetic>(
    _ arithmetic: Arithmetic, expected: [[FeatureMap<Arithmetic.Value>]]
  ) -> @Sendable (Simulation, (Double) -> Void) -> ReplayReport {
    { simulation, progress in
      let plain = PlainResult(network: simulation.network, arithmetic: arithmetic, maps: expected)
      if let kernels = simulation.kernels {
        var replay = KernelReplay(simulation, kernels, plain: plain)
        replay.run(progress: progress)
        return replay.report
      }
      var replay = Replay(simulation, plain: plain)
      replay.run(progress: progress)
      return replay.report
    }
  }

  /// A reproducible image for each input layer.
  private static func images(of network: Network, image: Int) -> [FeatureMap<Float>] {
    let inputs = network.layers.filter { $0.operation == .input }
    return inputs.enumerated().map { position, layer in
      FeatureMap.synthetic(layer.output, seed: image * inputs.count + position)
    }
  }

  /// Every layer's output, by layer, by image.
  private static func outputs<Value>(
    of network: Network,
    run: ([FeatureMap<Float>], (Int, FeatureMap<Value>) -> Void) throws(KernelError) -> Void
  ) throws(KernelError) -> [[FeatureMap<Value>]] {
    var maps = [[FeatureMap<Value>]](repeating: [], count: network.layers.count)
    for image in 0..<network.batch {
      try run(images(of: network, image: image)) { layer, map in maps[layer].append(map) }
    }
    return maps
  }
}
