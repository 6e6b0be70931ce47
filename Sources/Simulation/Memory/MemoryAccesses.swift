/// Bytes read and written within the chip for a layer; DRAM's are those of the schedule's tasks.
public struct MemoryAccesses: Hashable, Sendable {
  /// Of the scratchpad, the global buffer or a CPU's caches beyond the first, for inputs.
  public var inputs = 0
  /// Of the same memory, for outputs.
  public var outputs = 0
  /// Of the buffer for weights, or the scratchpad where weights have none.
  public var weights = 0
  /// Of the memory for partial sums outside of the processing elements.
  public var sums = 0
  /// Of the processing elements' own memories: inputs read, and weights and sums, which aren't
  /// touched where an input is known to be zero.
  public var elementInputs = 0
  public var elements = 0

  public init() {}

  /// Of the scratchpad or global buffer, for inputs and outputs.
  public var scratchpad: Int { inputs + outputs }

  public static func += (a: inout MemoryAccesses, b: MemoryAccesses) {
    a.inputs += b.inputs
    a.outputs += b.outputs
    a.weights += b.weights
    a.sums += b.sums
    a.elementInputs += b.elementInputs
    a.elements += b.elements
  }
}
