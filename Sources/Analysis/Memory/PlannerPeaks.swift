import Hardware
import LayerGraph
import Quantities
import Simulation

/// The most that activations take at once under each of the memory planner's choices.
public struct PlannerPeaks: Sendable {
  /// One rule of how concatenations come about.
  public struct Choice: Sendable {
    /// Whether inputs of concatenations are copied, or else written where the result lies.
    public let copiesConcatenations: Bool
    /// The peak in the order that the network gives.
    public let graphOrder: Bytes
    /// The peak in the least order found.
    public let leastOrder: Bytes
    /// Whether no order has a lower peak, given which tensors share memory.
    public let isLeast: Bool
    /// What every order needs: the tensors that one layer reads and writes, or all outputs.
    public let bound: Bytes
  }

  /// Aliasing before copying; only copying where the device's libraries know nothing else.
  public let choices: [Choice]

  public init(_ network: Network, device: Device) {
    choices = (device.kind == .systolic ? [false, true] : [true]).map { copies in
      let order = LeastMemoryOrder(network, copiesConcatenations: copies)
      let map = StorageMap(network, copiesConcatenations: copies)
      let scale = network.batch * device.operandBytes
      return Choice(
        copiesConcatenations: copies, graphOrder: Bytes(order.peakBefore * scale),
        leastOrder: Bytes(order.peak * scale), isLeast: order.isExact,
        bound: Bytes(map.leastPeakBytes(of: network, elementBytes: device.operandBytes)))
    }
  }
}
