import Quantities

/// An array of processing elements with memories of their own, mapped row-stationary: each element
/// works on one row of a filter and one row of the input (Chen, Emer and Sze, ISCA 2016).
public struct SpatialArray: Sendable, Hashable {
  public var rows = 12
  public var columns = 14
  /// Words of an element's own memories: a window of the input, rows of filters, partial sums.
  public var inputWords = 12
  public var weightWords = 224
  public var sumWords = 24
  /// Words a cycle between the buffer and the elements. Sums have a bus for each direction.
  public var inputBus = 1
  public var weightBus = 4
  public var sumBus = 4
  /// Stages of an element's pipeline.
  public var pipelineStages = 3

  public init() {}

  public var elements: Int { rows * columns }
}

/// A spatial-array accelerator: the array, a banked buffer that inputs and partial sums share, a
/// buffer for weights, and DRAM.
public struct SpatialDevice: Sendable, Hashable {
  public var clock = Hertz(200e6)
  /// Bytes of a weight or activation, and of a partial sum.
  public var operandBytes = 2
  public var sumBytes = 2
  public var array = SpatialArray()
  /// Elements a cycle of pooling and element-wise work; `nil` for one that costs nothing.
  public var vectorLanes: Int? = 4
  /// On-chip memory for inputs and partial sums.
  public var buffer = Bytes(102_400)
  /// The unit in which that memory is given to either.
  public var bank = Bytes(4096)
  /// The buffer that holds the next pass's weights.
  public var weightBuffer = Bytes(8192)
  public var dramBandwidth = BytesPerSecond(480e6)
  /// From a request to its first byte.
  public var dramLatency = Cycles.zero
  /// Bytes of a feature map in DRAM over those of its elements. Network inputs and weights aren't
  /// compressed.
  public var compression = 1.0
  /// Whether the array works while inputs are loaded and outputs stored.
  public var overlapsTransfers = false
  /// Cycles that configuring the array for a layer costs.
  public var layerCycles = 0

  public init() {}
}
