import LayerGraph
import ReferenceKernels

/// Times the layers of a network as this program's own kernels compute them.
public struct LayerTimer: Sendable {
  public let executor: GraphExecutor
  private let images: [FeatureMap<Float>]

  public init(_ executor: GraphExecutor) {
    self.executor = executor
    images = executor.network.layers.filter { $0.operation == .input }.enumerated().map {
      FeatureMap.synthetic($0.element.output, seed: $0.offset)
    }
  }

  /// Computes the whole batch once.
  ///
  /// - Returns: the seconds that each layer took.
  public func run() throws(KernelError) -> [Double] {
    var seconds = [Double](repeating: 0, count: executor.network.layers.count)
    for _ in 0..<executor.network.batch {
      var last = ContinuousClock.now
      _ = try executor.run(images) { layer, _ in
        let now = ContinuousClock.now
        seconds[layer] += (now - last).inSeconds
        last = now
      }
    }
    return seconds
  }

  /// Each layer's shortest time over several runs, after one to warm up: what else the machine does
  /// only adds to a time.
  ///
  /// - Parameter progress: called with the share of the runs that is done.
  public func fastest(
    runs: Int, progress: (Double) -> Void = { _ in }
  ) throws(KernelError) -> [Double] {
    _ = try run()
    var seconds = try run()
    for index in 1..<max(runs, 1) {
      progress(Double(index) / Double(runs))
      seconds = zip(seconds, try run()).map { min($0, $1) }
    }
    progress(1)
    return seconds
  }
}

extension Duration {
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
