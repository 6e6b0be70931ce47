/// Why a network can't be scheduled on a device.
public enum SimulationError: Error, Hashable, Sendable {
  /// Not even the smallest tile of a layer fits into the buffers.
  case doesNotFit(layer: String, capacity: Int, streamable: Int)
  /// A shape so large that its time can't be counted.
  case tooLong(layer: String)
  case tooManyTasks(layer: String, limit: Int)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .doesNotFit(let layer, let capacity, let streamable):
      """
      layer '\(layer)' doesn't fit: its smallest tile needs more than the \(streamable) of \
      \(capacity) bytes of scratchpad that are free for tiles, or than the weight buffer or the \
      accumulators hold; enlarge memory.scratchpad, memory.weights or memory.accumulators
      """
    case .tooLong(let layer):
      "layer '\(layer)' takes more cycles than cspsim counts; use a smaller input or batch"
    case .tooManyTasks(let layer, let limit):
      """
      layer '\(layer)' would bring the schedule past \(limit) tasks; enlarge the buffers or use a \
      smaller input or batch
      """
    }
  }
}
