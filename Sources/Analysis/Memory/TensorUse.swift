import Quantities
import Simulation

/// A stored tensor over a run: where it lay, when, and what moving it cost.
public struct TensorUse: Sendable {
  /// Index into the simulation's storages.
  public let storage: Int
  /// The layer whose whole output it holds.
  public let layer: Int
  /// Batch included.
  public let bytes: Bytes
  /// Its scratchpad address, or `nil` if it lies outside the chip.
  public let address: Int?
  /// Whether it is an input or an output of the network, which must cross to the outside anyway.
  public let isInterface: Bool
  /// From its first use by a task to its last, in cycles.
  public let life: Range<Int>
  /// Working layers that run within its life and neither write nor read it.
  public let layersPassedBy: Int
  /// Over DRAM or the host link.
  public let read: Bytes
  public let written: Bytes

  /// Where a tensor lies.
  public enum Place: String, Sendable {
    case scratchpad
    /// In DRAM, because there is no room for it on chip.
    case dram
    /// Outside, because it is an input or an output of the network.
    case interface
  }

  public var place: Place {
    if address != nil { return .scratchpad }
    return isInterface ? .interface : .dram
  }

  /// Whether it waits while the network goes on elsewhere, as a bypass branch does; the shortcut
  /// of a residual block of two or three convolutions is not meant.
  public var waits: Bool { layersPassedBy > 2 }
}
