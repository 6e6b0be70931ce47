/// A piece of on-chip memory that held one tile or tensor, from its first write to its last use.
public struct BufferUse: Sendable {
  public enum Memory: String, Sendable {
    case scratchpad
    case weightBuffer = "weight buffer"
    case accumulator
  }

  public enum Content: String, Sendable {
    case input
    case weights
    case output
    case sums
    /// A whole tensor that stays between its producer and its last reader.
    case tensor
  }

  public let memory: Memory
  public let content: Content
  /// The layer that the tile belongs to, or that owns the tensor.
  public let layer: Int
  /// Byte addresses.
  public let range: Range<Int>
  /// The task that used it first.
  public let first: Int
  let users: Users

  /// The cycles during which the bytes are taken: from the first task's start to the last
  /// completion among its users.
  public func life(in trace: Trace) -> Range<Int> {
    let start = trace.starts[first]
    var end = start
    users.visit { end = max(end, trace.completion(of: $0)) }
    return start..<end
  }
}

extension BufferUse {
  /// A buffer of a program that begins at task `base`.
  init(_ buffer: LayerProgram.Buffer, layer: Int, base: Int) {
    self.init(
      memory: buffer.memory, content: buffer.content, layer: layer, range: buffer.slot.range,
      first: base + buffer.slot.first, users: buffer.slot.users.shifted(by: base))
  }

  /// A buffer of a program whose tasks lie where a table says.
  init(_ buffer: LayerProgram.Buffer, layer: Int, positions: [Int32]) {
    self.init(
      memory: buffer.memory, content: buffer.content, layer: layer, range: buffer.slot.range,
      first: Int(positions[buffer.slot.first]), users: buffer.slot.users.moved(to: positions))
  }
}
