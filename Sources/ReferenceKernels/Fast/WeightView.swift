/// Weights of some filters, wherever in memory they lie: a row a filter, `stride` elements apart.
public struct WeightView<Element> {
  let base: UnsafePointer<Element>
  public let filters: Int
  public let depth: Int
  public let stride: Int

  /// - Throws: `KernelError.wrongCount` if the last row ends past the buffer.
  public init(
    _ buffer: UnsafeBufferPointer<Element>, filters: Int, depth: Int, stride: Int
  ) throws(KernelError) {
    let needed = filters > 0 ? (filters - 1) * stride + depth : 0
    guard let base = buffer.baseAddress, stride >= 0, needed <= buffer.count else {
      throw .wrongCount(what: "weights", expected: needed, given: buffer.count)
    }
    self.base = base
    self.filters = filters
    self.depth = depth
    self.stride = stride
  }

  /// Rows without gaps.
  public init(
    _ buffer: UnsafeBufferPointer<Element>, filters: Int, depth: Int
  ) throws(KernelError) {
    try self.init(buffer, filters: filters, depth: depth, stride: depth)
  }
}
